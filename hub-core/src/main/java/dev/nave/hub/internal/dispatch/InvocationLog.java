package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.meters.InvocationOutcome;
import dev.nave.hub.transport.RefusalLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how each invocation ended: the meters, and one line each at DEBUG under the logger {@value
 * #LOGGER}, never with its arguments or its result. Costs nothing where both are off. Any thread.
 */
final class InvocationLog {
  /** The name of the logger. */
  static final String LOGGER = LogCategory.CALLS;

  private static final Logger log = LoggerFactory.getLogger(LOGGER);

  private InvocationLog() {}

  /** The method has returned, and the client has its result, if it wanted one. */
  static void completed(HubDispatch<?> hub, HubConnection connection, Invocation invocation) {
    hub.meters().ended(invocation, InvocationOutcome.COMPLETED);
    ended(hub, connection, invocation.target(), invocation.id(), "completed");
  }

  /** The method, or what is done around it, has thrown something. */
  static void failed(
      HubDispatch<?> hub,
      HubConnection connection,
      Invocation invocation,
      InvocationOutcome outcome,
      Throwable cause) {
    hub.meters().ended(invocation, outcome);
    if (log.isDebugEnabled()) {
      ended(
          hub,
          connection,
          invocation.target(),
          invocation.id(),
          "failed: " + cause.getClass().getName());
    }
  }

  /** The method was not called. */
  static void refused(
      HubDispatch<?> hub, HubConnection connection, Invocation invocation, String reason) {
    hub.meters().ended(invocation, InvocationOutcome.REFUSED);
    notCalled(hub, connection, invocation.target(), invocation.id(), reason);
  }

  /** An invocation was refused when it arrived. */
  static void refused(
      HubDispatch<?> hub,
      HubConnection connection,
      String target,
      @Nullable String id,
      String reason) {
    hub.meters().refused(hub.methods().find(target));
    notCalled(hub, connection, target, id, reason);
  }

  private static void notCalled(
      HubDispatch<?> hub,
      HubConnection connection,
      String target,
      @Nullable String id,
      String reason) {
    if (log.isDebugEnabled()) {
      ended(hub, connection, target, id, "was refused: " + RefusalLog.quote(reason));
    }
  }

  private static void ended(
      HubDispatch<?> hub,
      HubConnection connection,
      String target,
      @Nullable String id,
      String outcome) {
    if (log.isDebugEnabled()) {
      log.debug(
          "connection {} of hub {}: invocation {} of {} {}",
          connection.id(),
          hub.name(),
          id == null ? "without id" : RefusalLog.quote(id),
          RefusalLog.quote(target),
          outcome);
    }
  }
}
