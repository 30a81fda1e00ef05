package dev.nave.auth.jwt;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.nave.hub.AuthenticationException;
import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Believes signed JSON Web Tokens, from the {@code Authorization} header or from the query's {@code
 * access_token}. Immutable; any thread. Blocks while it fetches keys, if it fetches any.
 *
 * <p>A token counts if it is signed by one of the {@link JwtKeys} with an algorithm that goes with
 * them, comes from the {@link Builder#issuer}, is meant for the {@link Builder#audience}, is valid
 * now, and names a user. Unsigned and encrypted ones never do. Texts of exceptions show neither
 * tokens nor what is in them.
 *
 * <p>The {@link HubUser} has the token's claims by their names: texts, numbers, booleans, lists and
 * maps, times as {@link java.time.Instant}. It expires with the token, the clock skew included:
 * when the token would no longer be believed.
 */
public final class JwtAuthenticator implements Authenticator {
  private final TokenVerifier verifier;
  private final Function<Map<String, Object>, Set<String>> roles;
  private final ClaimRules rules;
  private final int maxTokenLength;

  private JwtAuthenticator(Builder from, JwtKeys keys, ClaimRules rules) {
    verifier = new TokenVerifier(keys, rules);
    roles = from.roles;
    this.rules = rules;
    maxTokenLength = from.maxTokenLength;
  }

  /** Begins an authenticator. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns who the token says it is; null if there is no token.
   *
   * @throws AuthenticationException if the token is not believed
   * @throws IllegalStateException if the keys cannot be fetched
   */
  @Override
  public @Nullable HubUser authenticate(HttpRequest request) {
    String token = Authenticator.bearerToken(request);
    if (token == null || token.isEmpty()) {
      return null;
    }
    if (token.length() > maxTokenLength) {
      throw new AuthenticationException(
          "the token has more characters than maxTokenLength, which is " + maxTokenLength);
    }
    return user(verifier.verify(token));
  }

  private HubUser user(JWTClaimsSet claims) {
    Map<String, Object> values = ClaimValues.of(claims);
    return HubUser.of(rules.userId(claims))
        .withRoles(roles.apply(values))
        .withClaims(values)
        .withExpiresAt(rules.validUntil(claims));
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private static final Duration LONGEST_SKEW = Duration.ofMinutes(10);

    private @Nullable JwtKeys keys;
    private @Nullable String issuer;
    private Set<String> audiences = Set.of();
    private Duration clockSkew = Duration.ofSeconds(30);
    private String userIdClaim = "sub";
    private Function<Map<String, Object>, Set<String>> roles =
        claims -> ClaimValues.texts(claims.get("roles"));
    private int maxTokenLength = 8 * 1024;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /** Sets the keys that sign tokens, and the algorithms that go with them. Required. */
    public Builder keys(JwtKeys value) {
      keys = value;
      return this;
    }

    /** Sets who must have made a token: its {@code iss}. Required. */
    public Builder issuer(String value) {
      issuer = notBlank("issuer", value);
      return this;
    }

    /**
     * Sets whom a token must be meant for: one of these must be in its {@code aud}. Required, so
     * that a token for another service of the same issuer is not taken.
     */
    public Builder audience(String first, String... more) {
      Set<String> all = new LinkedHashSet<>();
      all.add(notBlank("audience", first));
      for (String each : more) {
        all.add(notBlank("audience", each));
      }
      audiences = Set.copyOf(all);
      return this;
    }

    /**
     * Sets how far the clocks of the issuer and of this server may be apart. Default: 30 seconds;
     * from zero to 10 minutes.
     */
    public Builder clockSkew(Duration value) {
      if (value.isNegative() || value.compareTo(LONGEST_SKEW) > 0) {
        throw new IllegalArgumentException(
            "clockSkew must be from zero to " + LONGEST_SKEW + " but was " + value);
      }
      clockSkew = value;
      return this;
    }

    /** Sets the claim, a text, that is the user's id. Default: {@code sub}. */
    public Builder userIdClaim(String value) {
      userIdClaim = notBlank("userIdClaim", value);
      return this;
    }

    /**
     * Sets the claim that holds the user's roles: a text is one role, a list of texts several, all
     * else none. Default: {@code roles}.
     */
    public Builder rolesClaim(String value) {
      String name = notBlank("rolesClaim", value);
      roles = claims -> ClaimValues.texts(claims.get(name));
      return this;
    }

    /** Sets how roles are found in the claims, where they are not just in one of them. */
    public Builder rolesFrom(Function<Map<String, Object>, Set<String>> value) {
      roles = value;
      return this;
    }

    /** Sets how many characters a token may have. Default: 8,192; positive. */
    public Builder maxTokenLength(int value) {
      if (value <= 0) {
        throw new IllegalArgumentException("maxTokenLength must be positive but was " + value);
      }
      maxTokenLength = value;
      return this;
    }

    /** Sets what time it is. */
    Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /**
     * Returns the authenticator.
     *
     * @throws IllegalStateException if keys, issuer or audience are missing
     */
    public JwtAuthenticator build() {
      return new JwtAuthenticator(
          this,
          required("keys", keys),
          new ClaimRules(
              required("an issuer", issuer),
              required("an audience", audiences.isEmpty() ? null : audiences),
              userIdClaim,
              clockSkew,
              clock));
    }

    private static <T> T required(String what, @Nullable T value) {
      if (value == null) {
        throw new IllegalStateException("a JwtAuthenticator needs " + what + "; there was none");
      }
      return value;
    }

    private static String notBlank(String name, String value) {
      if (value.isBlank()) {
        throw new IllegalArgumentException(name + " must not be blank");
      }
      return value;
    }
  }
}
