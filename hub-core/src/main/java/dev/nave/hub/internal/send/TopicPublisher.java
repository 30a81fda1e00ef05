package dev.nave.hub.internal.send;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.hub.LocalDelivery;
import dev.nave.hub.WhenUnavailable;
import dev.nave.hub.internal.accounting.HubAccounting;
import dev.nave.hub.internal.envelope.HubEnvelope;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.internal.stages.Outcomes;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes envelopes, one topic at a time, and settles each of these publications in the counters.
 * Any thread; never blocks.
 */
final class TopicPublisher {
  private final Backplane backplane;
  private final HubLoops loops;
  private final FanoutOptions options;
  private final LocalMembers members;
  private final PublicationCounters counters;

  /** Delivers to the connections of this node alone. */
  interface LocalMembers {
    /** Returns whether there may be any. */
    boolean deliver(String topic, HubEnvelope envelope);

    /** Encodes for those who speak it by the time the envelope is delivered. */
    void prepare(HubEnvelope envelope);
  }

  TopicPublisher(
      Backplane backplane,
      HubLoops loops,
      FanoutOptions options,
      LocalMembers members,
      PublicationCounters counters) {
    this.backplane = backplane;
    this.loops = loops;
    this.options = options;
    this.members = members;
    this.counters = counters;
  }

  CompletableFuture<Receipt> publish(String topic, HubEnvelope envelope) {
    counters.publish();
    CompletableFuture<Receipt> stage;
    if (loops.isAnyFull()) {
      stage = CompletableFuture.failedFuture(Fanout.overloaded());
    } else if (backplane.inProcess()) {
      stage = publishInProcess(topic, envelope);
    } else {
      stage = publishOverNetwork(topic, envelope);
    }
    return stage.whenComplete((receipt, failure) -> counters.settle(Outcomes.unwrap(failure)));
  }

  private CompletableFuture<Receipt> publishInProcess(String topic, HubEnvelope envelope) {
    CompletableFuture<Receipt> stage = backplane.publish(topic, envelope).toCompletableFuture();
    if (!stage.isDone()) {
      // Another thread is going to deliver it; the arguments must not be looked at by then.
      members.prepare(envelope);
    }
    return stage;
  }

  private CompletableFuture<Receipt> publishOverNetwork(String topic, HubEnvelope envelope) {
    HubAccounting accounting = options.accounting();
    boolean deliveredHere =
        accounting != null
            && options.localDelivery() == LocalDelivery.IMMEDIATE
            && members.deliver(topic, envelope);
    CompletableFuture<Receipt> stage =
        (accounting == null
                ? backplane.publish(topic, envelope)
                : accounting.publish(topic, () -> envelope.frontOfNumber(accounting.nodeId())))
            .toCompletableFuture();
    if (!deliveredHere && options.whenUnavailable() == WhenUnavailable.FAIL) {
      return stage;
    }
    return stage.exceptionallyCompose(
        failure ->
            CompletableFuture.failedFuture(
                afterLocalDelivery(topic, envelope, Outcomes.cause(failure), deliveredHere)));
  }

  /** Unknown is left as it is: the envelope may still come back. */
  private Throwable afterLocalDelivery(
      String topic, HubEnvelope envelope, Throwable failure, boolean deliveredHere) {
    if (!(failure instanceof BackplaneUnavailableException refusal)) {
      return failure;
    }
    boolean delivered =
        deliveredHere
            || (options.whenUnavailable() == WhenUnavailable.LOCAL_ONLY
                && isDown(refusal.reason())
                && members.deliver(topic, envelope));
    return delivered ? refusal.asDeliveredLocally() : refusal;
  }

  /** An error such as "too large" does not mean that the backplane is down. */
  private static boolean isDown(RefusalReason reason) {
    return reason == RefusalReason.UNAVAILABLE || reason == RefusalReason.NOT_STARTED;
  }
}
