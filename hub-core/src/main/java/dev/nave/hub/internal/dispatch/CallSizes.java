package dev.nave.hub.internal.dispatch;

import dev.nave.hub.HubOptions;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.transport.RefusalLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large the parts of a call may be. Any thread.
 *
 * @param options has the bounds
 */
record CallSizes(HubOptions options) {

  /**
   * Makes sure that no part of a call is too large.
   *
   * @param id the invocation id; null if there is none
   * @throws CallRefusedException if one is
   */
  void check(String target, @Nullable String id, List<String> streamIds, Payload arguments)
      throws CallRefusedException {
    if (target.length() > options.maxTargetLength()) {
      throw tooLong(target, "target", target, "maxTargetLength", options.maxTargetLength());
    }
    if (id != null) {
      checkId(target, "invocation id", id);
    }
    if (!streamIds.isEmpty()) {
      checkStreams(target, streamIds);
    }
    if (arguments.valueCount() > options.maxValuesPerMessage()) {
      throw refused(
          target,
          "The arguments have more values than maxValuesPerMessage allows, which is "
              + options.maxValuesPerMessage()
              + "; an array or object counts as "
              + Payload.VALUES_OF_STRUCTURE
              + ".");
    }
  }

  private void checkStreams(String target, List<String> ids) throws CallRefusedException {
    if (ids.size() > options.maxStreamIdsPerInvocation()) {
      throw refused(
          target,
          "The call has "
              + ids.size()
              + " stream ids, more than maxStreamIdsPerInvocation allows, which is "
              + options.maxStreamIdsPerInvocation()
              + ".");
    }
    for (String id : ids) {
      checkId(target, "stream id", id);
    }
  }

  private void checkId(String target, String what, String id) throws CallRefusedException {
    if (id.length() > options.maxInvocationIdLength()) {
      throw tooLong(target, what, id, "maxInvocationIdLength", options.maxInvocationIdLength());
    }
  }

  private CallRefusedException tooLong(
      String target, String what, String value, String option, int limit) {
    return refused(
        target,
        "The "
            + what
            + " has "
            + value.length()
            + " characters, more than "
            + option
            + " allows, which is "
            + limit
            + ".");
  }

  /** Puts a text together as that of a call which could not be bound. */
  CallRefusedException refused(String target, String reason) {
    String shown = target.length() > options.maxTargetLength() ? RefusalLog.quote(target) : target;
    return new CallRefusedException(
        "Failed to invoke '" + shown + "' due to an error on the server. HubException: " + reason);
  }
}
