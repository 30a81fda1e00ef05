package dev.nave.hub.internal.filters;

import dev.nave.hub.Hub;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubFilterContext;
import dev.nave.hub.HubInvocation;
import dev.nave.hub.HubTracer;
import dev.nave.hub.TracedCall;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds every call of one hub: its tracer, and in that its filters. Any thread.
 *
 * <p>Where there is neither, the actions are the plain calls.
 */
public final class CallPipeline {
  private final String hubName;
  private final HubAccess access;
  private final List<HubFilter> filters;
  private final @Nullable HubTracer tracer;
  private final CallHeaders headers;
  private final Executor executor;

  /**
   * Creates what surrounds the calls of one hub.
   *
   * @param access reaches what only the server may call on hub objects
   * @param filters the outermost first
   * @param tracer null if nobody traces
   * @param headers what the tracer may see of a call's headers
   * @param executor where filters and what they surround run
   */
  public CallPipeline(
      String hubName,
      HubAccess access,
      List<HubFilter> filters,
      @Nullable HubTracer tracer,
      CallHeaders headers,
      Executor executor) {
    this.hubName = hubName;
    this.access = access;
    this.filters = List.copyOf(filters);
    this.tracer = tracer;
    this.headers = headers;
    this.executor = executor;
  }

  /** Returns whether the outcome of a call may be another than the method's. */
  public boolean hasFilters() {
    return !filters.isEmpty();
  }

  /** Something to do with a hub object; what is put off goes on in the given executor. */
  @FunctionalInterface
  interface Step {
    @Nullable Object with(Hub hub, Executor later) throws Throwable;
  }

  /** Returns the call of a method whose arguments are bound. */
  public HubAction invocation(
      HubCallerContext caller,
      CalledMethod method,
      @Nullable Object[] arguments,
      Map<String, String> sentHeaders) {
    if (filters.isEmpty() && tracer == null) {
      return hub -> method.invoke(hub, arguments);
    }
    Step step =
        filters.isEmpty()
            ? (hub, unused) -> method.invoke(hub, arguments)
            : (hub, later) -> filteredInvocation(hub, later, method, arguments);
    return tracer == null
        ? untraced(step)
        : traced(tracer, TracedCall.Kind.INVOCATION, method.name(), caller, sentHeaders, step);
  }

  private @Nullable Object filteredInvocation(
      Hub hub, Executor later, CalledMethod method, @Nullable Object[] arguments) throws Throwable {
    FilterChain<HubInvocation> chain =
        new FilterChain<>(
            filters,
            (filter, invocation, next) -> filter.invoke(invocation, next::call),
            invocation -> method.invoke(hub, invocation.arguments().toArray()),
            later);
    return chain.pass(new FilteredInvocation(shown(hub), method, arguments));
  }

  /** Returns the call of {@code onConnected}. */
  public HubAction connected(HubCallerContext caller) {
    return lifecycle(
        TracedCall.Kind.CONNECTED,
        "onConnected",
        caller,
        filters.isEmpty() ? (hub, unused) -> connect(hub) : this::filteredConnect);
  }

  private @Nullable Object filteredConnect(Hub hub, Executor later) throws Throwable {
    FilterChain<HubFilterContext> chain =
        new FilterChain<>(
            filters,
            (filter, context, next) -> filter.connected(context, () -> next.call(context)),
            context -> connect(hub),
            later);
    return chain.pass(shown(hub));
  }

  private @Nullable Object connect(Hub hub) throws Exception {
    access.onConnected(hub);
    return null;
  }

  /** Returns the call of {@code onDisconnected}. */
  public HubAction disconnected(HubCallerContext caller, @Nullable Throwable cause) {
    return lifecycle(
        TracedCall.Kind.DISCONNECTED,
        "onDisconnected",
        caller,
        filters.isEmpty()
            ? (hub, unused) -> disconnect(hub, cause)
            : (hub, later) -> filteredDisconnect(hub, later, cause));
  }

  private @Nullable Object filteredDisconnect(Hub hub, Executor later, @Nullable Throwable cause)
      throws Throwable {
    FilterChain<FilteredEnd> chain =
        new FilterChain<>(
            filters,
            (filter, end, next) ->
                filter.disconnected(
                    end.context(),
                    end.cause(),
                    changed -> next.call(new FilteredEnd(end.context(), changed))),
            end -> disconnect(hub, end.cause()),
            later);
    return chain.pass(new FilteredEnd(shown(hub), cause));
  }

  private @Nullable Object disconnect(Hub hub, @Nullable Throwable cause) throws Exception {
    access.onDisconnected(hub, cause);
    return null;
  }

  private HubAction lifecycle(
      TracedCall.Kind kind, String method, HubCallerContext caller, Step step) {
    return tracer == null ? untraced(step) : traced(tracer, kind, method, caller, Map.of(), step);
  }

  private HubAction untraced(Step step) {
    return hub -> step.with(hub, executor);
  }

  private HubAction traced(
      HubTracer observer,
      TracedCall.Kind kind,
      String method,
      HubCallerContext caller,
      Map<String, String> sentHeaders,
      Step step) {
    TracedCall call = new TracedCall(kind, hubName, method, headers.accepted(sentHeaders), caller);
    return new TracedAction(observer, call, step, executor);
  }

  private FilteredCall shown(Hub hub) {
    return new FilteredCall(hubName, hub, access.callOf(hub));
  }
}
