package dev.nave.hub.internal.filters;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubFilterContext;
import dev.nave.hub.HubInvocation;
import dev.nave.hub.HubTracer;
import dev.nave.hub.TracedCall;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
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
  private final @Nullable ApplicationExecutor own;
  private final Executor stageExecutor;
  private final boolean says = LogContext.isPossible();

  /**
   * Creates the code around the calls of one hub.
   *
   * @param access calls the methods of hub objects that only the server may call
   * @param filters the outermost first
   * @param tracer null if there is none
   * @param headers what the tracer may see of a call's headers
   * @param hubExecutor where the application wants its hubs called; null for here
   * @param stageExecutor where the stages end that filters get; not on a pool whose threads may all
   *     be blocked in waiting for them
   */
  public CallPipeline(
      String hubName,
      HubAccess access,
      List<HubFilter> filters,
      @Nullable HubTracer tracer,
      CallHeaders headers,
      @Nullable Executor hubExecutor,
      Executor stageExecutor) {
    this.hubName = hubName;
    this.access = access;
    this.filters = List.copyOf(filters);
    this.tracer = tracer;
    this.headers = headers;
    this.own = hubExecutor == null ? null : new ApplicationExecutor(hubName, hubExecutor);
    this.stageExecutor = stageExecutor;
  }

  /** Returns whether the outcome of a call may be another than the method's. */
  public boolean hasFilters() {
    return !filters.isEmpty();
  }

  /** Returns what is kept of the headers of a call: nothing if there is no tracer to see them. */
  public Map<String, String> keptHeaders(Map<String, String> sent) {
    return tracer == null || sent.isEmpty() ? Map.of() : headers.accepted(sent);
  }

  /**
   * Returns the call of a method whose arguments are bound.
   *
   * @param keptHeaders as {@link #keptHeaders} returned them
   */
  public HubAction invocation(
      HubCallerContext caller,
      CalledMethod method,
      @Nullable Object[] arguments,
      Map<String, String> keptHeaders) {
    HubAction action =
        filters.isEmpty()
            ? (hub, unused) -> access.invoke(hub, method, arguments)
            : (hub, later) -> filteredInvocation(hub, later, method, arguments);
    return refusable(
        said(
            caller,
            tracer == null
                ? action
                : traced(
                    tracer,
                    TracedCall.Kind.INVOCATION,
                    method.name(),
                    caller,
                    keptHeaders,
                    action)));
  }

  private @Nullable Object filteredInvocation(
      AbstractHub hub, Executor later, CalledMethod method, @Nullable Object[] arguments)
      throws Throwable {
    FilterChain<HubInvocation> chain =
        new FilterChain<>(
            filters,
            (filter, invocation, next) -> filter.invoke(invocation, next::call),
            invocation -> access.invoke(hub, method, invocation.arguments().toArray()),
            later,
            stageExecutor);
    return chain.pass(new FilteredInvocation(shown(hub), method, arguments));
  }

  /** Returns the call of {@code onConnected}. */
  public HubAction connected(HubCallerContext caller) {
    return refusable(
        lifecycle(
            TracedCall.Kind.CONNECTED,
            "onConnected",
            caller,
            access::hearsOfConnected,
            filters.isEmpty() ? (hub, unused) -> connect(hub) : this::filteredConnect));
  }

  private @Nullable Object filteredConnect(AbstractHub hub, Executor later) throws Throwable {
    FilterChain<HubFilterContext> chain =
        new FilterChain<>(
            filters,
            (filter, context, next) -> filter.connected(context, () -> next.call(context)),
            context -> connect(hub),
            later,
            stageExecutor);
    return chain.pass(shown(hub));
  }

  private @Nullable Object connect(AbstractHub hub) throws Exception {
    access.onConnected(hub);
    return null;
  }

  /** Returns the call of {@code onDisconnected}. */
  public HubAction disconnected(HubCallerContext caller, @Nullable Throwable cause) {
    return certain(
        lifecycle(
            TracedCall.Kind.DISCONNECTED,
            "onDisconnected",
            caller,
            access::hearsOfDisconnected,
            filters.isEmpty()
                ? (hub, unused) -> disconnect(hub, cause)
                : (hub, later) -> filteredDisconnect(hub, later, cause)));
  }

  /** Returns the call of {@code onAuthenticationRefreshed}, which nothing surrounds. */
  public HubAction refreshed(HubCallerContext caller) {
    return certain(
        said(
            caller,
            (hub, unused) -> {
              access.onAuthenticationRefreshed(hub);
              return null;
            }));
  }

  /** Returns an executor for code of the application that one connection has asked for. */
  public Executor executorFor(HubCallerContext caller, Executor executor) {
    return says ? LogContext.of(hubName, caller).around(executor) : executor;
  }

  private HubAction said(HubCallerContext caller, HubAction action) {
    return says ? LogContext.of(hubName, caller).around(action) : action;
  }

  private HubAction refusable(HubAction action) {
    return own == null ? action : own.refusable(action);
  }

  private HubAction certain(HubAction action) {
    return own == null ? action : own.certain(action);
  }

  private @Nullable Object filteredDisconnect(
      AbstractHub hub, Executor later, @Nullable Throwable cause) throws Throwable {
    FilterChain<FilteredEnd> chain =
        new FilterChain<>(
            filters,
            (filter, end, next) ->
                filter.disconnected(
                    end.context(),
                    end.cause(),
                    changed -> next.call(new FilteredEnd(end.context(), changed))),
            end -> disconnect(hub, end.cause()),
            later,
            stageExecutor);
    return chain.pass(new FilteredEnd(shown(hub), cause));
  }

  private @Nullable Object disconnect(AbstractHub hub, @Nullable Throwable cause) throws Exception {
    access.onDisconnected(hub, cause);
    return null;
  }

  private HubAction lifecycle(
      TracedCall.Kind kind,
      String method,
      HubCallerContext caller,
      Predicate<AbstractHub> hears,
      HubAction told) {
    HubAction action =
        said(caller, tracer == null ? told : traced(tracer, kind, method, caller, Map.of(), told));
    return filters.isEmpty() ? new LifecycleAction(action, hears) : action;
  }

  /** Tells the hub alone, if it wants to hear of it. */
  private static final class LifecycleAction extends SurroundedAction {
    private final Predicate<AbstractHub> hears;

    LifecycleAction(HubAction action, Predicate<AbstractHub> hears) {
      super(action);
      this.hears = hears;
    }

    @Override
    public @Nullable Object with(AbstractHub hub, Executor later) throws Throwable {
      return action.with(hub, later);
    }

    @Override
    public boolean concerns(AbstractHub hub) {
      return hears.test(hub);
    }
  }

  private HubAction traced(
      HubTracer observer,
      TracedCall.Kind kind,
      String method,
      HubCallerContext caller,
      Map<String, String> keptHeaders,
      HubAction action) {
    TracedCall call = new TracedCall(kind, hubName, method, keptHeaders, caller);
    return new TracedAction(observer, call, action);
  }

  private FilteredCall shown(AbstractHub hub) {
    return new FilteredCall(hubName, hub, access.callOf(hub));
  }
}
