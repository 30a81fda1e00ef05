package dev.nave.hub.internal.dispatch;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubFactory;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.executor.CallThreads;
import dev.nave.hub.internal.filters.CallPipeline;
import dev.nave.hub.internal.filters.HubAccess;
import dev.nave.hub.internal.filters.HubAction;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.methods.HubMethodTable;
import dev.nave.hub.internal.registry.HubRegistry;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the dispatch of all connections of one hub has in common.
 *
 * @param name the hub's name, for a log
 * @param methods what clients may call
 * @param factory makes the hub objects
 * @param access reaches what only the server may call on them
 * @param pipeline surrounds their calls
 * @param scopes makes what they are given
 * @param settings options and protocols
 * @param registry who is here
 * @param questions what those who are here were asked
 * @param meters measures its invocations
 * @param failures tells what its methods threw
 * @param userRates counts how often each user calls
 * @param threads where the code of the application runs
 */
public record HubDispatch<H extends AbstractHub>(
    String name,
    HubMethodTable methods,
    HubFactory<H> factory,
    HubAccess access,
    CallPipeline pipeline,
    CallScope.Factory scopes,
    ConnectionSettings settings,
    HubRegistry registry,
    PendingClientResults questions,
    InvocationMeters meters,
    FailureLog failures,
    UserRates userRates,
    CallThreads threads) {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  /**
   * Makes a hub object for one call, uses it, and leaves it in the result to be released.
   *
   * @param rule for when the call waits for an answer of a client
   * @param later where it goes on if it cannot end on this thread
   */
  CallOutcome<H> call(
      CallerContext caller, ClientResultWait rule, HubAction action, Executor later) {
    CallScope scope = scopes.begin(caller, rule);
    H hub;
    try {
      hub = factory.create();
    } catch (Throwable e) { // Not every language declares what it throws.
      return new CallOutcome<>(this, scope, action, later, null, null, e);
    }
    try {
      Objects.requireNonNull(hub, "HubFactory.create returned null");
      if (action.concerns(hub)) {
        access.bind(hub, scope);
      }
    } catch (Throwable e) { // It is another call's to be released, or nothing.
      return new CallOutcome<>(this, scope, action, later, null, null, refused(e));
    }
    try {
      return new CallOutcome<>(this, scope, action, later, hub, action.with(hub, later), null);
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return new CallOutcome<>(this, scope, action, later, hub, null, e);
    }
  }

  private IllegalStateException refused(Throwable cause) {
    return new IllegalStateException(
        "hub "
            + name
            + " cannot use what its factory "
            + factory.getClass().getName()
            + " returned; HubFactory.create has to return a fresh object for each call, in a"
            + " container a bean of prototype scope: "
            + cause.getMessage(),
        cause);
  }

  /** Gives a hub object back. */
  void release(H hub) {
    try {
      factory.release(hub);
    } catch (Throwable e) {
      log.warn("hub {}: release of a hub object failed", name, e);
    }
  }

  /** Logs what a hub threw. */
  void logFailure(HubConnection connection, String method, Throwable failure) {
    failures.failed(connection, method, failure);
  }
}
