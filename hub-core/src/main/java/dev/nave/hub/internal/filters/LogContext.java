package dev.nave.hub.internal.filters;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.transport.RefusalLog;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/**
 * Says in the log, by the MDC of SLF4J, for which connection code of the application runs. What the
 * thread had there before is there again afterwards, and nothing else. Any thread.
 */
final class LogContext {
  static final String CONNECTION = "connectionId";
  static final String HUB = "hub";
  static final String USER = "userId";

  private final Map<String, String> values;

  private LogContext(Map<String, String> values) {
    this.values = values;
  }

  /** Returns whether the log has an MDC at all. */
  static boolean isPossible() {
    return !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);
  }

  static LogContext of(String hub, HubCallerContext caller) {
    String user = caller.userId();
    return new LogContext(
        user == null
            ? Map.of(CONNECTION, caller.connectionId(), HUB, hub)
            : Map.of(CONNECTION, caller.connectionId(), HUB, hub, USER, RefusalLog.quote(user)));
  }

  /** Returns an action with this around it, and around what is put off of it. */
  HubAction around(HubAction action) {
    return new Said(action);
  }

  /** Returns an executor that says this around its tasks. */
  Executor around(Executor executor) {
    return task -> executor.execute(() -> run(task));
  }

  private void run(Runnable task) {
    Map<String, String> before = enter();
    try {
      task.run();
    } finally {
      leave(before);
    }
  }

  /** Returns what the thread had before; null if nothing. */
  private @Nullable Map<String, String> enter() {
    Map<String, String> before = MDC.getCopyOfContextMap();
    if (before == null || before.isEmpty()) {
      MDC.setContextMap(values);
      return null;
    }
    Map<String, String> both = new HashMap<>(before);
    both.putAll(values);
    MDC.setContextMap(both);
    return before;
  }

  private static void leave(@Nullable Map<String, String> before) {
    if (before == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(before);
    }
  }

  private final class Said extends SurroundedAction {
    Said(HubAction action) {
      super(action);
    }

    @Override
    public @Nullable Object with(AbstractHub hub, Executor later) throws Throwable {
      Map<String, String> before = enter();
      try {
        return action.with(hub, around(later));
      } finally {
        leave(before);
      }
    }
  }
}
