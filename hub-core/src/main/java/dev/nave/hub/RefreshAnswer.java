package dev.nave.hub;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client that was sent elsewhere hears of its refresh. Immutable. {@link #toString} does not
 * show the token.
 */
public final class RefreshAnswer {
  private final Outcome outcome;
  private final @Nullable String accessToken;
  private final @Nullable Duration lifetime;

  /** What became of a refresh. */
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
   * Returns this answer with a token, which the client uses from now on where it is connected, in
   * place of the one that {@link NegotiateRedirect} or an earlier refresh gave it.
   *
   * @throws IllegalArgumentException if the token is empty or has other characters than the visible
   *     ones of ASCII
   */
  public RefreshAnswer withAccessToken(String value) {
    return new RefreshAnswer(outcome, AccessTokens.checked(value), lifetime);
  }

  /**
   * Returns this answer with the time after which the client has to renew its proof again. Default:
   * as long as the proof that it has just shown.
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

  /** Returns how long the client's proof is good for, if it is not what the proof itself says. */
  public Optional<Duration> lifetime() {
    return Optional.ofNullable(lifetime);
  }

  @Override
  public String toString() {
    return "RefreshAnswer[" + outcome + "]";
  }
}
