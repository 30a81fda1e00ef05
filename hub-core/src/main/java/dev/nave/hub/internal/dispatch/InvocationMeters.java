package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.metering.Durations;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.internal.methods.HubMethodTable;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import dev.nave.hub.meters.HubMeters;
import dev.nave.hub.meters.InvocationOutcome;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures the invocations of one hub: how long they wait and run, by method and outcome. What
 * clients call and the hub does not have is one method, however many names they make up. Any
 * thread.
 */
public final class InvocationMeters {
  private final ServerMeters meters;
  private final String hub;
  private final Map<HubMethod, OfMethod> byMethod = new HashMap<>(); // Not changed later.
  private final OfMethod unknown = new OfMethod(HubMeter.UNKNOWN_METHOD);

  /** Begins with none; a figure is registered when it occurs first. */
  public InvocationMeters(ServerMeters meters, String hub, HubMethodTable methods) {
    this.meters = meters;
    this.hub = hub;
    methods.methods().forEach(method -> byMethod.put(method, new OfMethod(method.name())));
  }

  /** Returns what measures an invocation that has arrived; null if none is measured. */
  @Nullable CallClock received() {
    return meters.isOn() ? new CallClock() : null;
  }

  void begun(Invocation invocation) {
    CallClock clock = invocation.clock();
    if (clock != null) {
      of(invocation.method()).waited(clock.begin());
    }
  }

  void ended(Invocation invocation, InvocationOutcome outcome) {
    CallClock clock = invocation.clock();
    if (clock != null) {
      of(invocation.method()).ended(outcome, clock.ran());
    }
  }

  /** An invocation was refused when it arrived. */
  void refused(@Nullable HubMethod method) {
    if (meters.isOn()) {
      of(method).ended(InvocationOutcome.REFUSED, 0);
    }
  }

  private OfMethod of(@Nullable HubMethod method) {
    return method == null ? unknown : byMethod.getOrDefault(method, unknown);
  }

  /** The figures of one method. Two threads that register one at a time register the same one. */
  private final class OfMethod {
    private final String name;
    private final Durations<InvocationOutcome> ends;
    private volatile HubMeters.@Nullable Durations wait;

    OfMethod(String name) {
      this.name = name;
      this.ends =
          new Durations<>(
              outcome ->
                  meters.durations(
                      HubMeter.INVOCATION_DURATION,
                      Map.of(Tag.HUB, hub, Tag.METHOD, name, Tag.OUTCOME, outcome.tag())));
    }

    void waited(long nanos) {
      HubMeters.Durations known = wait;
      if (known == null) {
        known = meters.durations(HubMeter.INVOCATION_WAIT, Map.of(Tag.HUB, hub, Tag.METHOD, name));
        wait = known;
      }
      known.record(nanos);
    }

    void ended(InvocationOutcome outcome, long nanos) {
      ends.record(outcome, nanos);
    }
  }
}
