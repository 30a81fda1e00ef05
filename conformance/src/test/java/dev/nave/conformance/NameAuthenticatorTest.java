package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.AuthenticationException;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NameAuthenticatorTest {
  private final NameAuthenticator authenticator = new NameAuthenticator();

  @Test
  void theTokenIsTheUserAndItsRole() {
    HubUser user = authenticator.authenticate(request("admin"));

    assertThat(user).isNotNull();
    assertThat(user.id()).isEqualTo("admin");
    assertThat(user.roles()).containsExactly("admin");
    assertThat(user.expiresAt()).isEmpty();
  }

  @Test
  void aTokenMayHaveATimeToLive() {
    Instant before = Instant.now();

    HubUser user = authenticator.authenticate(request("ann;3600"));

    assertThat(user).isNotNull();
    assertThat(user.id()).isEqualTo("ann");
    assertThat(user.expiresAt())
        .hasValueSatisfying(at -> assertThat(at).isAfterOrEqualTo(before.plusSeconds(3600)));
  }

  @Test
  void noTokenIsNobody() {
    assertThat(authenticator.authenticate(HttpRequest.builder("GET", "/test").build())).isNull();
    assertThat(authenticator.authenticate(request(""))).isNull();
  }

  @Test
  void aForgedTokenIsRefused() {
    assertThatThrownBy(() -> authenticator.authenticate(request("forged")))
        .isInstanceOf(AuthenticationException.class);
  }

  private static HttpRequest request(String token) {
    return HttpRequest.builder("GET", "/test").header("Authorization", "Bearer " + token).build();
  }
}
