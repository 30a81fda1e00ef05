package dev.nave.spring.boot.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubUser;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

class HubAuthenticationsTest {
  private static final Instant BEGIN = Instant.EPOCH;

  /** What filters make of each request of a user who shows a password or a token with it. */
  private static Authentication ann(String role, Instant when, Object details) {
    List<GrantedAuthority> authorities =
        List.of(
            new SimpleGrantedAuthority(role),
            FactorGrantedAuthority.withAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY)
                .issuedAt(when)
                .build());
    UsernamePasswordAuthenticationToken token =
        UsernamePasswordAuthenticationToken.authenticated("ann", null, authorities);
    token.setDetails(details);
    return token;
  }

  private static HubUser userOf(Authentication authentication) {
    return Objects.requireNonNull(HubAuthentications.userOf(authentication));
  }

  @Test
  void aUserWhoIsAuthenticatedWithEachRequestStaysTheSame() {
    HubUser first = userOf(ann("ROLE_CLERK", BEGIN, "a socket"));
    HubUser next = userOf(ann("ROLE_CLERK", BEGIN.plus(Duration.ofSeconds(1)), "another"));

    assertThat(next.claims()).isEqualTo(first.claims());
    assertThat(next.roles()).isEqualTo(first.roles());
  }

  @Test
  void aPrincipalWithoutEqualsIsKnownByItsName() {
    assertThat(userOf(opaque("ann")).claims()).isEqualTo(userOf(opaque("ann")).claims());
    assertThat(userOf(opaque("ann")).claims()).isNotEqualTo(userOf(opaque("bob")).claims());
  }

  /** As of an opaque token, whose principal is another object with each request. */
  private static Authentication opaque(String name) {
    AuthenticatedPrincipal principal =
        new AuthenticatedPrincipal() {
          @Override
          public String getName() {
            return name;
          }
        };
    return UsernamePasswordAuthenticationToken.authenticated(principal, null, List.of());
  }

  @Test
  void aUserWithOtherAuthoritiesIsDescribedInAnotherWay() {
    HubUser first = userOf(ann("ROLE_CLERK", BEGIN, "a socket"));
    HubUser next = userOf(ann("ROLE_CHIEF", BEGIN, "a socket"));

    assertThat(next.claims()).isNotEqualTo(first.claims());
  }

  @Test
  void theAuthenticationOfAUserIsTheOneThatItWasMadeOf() {
    Authentication authentication = ann("ROLE_CLERK", BEGIN, "a socket");

    assertThat(HubAuthentications.of(Optional.of(userOf(authentication)))).isSameAs(authentication);
  }

  @Test
  void anAuthenticationWithoutANameIsNoUser() {
    Principal nameless = () -> null;

    assertThat(
            HubAuthentications.userOf(
                UsernamePasswordAuthenticationToken.authenticated(nameless, null, List.of())))
        .isNull();
  }
}
