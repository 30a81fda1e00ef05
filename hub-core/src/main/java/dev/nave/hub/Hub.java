package dev.nave.hub;

/**
 * The class whose public methods clients call. Extend it, add methods, map it with {@link
 * HubServerBuilder#hub}.
 *
 * <p>A fresh object serves each invocation and each lifecycle event, so fields hold nothing between
 * calls; what belongs to a connection goes into {@link HubCallerContext#items}. Methods run on the
 * hub executor, never on an event loop: blocking is fine, and blocks only the connection that
 * called. Invocations of one connection run one after another unless {@link
 * HubOptions#maximumParallelInvocationsPerClient} allows more.
 *
 * <p>A hub method may return a value, {@code void} or a {@link
 * java.util.concurrent.CompletionStage} and may throw anything; clients see the text of a {@link
 * HubException} only. Group changes begun through {@link #groups} are awaited before the invocation
 * ends.
 *
 * <p>It answers with a stream if it is declared to return a {@link java.util.stream.Stream}, an
 * {@link Iterable} or a {@link java.util.concurrent.Flow.Publisher}, or a stage of one; a parameter
 * of the latter type takes a stream that the client uploads, see {@link Uploads}. A parameter of
 * type {@link CancellationToken} is cancelled when the client cancels the call or is gone. Calls
 * with streams run beside others, {@link HubOptions#maxStreamsPerClient} at most.
 */
public abstract class Hub extends AbstractHub {
  /** Creates the hub object; the server sets the caller before it calls a method. */
  protected Hub() {}

  /** Returns the clients to send to. */
  protected final HubCallerClients clients() {
    return call().clients();
  }
}
