package dev.nave.hub;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to the refresh of a redirected client. Immutable. {@link #toString} does not show the
 * token.
 */
public final class RefreshAnswer {
  private final Outcome outcome;
  private final @Nullable String accessToken;
  private final @Nullable Duration lifetime;

  /** The outcome of a refresh. */
  public enum Outcome {
    /** The connection has its new user. */
    ACCEPTED,
    /** The connection keeps the user it has; 403, {@code permission_change_rejected}. */
    REJECTED,
    /** No server has such a connection; 404, {@code connection_not_found}. */
    NOT_FOUND
  }

  private RefreshAnswer(
      Outcome outcome, @Nullable String accessToken, @Nullable Duration lifetime) {
    this.outcome = outcome;
    this.accessToken = accessToken;
    this.lifetime = lifetime;
  }

  /** The connection has its new user. */
  public static RefreshAnswer accepted() {
    return new RefreshAnswer(Outcome.ACCEPTED, null, null);
  }

  /** The connection is another user's, or its server refused the new roles or claims. */
  public static RefreshAnswer rejected() {
    return new RefreshAnswer(Outcome.REJECTED, null, null);
  }

  /** No server has such a connection any more. */
  public static RefreshAnswer notFound() {
    return new RefreshAnswer(Outcome.NOT_FOUND, null, null);
  }

  /**
   * Returns this answer with a token, which the client uses from now on for its connection, in
   * place of the token of {@link NegotiateRedirect} or of an earlier refresh.
   *
   * @throws IllegalArgumentException if the token is empty or has other characters than the visible
   *     ones of ASCII
   */
  public RefreshAnswer withAccessToken(String value) {
    return new RefreshAnswer(outcome, AccessTokens.checked(value), lifetime);
  }

  /**
   * Returns this answer with the time after which the client has to renew its credentials again.
   * Default: the lifetime of the credentials that it has just sent.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public RefreshAnswer withLifetime(Duration value) {
    return new RefreshAnswer(outcome, accessToken, OptionChecks.positive("lifetime", value));
  }

  /** Returns what became of the refresh. */
  public Outcome outcome() {
    return outcome;
  }

  /** Returns the token, if the client gets one. */
  public Optional<String> accessToken() {
    return Optional.ofNullable(accessToken);
  }

  /** Returns the lifetime of the client's credentials, if it differs from their own expiry. */
  public Optional<Duration> lifetime() {
    return Optional.ofNullable(lifetime);
  }

  @Override
  public String toString() {
    return "RefreshAnswer[" + outcome + "]";
  }
}
