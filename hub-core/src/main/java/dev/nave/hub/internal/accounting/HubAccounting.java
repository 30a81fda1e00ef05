package dev.nave.hub.internal.accounting;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.TopicText;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.registry.TopicWatcher;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounting of one hub over a network: a server counts every publication that it missed. In
 * one process nothing is lost, and none of this exists.
 *
 * <p>While a topic is tracked, {@code numbers published - voids = received + lost}, per origin.
 *
 * <p><b>Threading.</b> Any thread; never blocks. {@link #tick} is for the server's timer.
 */
public final class HubAccounting implements TopicWatcher {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.BACKPLANE);

  private final String nodeId;
  private final String hubPrefix;
  private final String announcementTopic;
  private final Backplane backplane;
  private final OriginListener listener;
  private final LongSupplier nanoTime;
  private final long intervalNanos;
  private final PublishedNumbers published;
  private final ReceivedNumbers received;
  private final Announcer announcer;

  // Of the timer alone.
  private long lastTickNanos;
  private boolean ticked;

  /**
   * Creates the accounting of a hub.
   *
   * @param nodeId names this node among all
   * @param nanoTime a clock such as {@link System#nanoTime}
   * @param listener called for losses and for nodes that stopped responding, on a thread of the
   *     backplane or the timer: it must not block
   */
  public HubAccounting(
      String nodeId,
      TopicNames names,
      Backplane backplane,
      AccountingSettings settings,
      LongSupplier nanoTime,
      OriginListener listener) {
    this.nodeId = nodeId;
    this.hubPrefix = names.prefix();
    this.announcementTopic = names.announcements();
    this.backplane = backplane;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.intervalNanos = settings.announceInterval().toNanos();
    published = new PublishedNumbers(settings, nanoTime);
    received = new ReceivedNumbers(settings, nanoTime, listener::doubted);
    announcer = new Announcer(nodeId, announcementTopic, hubPrefix, backplane, published, settings);
  }

  // Where publications are sent.

  /** Returns the id under which this node numbers. */
  public String nodeId() {
    return nodeId;
  }

  /**
   * Publishes an envelope with a number of its own behind it.
   *
   * @param front gives the bytes in front of the number
   */
  public CompletionStage<Receipt> publish(String topic, Supplier<byte[]> front) {
    return published.publish(backplane, topic, front);
  }

  // Where they are wanted.

  @Override
  public Runnable subscribed(String topic) {
    return received.subscribe(topic);
  }

  @Override
  public void unsubscribed(String topic) {
    received.unsubscribe(topic);
  }

  /** Takes a publication that arrived on a topic; returns what to do with it. */
  public Arrival received(String topic, String origin, long number) {
    return received.receive(topic, origin, number);
  }

  /**
   * Notes a node from which an answer is expected: the listener is called if it stops responding.
   */
  public void watch(String nodeId) {
    received.watch(nodeId);
  }

  /** Returns the ids of the other nodes that announce something, and have not stopped. */
  public Set<String> livingOthers() {
    return received.living(nodeId);
  }

  // Announcements.

  /** Returns where announcements are heard. */
  public String announcementTopic() {
    return announcementTopic;
  }

  /**
   * Tells the other servers from now on what clients may call on this hub. The listener hears once
   * of each that tells something else.
   *
   * @param shape the same for the same methods; not 0
   */
  public void announceShape(long shape) {
    announcer.shape(shape);
  }

  /**
   * Takes an announcement.
   *
   * @throws IOException if it cannot be decoded
   */
  public void heard(Envelope envelope) throws IOException {
    Announcement piece = AnnouncementCodec.read(envelope.bytes());
    Long asked = piece.asks().get(nodeId);
    if (asked != null) {
      announcer.asked(asked);
    }
    Origin origin = received.hear(piece, hubPrefix);
    if (origin == null) {
      return;
    }
    if (origin.isDead()) {
      origin.dead(false);
      log.info("server {} responds again", TopicText.quote(origin.id()));
    }
    if (origin.isNewlyOfOtherShape(piece.shape(), announcer.shape())) {
      listener.differs(origin.id());
    }
    if (origin.complete(piece)) {
      received.settle(origin, piece.number());
      tellLosses(origin);
    } else {
      announcer.ask(Map.of(origin.id(), Math.max(0, origin.complete())));
    }
  }

  private void tellLosses(Origin origin) {
    long lost = origin.takeNewlyLost();
    if (lost > 0) {
      listener.lost(origin.id(), lost);
    }
  }

  /** Announces, and looks who else does: once per interval. */
  public void tick() {
    if (backplane.health().state() == BackplaneHealth.State.UP) {
      announcer.announce();
      if (hasJustPaused()) {
        // What the others said meanwhile is not read yet.
        received.excuseSilence();
        return;
      }
      received.findSilent(
          origin -> {
            tellLosses(origin);
            listener.died(origin.id());
          });
    } else {
      received.excuseSilence();
    }
  }

  /** Returns whether this very process has stood still: the last round was long ago. */
  private boolean hasJustPaused() {
    long now = nanoTime.getAsLong();
    long before = lastTickNanos;
    boolean first = !ticked;
    lastTickNanos = now;
    ticked = true;
    return !first && now - before > 2 * intervalNanos;
  }

  /** Begins to find out what was missed: the link was cut and is back. */
  public void restored() {
    announcer.ask(received.beginRecovery());
  }

  /** Returns whether what was missed is known: named by those who sent it, and still missing. */
  public boolean isRecovered() {
    return received.isRecovered();
  }

  /** Returns how many publications were lost, by origin; those of long gone ones under "". */
  public Map<String, Long> lost() {
    return received.lost();
  }
}
