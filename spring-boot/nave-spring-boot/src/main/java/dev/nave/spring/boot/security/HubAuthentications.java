package dev.nave.spring.boot.security;

import dev.nave.hub.HubUser;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.util.ReflectionUtils;

/** Users of hubs made of authentications, and the other way round. Pure functions. */
public final class HubAuthentications {
  private static final String CLAIM = Authentication.class.getName();
  private static final String ROLE_PREFIX = "ROLE_";
  private static final Authentication ANONYMOUS =
      new AnonymousAuthenticationToken(
          "hub", "anonymousUser", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

  private HubAuthentications() {}

  /**
   * An authentication among the claims of a user. Of two the user is described in the same way if
   * principal and authorities are the same: when and through which socket it was authenticated is
   * new with each poll, and nothing that a hub is to be told.
   */
  private static final class Known {
    private final Authentication authentication;
    private final Object principal;
    private final Set<String> authorities;

    Known(Authentication authentication) {
      this.authentication = authentication;
      Object named = authentication.getPrincipal();
      principal = named == null ? authentication.getName() : named;
      authorities = roles(authentication);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Known known
          && isSamePrincipal(known)
          && authorities.equals(known.authorities)
          && authentication.getClass() == known.authentication.getClass();
    }

    /** Those of opaque tokens, for example, have no {@code equals}: there the name decides. */
    private boolean isSamePrincipal(Known known) {
      return principal.equals(known.principal)
          || (principal.getClass() == known.principal.getClass()
              && authentication.getName().equals(known.authentication.getName())
              && !hasEquals(principal.getClass()));
    }

    private static boolean hasEquals(Class<?> type) {
      Method found = ReflectionUtils.findMethod(type, "equals", Object.class);
      return found != null && found.getDeclaringClass() != Object.class;
    }

    @Override
    public int hashCode() {
      return authentication.getName().hashCode();
    }

    @Override
    public String toString() {
      return authentication.toString();
    }
  }

  /**
   * Returns the user of an authentication; null if it is anonymous, not authenticated, or has no
   * name. The id is its name. Its authorities are roles; {@code ROLE_ADMIN} is the role {@code
   * ADMIN} as well. The authentication itself goes with it: {@link #of} returns it.
   */
  public static @Nullable HubUser userOf(Authentication authentication) {
    String name = authentication.getName();
    if (!authentication.isAuthenticated()
        || authentication instanceof AnonymousAuthenticationToken
        || name == null) {
      return null;
    }
    return HubUser.of(name)
        .withRoles(roles(authentication))
        .withClaims(Map.of(CLAIM, new Known(authentication)));
  }

  private static Set<String> roles(Authentication authentication) {
    Set<String> roles = new LinkedHashSet<>();
    for (GrantedAuthority each : authentication.getAuthorities()) {
      String authority = each.getAuthority();
      if (authority != null) {
        roles.add(authority);
        if (authority.startsWith(ROLE_PREFIX)) {
          roles.add(authority.substring(ROLE_PREFIX.length()));
        }
      }
    }
    return roles;
  }

  /**
   * Returns the authentication of a user: the one that it was made of; else, for a user whom an
   * authenticator of the application found, one with its roles as authorities, with and without
   * {@code ROLE_}. A client without a user is anonymous.
   */
  public static Authentication of(Optional<HubUser> user) {
    return user.map(HubAuthentications::of).orElse(ANONYMOUS);
  }

  private static Authentication of(HubUser user) {
    if (user.claims().get(CLAIM) instanceof Known known) {
      return known.authentication;
    }
    Set<String> authorities = new LinkedHashSet<>(user.roles());
    user.roles().stream()
        .filter(role -> !role.startsWith(ROLE_PREFIX))
        .forEach(role -> authorities.add(ROLE_PREFIX + role));
    return UsernamePasswordAuthenticationToken.authenticated(
        user.id(), null, AuthorityUtils.createAuthorityList(authorities.toArray(new String[0])));
  }
}
