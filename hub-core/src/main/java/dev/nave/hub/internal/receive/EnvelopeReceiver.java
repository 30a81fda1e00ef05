package dev.nave.hub.internal.receive;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.nave.backplane.Envelope;
import dev.nave.hub.LocalDelivery;
import dev.nave.hub.internal.accounting.HubAccounting;
import dev.nave.hub.internal.clientresults.ClientResultRelay;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.HubEnvelope;
import dev.nave.hub.internal.envelope.ReturnAddress;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.send.Encoder;
import dev.nave.hub.internal.send.FanoutOptions;
import dev.nave.hub.internal.send.PublicationCounters;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the messages of one hub that come from the backplane, this server's own among them, to
 * the connections of this server.
 *
 * <p><b>Threading.</b> Any thread; never blocks.
 */
public final class EnvelopeReceiver {
  private final HubRegistry registry;
  private final ConnectionSettings settings;
  private final FanoutOptions options;
  private final ClientResultRelay questions;
  private final PublicationCounters counters;

  /**
   * Creates the receiver of a hub.
   *
   * @param questions takes what other servers ask of connections here
   */
  public EnvelopeReceiver(
      HubRegistry registry,
      ConnectionSettings settings,
      FanoutOptions options,
      ClientResultRelay questions,
      PublicationCounters counters) {
    this.registry = registry;
    this.settings = settings;
    this.options = options;
    this.questions = questions;
    this.counters = counters;
  }

  /**
   * Takes an envelope of this hub from the backplane. On its thread, or a publisher's.
   *
   * @throws IOException if it cannot be decoded
   */
  public void received(String topic, Envelope envelope) throws IOException {
    if (envelope instanceof HubEnvelope own) {
      Encoder.encodeAsFarAsPossible(own.message(), registry.protocolsInUse());
      if (deliver(topic, own.message(), own.excludedIds(), own.asked())) {
        counters.receive();
      }
      return;
    }
    EnvelopeCodec.Invocation invocation = EnvelopeCodec.readInvocation(envelope.bytes());
    HubAccounting accounting = options.accounting();
    if (accounting == null || invocation.origin() == null) {
      if (deliver(topic, invocation)) {
        counters.receiveUntracked();
      }
    } else if (!isEcho(accounting, invocation)) {
      receivedNumbered(accounting, topic, invocation, invocation.origin());
    }
  }

  /** What this node's own connections got at once, and gets no second time. */
  private boolean isEcho(HubAccounting accounting, EnvelopeCodec.Invocation invocation) {
    return options.localDelivery() == LocalDelivery.IMMEDIATE
        && invocation.asked() == null
        && accounting.nodeId().equals(invocation.origin());
  }

  private void receivedNumbered(
      HubAccounting accounting, String topic, EnvelopeCodec.Invocation invocation, String origin)
      throws IOException {
    switch (accounting.received(topic, origin, invocation.number())) {
      case NEW -> counters.receive();
      case UNTRACKED, DOUBTED -> counters.receiveUntracked();
      case DUPLICATE -> {
        counters.duplicate();
        return;
      }
      case UNWANTED -> {
        if (invocation.asked() == null) {
          return;
        }
        // The connection has just ended, and the node that asks is waiting to be told so.
      }
    }
    deliver(topic, invocation);
  }

  @CanIgnoreReturnValue
  private boolean deliver(String topic, EnvelopeCodec.Invocation invocation) throws IOException {
    return deliver(topic, invocation.message(), invocation.excludedIds(), invocation.asked());
  }

  /** Returns whether this node is subscribed to the topic. */
  private boolean deliver(
      String topic, OutboundMessage message, Set<String> excludedIds, @Nullable ReturnAddress asked)
      throws IOException {
    if (asked == null) {
      return registry.deliver(
          topic, message, excludedIds, fullLoop -> settings.counters().dropOverflow());
    }
    questions.put(topic, message, asked);
    return true;
  }
}
