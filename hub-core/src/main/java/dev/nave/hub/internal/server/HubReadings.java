package dev.nave.hub.internal.server;

import dev.nave.backplane.RefusalReason;
import dev.nave.hub.DropReason;
import dev.nave.hub.HubCounters;
import dev.nave.hub.internal.accounting.HubAccounting;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.connection.ConnectionCounters;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.send.PublicationCounters;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one hub has counted in any case: for the application, and for meters that read it when they
 * are asked. Any thread.
 *
 * @param accounting null where all servers are in one process
 */
record HubReadings(
    String hub,
    ConnectionCounters connections,
    PublicationCounters publications,
    HubRegistry registry,
    PendingClientResults questions,
    @Nullable HubAccounting accounting,
    UndecodableEnvelopes undecodable) {

  /** Returns the sums as they are now. */
  HubCounters counters() {
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    dropped.put(DropReason.SLOW_CONSUMER, connections.droppedSlow());
    dropped.put(DropReason.OVERFLOW, connections.droppedOverflow());
    dropped.put(DropReason.NOT_ENCODED, connections.droppedNotEncoded());
    dropped.values().removeIf(count -> count == 0);
    return new HubCounters(
        publications.published(),
        publications.delivered(),
        publications.refusedByReason(),
        publications.unknown(),
        publications.received(),
        publications.untracked(),
        accounting == null ? Map.of() : accounting.lost(),
        publications.duplicates(),
        undecodable.count(),
        dropped,
        connections.droppedInvocations());
  }

  /** Lets the meters of the application read them. */
  void register(ServerMeters meters) {
    Map<Tag, String> tags = Map.of(Tag.HUB, hub);
    meters.gauge(HubMeter.CONNECTIONS_AWAY, tags, connections.disconnected()::get);
    meters.counter(HubMeter.SLOW_CLOSED, tags, connections::closedSlow);
    meters.counter(HubMeter.INVOCATIONS_DROPPED, tags, connections::droppedInvocations);
    meters.gauge(HubMeter.STREAMS, tags, connections::streams);
    meters.gauge(HubMeter.CLIENT_RESULTS_PENDING, tags, questions::size);
    meters.gauge(HubMeter.GROUPS, tags, registry::groups);
    meters.counter(HubMeter.PUBLISHED, tags, publications::published);
    meters.counter(HubMeter.DELIVERED, tags, publications::delivered);
    meters.counter(HubMeter.UNKNOWN, tags, publications::unknown);
    meters.counter(HubMeter.RECEIVED, tags, publications::received);
    meters.counter(HubMeter.UNTRACKED, tags, publications::untracked);
    meters.counter(HubMeter.DUPLICATES, tags, publications::duplicates);
    meters.counter(HubMeter.LOST, tags, () -> counters().lost());
    meters.counter(HubMeter.UNDECODABLE, tags, undecodable::count);
    bound(meters, "maxDisconnectedConnections", connections.disconnected()::displaced);
    bound(
        meters,
        "maxDisconnectedConnectionsPerAddress",
        connections.disconnected()::displacedOfAddress);
    bound(meters, "maxDisconnectedConnectionsPerUser", connections.disconnected()::displacedOfUser);
    bound(meters, "maxInvocationsPerSecond", connections::tooOften);
    bound(meters, "maxInvocationsPerSecondPerUser", connections::tooOftenOfUser);
    for (DropReason reason : DropReason.values()) {
      meters.counter(HubMeter.MESSAGES_DROPPED, tagged(reason), () -> connections.dropped(reason));
    }
    for (RefusalReason reason : RefusalReason.values()) {
      meters.counter(
          HubMeter.PUBLICATIONS_REFUSED, tagged(reason), () -> publications.refused(reason));
    }
  }

  private void bound(ServerMeters meters, String option, LongSupplier times) {
    meters.counter(HubMeter.HUB_BOUNDS_REACHED, Map.of(Tag.HUB, hub, Tag.OPTION, option), times);
  }

  private Map<Tag, String> tagged(Enum<?> reason) {
    return Map.of(Tag.HUB, hub, Tag.REASON, reason.name().toLowerCase(Locale.ROOT));
  }
}
