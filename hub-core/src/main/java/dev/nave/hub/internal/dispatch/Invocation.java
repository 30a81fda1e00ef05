package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.StreamInvocationMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for its turn.
 *
 * @param headers what the client sent beside the call, as it came
 * @param id pairs the call with its completion; null if the client wants none
 * @param target the method as the client named it
 * @param method the method; null if the hub has none of that name
 * @param arguments the arguments, undecoded
 * @param uploads how many streams the client wants to upload
 * @param wantsStream whether the client asked for a stream
 * @param active what later messages of the client may refer to; null if they cannot
 * @param clock measures it; null if nothing does
 */
record Invocation(
    Map<String, String> headers,
    @Nullable String id,
    String target,
    @Nullable HubMethod method,
    Payload arguments,
    int uploads,
    boolean wantsStream,
    @Nullable ActiveCall active,
    @Nullable CallClock clock) {
  /**
   * What the objects of an invocation weigh besides their bytes, and those of each of its headers.
   * Measured: 248 bytes of heap for a call without arguments, with its place in a queue.
   */
  private static final int OVERHEAD_BYTES = 256;

  /** What weighs more if later messages may refer to the invocation. */
  private static final int ACTIVE_BYTES = 512;

  static Invocation of(
      InvocationMessage message,
      Map<String, String> headers,
      @Nullable HubMethod method,
      @Nullable ActiveCall active,
      @Nullable CallClock clock) {
    return new Invocation(
        headers,
        message.invocationId(),
        message.target(),
        method,
        message.arguments(),
        message.streamIds().size(),
        false,
        active,
        clock);
  }

  static Invocation of(
      StreamInvocationMessage message,
      Map<String, String> headers,
      @Nullable HubMethod method,
      @Nullable ActiveCall active,
      @Nullable CallClock clock) {
    return new Invocation(
        headers,
        message.invocationId(),
        message.target(),
        method,
        message.arguments(),
        message.streamIds().size(),
        true,
        active,
        clock);
  }

  /** Returns whether the call has streams: then it runs beside others, and holds up none. */
  boolean isStreaming() {
    return active != null && active.isStreaming();
  }

  /** Returns whether the call runs on the loop of its connection. */
  boolean isNonBlocking() {
    return method != null && method.isNonBlocking();
  }

  /** Returns whether the client has cancelled the call, or is gone. */
  boolean isCancelled() {
    return active != null && active.token().isCancelled();
  }

  /** The call is over, or will be with the completion that follows. */
  void end() {
    if (active != null) {
      active.end();
    }
  }

  /** Returns about how many bytes the invocation keeps alive. */
  int weight() {
    int chars = target.length() + (id == null ? 0 : id.length());
    return OVERHEAD_BYTES
        + Character.BYTES * chars
        + arguments.keptBytes()
        + (active == null ? 0 : ACTIVE_BYTES)
        + (headers.isEmpty() ? 0 : headersWeight());
  }

  private int headersWeight() {
    int weight = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      int chars = header.getKey().length() + header.getValue().length();
      weight += OVERHEAD_BYTES + Character.BYTES * chars;
    }
    return weight;
  }
}
