package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.connection.StreamWindow;
import dev.nave.hub.internal.streams.InboundStream;
import dev.nave.hub.internal.streams.OutboundStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A call that has streams or can be cancelled, from the moment it was read until it is over. Any
 * thread.
 */
final class ActiveCall {
  private final ActiveCalls calls;
  private final @Nullable String cancelledBy;
  private final @Nullable StreamWindow outlet;
  private final Map<String, InboundStream> uploads;
  private final boolean streaming;
  private final AbortToken token;

  // Of the list of all of the connection, and under its lock: no objects more for each call.

  @Nullable ActiveCall older;
  @Nullable ActiveCall newer;
  boolean isOpen;

  @GuardedBy("this")
  private @Nullable OutboundStream download;

  @GuardedBy("this")
  private boolean cancelled;

  @GuardedBy("this")
  private @Nullable Throwable failure;

  /**
   * Creates a call that has just been read.
   *
   * @param cancelledBy the invocation id by which the client can cancel it, or null
   * @param outlet the way out for the items it answers with; null if it does not
   * @param uploads the streams that the client uploads, by their ids, in order
   * @param streaming whether it has streams, in whatever direction
   * @param executor where callbacks of its token run
   */
  ActiveCall(
      ActiveCalls calls,
      @Nullable String cancelledBy,
      @Nullable StreamWindow outlet,
      Map<String, InboundStream> uploads,
      boolean streaming,
      Executor executor) {
    this.calls = calls;
    this.cancelledBy = cancelledBy;
    this.outlet = outlet;
    this.uploads = uploads;
    this.streaming = streaming;
    this.token = new AbortToken(executor);
  }

  @Nullable String cancelledBy() {
    return cancelledBy;
  }

  @Nullable StreamWindow outlet() {
    return outlet;
  }

  Map<String, InboundStream> uploads() {
    return uploads;
  }

  List<InboundStream> uploadsInOrder() {
    return List.copyOf(uploads.values());
  }

  boolean isStreaming() {
    return streaming;
  }

  /** Returns the token that a hub method gets. */
  AbortToken token() {
    return token;
  }

  /** The method has returned its stream, which is ended when the call is cancelled. */
  void attach(OutboundStream stream) {
    Throwable failed;
    synchronized (this) {
      download = stream;
      failed = failure;
      if (!cancelled && failed == null) {
        return;
      }
    }
    if (failed == null) {
      stream.cancel();
    } else {
      stream.fail(failed);
    }
  }

  /** Ends the stream that answers the call, behind the items that it has. */
  void failStream(Throwable why) {
    OutboundStream ended;
    synchronized (this) {
      failure = why;
      ended = download;
    }
    if (ended != null) {
      ended.fail(why);
    }
    token.cancel();
  }

  /** The client does not want the answer any more. */
  void cancel() {
    OutboundStream ended;
    synchronized (this) {
      cancelled = true;
      ended = download;
    }
    token.cancel();
    if (ended != null) {
      ended.cancel();
    }
  }

  /** The client sends nothing more: what came of its uploads is still handed over. */
  void endUploads() {
    uploads.values().forEach(InboundStream::cut);
  }

  /** The call is over: what follows under its ids is not for it. Idempotent. */
  void end() {
    if (calls.remove(this)) {
      uploads.values().forEach(InboundStream::close);
    }
  }
}
