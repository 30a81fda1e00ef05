package dev.nave.hub;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stands around the calls of a hub: its methods, {@code onConnected} and {@code onDisconnected}.
 * For what concerns many methods alike, such as checks, measurements, or the translation of
 * exceptions.
 *
 * <p>Set it for all hubs with {@link HubServerBuilder#filter} or for one with {@link
 * HubSettings#filter}. Filters lie in one another in the order in which they were set, those of the
 * server around those of the hub; the outermost is called first, and each decides by its {@code
 * next} whether and when what it surrounds is called. It may do so more than once.
 *
 * <p>One object serves all connections at once. Filters are called on the hub executor, as hub
 * methods are, and may block; {@code next} may be called from any thread, and what it leads to runs
 * on the hub executor again. Around a {@link NonBlocking} method they run on an event loop, and
 * must not block. Calls of unknown methods, and arguments that do not fit, are answered before any
 * filter.
 *
 * <p>What a filter throws, or its stage fails with, takes the place of what the hub method threw:
 * clients see the text of a {@link HubException} only. A filter must not return null.
 */
public interface HubFilter {
  /**
   * A client calls a hub method. Default: the call goes on.
   *
   * <p>The value of the stage is the result, whatever the hub method returned; for a method that
   * streams it is the stream.
   *
   * @throws Exception what the client is to be refused with
   */
  default CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) throws Exception {
    return next.proceed(invocation);
  }

  /**
   * A client has connected. Default: {@code onConnected} is called.
   *
   * @throws Exception to refuse the client, as {@code onConnected} may
   */
  default CompletionStage<?> connected(HubFilterContext context, ConnectedNext next)
      throws Exception {
    return next.proceed();
  }

  /**
   * A client is gone. Default: {@code onDisconnected} is called.
   *
   * @param cause why the connection ended; null if it ended as intended
   * @throws Exception logged, without effect on the connection
   */
  default CompletionStage<?> disconnected(
      HubFilterContext context, @Nullable Throwable cause, DisconnectedNext next) throws Exception {
    return next.proceed(cause);
  }

  /** What a filter surrounds when a hub method is called: the next filter, or the method. */
  @FunctionalInterface
  interface InvokeNext {
    /**
     * Calls it. Never throws: the stage fails instead.
     *
     * @param invocation the one that the filter was given, or {@linkplain
     *     HubInvocation#withArguments a changed one}
     */
    CompletionStage<@Nullable Object> proceed(HubInvocation invocation);
  }

  /** What a filter surrounds when a client has connected. */
  @FunctionalInterface
  interface ConnectedNext {
    /** Calls it. Never throws: the stage fails instead. Its value is null. */
    CompletionStage<?> proceed();
  }

  /** What a filter surrounds when a client is gone. */
  @FunctionalInterface
  interface DisconnectedNext {
    /** Calls it. Never throws: the stage fails instead. Its value is null. */
    CompletionStage<?> proceed(@Nullable Throwable cause);
  }
}
