package dev.nave.hub;

import org.jspecify.annotations.Nullable;

/**
 * Observes the calls of hubs, for an application that traces them. Set it with {@link
 * HubServerBuilder#tracer}; module {@code tracing-opentelemetry} has one for OpenTelemetry.
 *
 * <p>Methods are called on the hub executor unless said otherwise, for a {@link NonBlocking} method
 * on an event loop, by many threads at once, and should be quick. What they throw is logged, and
 * the call goes on unobserved.
 */
@FunctionalInterface
public interface HubTracer {
  /**
   * A hub is about to be called: the caller is authorized, the arguments fit, filters come next.
   *
   * @return what is told how the call goes on
   */
  Span begin(TracedCall call);

  /** The observation of one call. */
  interface Span {
    /**
     * The call runs on this thread, until the scope is closed, on the same thread. Happens more
     * than once if a filter lets the call wait.
     */
    Scope activate();

    /**
     * The call is over, and its completion was sent if the client waits for one. Called once, by
     * any thread.
     *
     * @param failure what the hub or a filter threw; null if nothing
     */
    void end(@Nullable Throwable failure);
  }

  /** The time in which a call runs on a thread. */
  @FunctionalInterface
  interface Scope extends AutoCloseable {
    /** The call does not run on this thread any more. */
    @Override
    void close();
  }
}
