package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.reconnect.SequenceGapException;
import dev.nave.hub.meters.EndReason;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Why and how one connection ends: what was said first holds; else its error tells. Loop only. */
final class ReasonToEnd {
  private @Nullable EndReason reason;
  private @Nullable String how;

  /**
   * Says why and how the connection ends, unless that is known.
   *
   * @param text null if the error says it
   */
  void because(EndReason why, @Nullable String text) {
    if (reason == null) {
      reason = why;
      how = text;
    }
  }

  /**
   * Has the end recorded.
   *
   * @param now in nanoseconds, of the loop's clock
   * @param cause null if there was no error
   * @param close what the client is told; null if nothing
   */
  void tell(
      ConnectionRecord record, long now, @Nullable Throwable cause, @Nullable CloseMessage close) {
    record.ended(now, reason == null ? of(cause, close) : reason, how, cause, close);
  }

  private static EndReason of(@Nullable Throwable cause, @Nullable CloseMessage close) {
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
