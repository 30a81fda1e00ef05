package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.reconnect.SequenceGapException;
import dev.nave.hub.meters.EndReason;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Why and how one connection ends: as was said before its end, or as its error tells.
 *
 * @param how null if the error says it
 */
record ReasonToEnd(EndReason reason, @Nullable String how) {
  /**
   * Returns why a connection ends of which nothing else is known.
   *
   * @param cause null if there was no error
   * @param close what the client is told; null if nothing
   */
  static ReasonToEnd of(@Nullable Throwable cause, @Nullable CloseMessage close) {
    return new ReasonToEnd(reasonOf(cause, close), null);
  }

  private static EndReason reasonOf(@Nullable Throwable cause, @Nullable CloseMessage close) {
    if (cause == null) {
      return close != null && Boolean.TRUE.equals(close.allowReconnect())
          ? EndReason.STOPPED
          : EndReason.LEFT;
    }
    if (cause instanceof ClientTimeoutException) {
      return EndReason.TIMED_OUT;
    }
    if (cause instanceof SlowConsumerException) {
      return EndReason.SLOW;
    }
    return cause instanceof ProtocolException || cause instanceof SequenceGapException
        ? EndReason.PROTOCOL_ERROR
        : EndReason.FAILED;
  }
}
