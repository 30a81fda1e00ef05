package dev.nave.hub.internal.connection;

import dev.nave.hub.ClientResultException;
import dev.nave.hub.TransportType;
import dev.nave.hub.internal.metering.Durations;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.meters.EndReason;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import dev.nave.hub.protocol.HubProtocol;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the connections of one hub, and what they carry. Any thread. */
public final class ConnectionMeters {
  /** Counts nothing that anything could read. */
  public static final ConnectionMeters NONE =
      new ConnectionMeters(ServerMeters.NONE, "", List.of());

  private final boolean counts;
  private final Map<Kind, Live> live = new HashMap<>(); // Not changed any more.
  private final Durations<End> durations;
  private final Durations<String> results;
  private final LongAdder receivedMessages = new LongAdder();
  private final LongAdder receivedBytes = new LongAdder();
  private final LongAdder sentMessages = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();

  private record Kind(TransportType transport, HubProtocol protocol) {}

  private record End(TransportType transport, EndReason reason) {}

  private record Live(LongAdder active, LongAdder started) {}

  /**
   * Registers the meters of a hub.
   *
   * @param protocols what its clients may speak
   */
  public ConnectionMeters(ServerMeters meters, String hub, List<HubProtocol> protocols) {
    counts = meters.isOn();
    durations =
        new Durations<>(
            end ->
                meters.durations(
                    HubMeter.CONNECTION_DURATION,
                    Map.of(
                        Tag.HUB, hub,
                        Tag.TRANSPORT, tag(end.transport),
                        Tag.STATUS, end.reason.tag())));
    results =
        new Durations<>(
            outcome ->
                meters.durations(
                    HubMeter.CLIENT_RESULT_DURATION, Map.of(Tag.HUB, hub, Tag.OUTCOME, outcome)));
    if (!counts) {
      return;
    }
    for (TransportType transport : TransportType.values()) {
      for (HubProtocol protocol : protocols) {
        if (transport.transferFormats().contains(protocol.transferFormat())) {
          register(meters, hub, transport, protocol);
        }
      }
    }
    Map<Tag, String> ofHub = Map.of(Tag.HUB, hub);
    meters.counter(HubMeter.MESSAGES_RECEIVED, ofHub, receivedMessages::sum);
    meters.counter(HubMeter.BYTES_RECEIVED, ofHub, receivedBytes::sum);
    meters.counter(HubMeter.MESSAGES_SENT, ofHub, sentMessages::sum);
    meters.counter(HubMeter.BYTES_SENT, ofHub, sentBytes::sum);
  }

  private void register(
      ServerMeters meters, String hub, TransportType transport, HubProtocol protocol) {
    Live counted = new Live(new LongAdder(), new LongAdder());
    live.put(new Kind(transport, protocol), counted);
    Map<Tag, String> tags =
        Map.of(Tag.HUB, hub, Tag.TRANSPORT, tag(transport), Tag.PROTOCOL, protocol.name());
    meters.gauge(HubMeter.ACTIVE_CONNECTIONS, tags, counted.active::sum);
    meters.counter(HubMeter.CONNECTIONS_STARTED, tags, counted.started::sum);
  }

  /** Source: OpenTelemetry's values of {@code signalr.transport} are these names. */
  private static String tag(TransportType transport) {
    return transport.name().toLowerCase(Locale.ROOT);
  }

  void started(TransportType transport, HubProtocol protocol) {
    Live counted = counts ? live.get(new Kind(transport, protocol)) : null;
    if (counted != null) {
      counted.started.increment();
      counted.active.increment();
    }
  }

  /** A connection has ended; it had no protocol if it never shook hands. */
  void ended(
      TransportType transport, @Nullable HubProtocol protocol, EndReason reason, long nanos) {
    if (!counts) {
      return;
    }
    Live counted = protocol == null ? null : live.get(new Kind(transport, protocol));
    if (counted != null) {
      counted.active.decrement();
    }
    durations.record(new End(transport, reason), nanos);
  }

  /** Returns whether anything is measured. */
  public boolean isOn() {
    return counts;
  }

  /** A question to a client is over, in so many nanoseconds. */
  public void asked(@Nullable Throwable failure, long nanos) {
    String outcome =
        failure instanceof ClientResultException none
            ? none.reason().name().toLowerCase(Locale.ROOT)
            : failure == null ? "answered" : "failed";
    results.record(outcome, nanos);
  }

  /** Counts what one read of a connection brought. */
  void received(int messages, int bytes) {
    if (counts) {
      receivedMessages.add(messages);
      receivedBytes.add(bytes);
    }
  }

  /** Counts what was written to one connection at once. */
  void sent(int messages, int bytes) {
    if (counts) {
      sentMessages.add(messages);
      sentBytes.add(bytes);
    }
  }
}
