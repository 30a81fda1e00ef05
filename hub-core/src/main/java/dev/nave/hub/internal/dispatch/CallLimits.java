package dev.nave.hub.internal.dispatch;

import dev.nave.hub.HubException;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.dispatch.UserRates.UserRate;
import dev.nave.hub.protocol.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large the calls of one connection may be, and how often its client may call: by itself and
 * together with the other connections of its user. A client that goes on though its calls are
 * refused is closed; how often another connection of the user was refused does not matter to it.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class CallLimits {
  /** No client makes so many calls: they need not be counted. */
  private static final int UNCOUNTED_PER_SECOND = 1_000_000;

  private final HubDispatch<?> hub;
  private final HubConnection connection;
  private final @Nullable String userId;
  private final @Nullable CallRate own;
  private @Nullable UserRate ofUser;
  private int refusedForUser;
  private long refusedSince;

  /**
   * Begins with a connection that has not shaken hands.
   *
   * @param userId null if the client is not known: such clients have nothing in common
   */
  CallLimits(HubDispatch<?> hub, HubConnection connection, @Nullable String userId) {
    this.hub = hub;
    this.connection = connection;
    this.userId = userId;
    HubOptions options = connection.options();
    own =
        options.maxInvocationsPerSecond() >= UNCOUNTED_PER_SECOND
            ? null
            : new CallRate(
                options.maxInvocationsPerSecond(),
                options.maxInvocationBurst(),
                connection.loop().now());
  }

  /** The connection has shaken hands. */
  void begin() {
    HubOptions options = connection.options();
    if (userId != null && options.maxInvocationsPerSecondPerUser() < UNCOUNTED_PER_SECOND) {
      ofUser = hub.userRates().enter(userId, options, connection.loop().now());
    }
  }

  /**
   * Counts a call, whatever becomes of it, and looks at its sizes.
   *
   * @throws CallRefusedException if it is one too many, or too large
   */
  void check(String target, @Nullable String id, List<String> streamIds, Payload arguments)
      throws CallRefusedException {
    count(target);
    new CallSizes(connection.options()).check(target, id, streamIds, arguments);
  }

  private void count(String target) throws CallRefusedException {
    CallRate limit = own;
    if (limit != null && !limit.take(connection.loop().now())) {
      hub.settings().counters().refuseTooOften(false);
      throw refused(
          target,
          "client",
          "maxInvocationsPerSecond",
          connection.options().maxInvocationsPerSecond(),
          limit.refused());
    }
    UserRate shared = ofUser;
    if (shared != null && !shared.take(connection.loop().now())) {
      hub.settings().counters().refuseTooOften(true);
      if (refusedSince != shared.timesFull()) {
        refusedSince = shared.timesFull();
        refusedForUser = 0;
      }
      throw refused(
          target,
          "user",
          "maxInvocationsPerSecondPerUser",
          connection.options().maxInvocationsPerSecondPerUser(),
          ++refusedForUser);
    }
  }

  private CallRefusedException refused(
      String target, String who, String option, int perSecond, int times) {
    hub.failures().tooOften(connection, option, perSecond);
    String reason =
        "The " + who + " calls more often than " + option + " allows, which is " + perSecond + ".";
    HubOptions options = connection.options();
    if (times > options.maxRefusedInvocations()) {
      connection.finishFailed(new HubException(reason));
    }
    return new CallSizes(options).refused(target, reason);
  }

  /** The connection has ended; once or more. */
  void end() {
    if (ofUser != null && userId != null) {
      ofUser = null;
      hub.userRates().leave(userId, connection.loop().now());
    }
  }
}
