package dev.nave.backplane.redis.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Collections.synchronizedList;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.redis.fault.Publication.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A node that publishes at a steady pace, on each topic in turn, and notes what it receives.
 *
 * <p>An envelope reads {@code origin number padding}; numbers count from 0 per topic.
 */
final class LoadedNode implements BackplaneListener {
  private final String name;
  private final Backplane backplane;
  private final List<String> topics;
  private final long paceNanos;
  private final String padding;
  private final Map<Lane, List<Publication>> published = new ConcurrentHashMap<>();
  private final Map<Lane, List<Arrival>> arrivals = new ConcurrentHashMap<>();
  private final List<Note> notes = new CopyOnWriteArrayList<>();
  private final Thread publisher;
  private final long createdNanos = System.nanoTime();
  private final List<Span> unconfirmed = synchronizedList(new ArrayList<>());
  private volatile boolean running = true;

  /** An envelope that came. */
  record Arrival(int number, long nanos) {}

  /** A time. */
  record Span(long fromNanos, long toNanos) {}

  /** An event that was told. */
  record Note(BackplaneEvent event, long nanos) {}

  LoadedNode(
      String name, Backplane backplane, List<String> topics, int perSecond, int paddingChars) {
    this.name = name;
    this.backplane = backplane;
    this.topics = topics;
    this.paceNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.padding = "x".repeat(paddingChars);
    this.publisher = new Thread(this::publishAll, "load-" + name);
    for (String topic : topics) {
      published.put(new Lane(name, topic), synchronizedList(new ArrayList<>()));
    }
  }

  /** Begins to publish. */
  void begin() {
    publisher.start();
  }

  /** Ends publishing, and waits for the end. */
  void end() throws InterruptedException {
    running = false;
    publisher.join();
  }

  private void publishAll() {
    long next = System.nanoTime();
    long looked = next;
    for (int turn = 0; running; turn++) {
      looked = lookForUnconfirmed(looked);
      publish(topics.get(turn % topics.size()));
      next += paceNanos;
      while (running && next - System.nanoTime() > 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
      if (next - System.nanoTime() < -TimeUnit.SECONDS.toNanos(1)) {
        next = System.nanoTime(); // The machine was busy elsewhere: no burst to catch up.
      }
    }
  }

  private long lookForUnconfirmed(long before) {
    BackplaneHealth health = backplane.health();
    long now = System.nanoTime();
    if (health.confirmedSubscriptions() < health.desiredSubscriptions()) {
      unconfirmed.add(new Span(before, now));
    }
    return now;
  }

  private void publish(String topic) {
    Lane lane = new Lane(name, topic);
    List<Publication> before = own(lane);
    int number = before.size();
    Envelope envelope = Envelope.of((name + " " + number + " " + padding).getBytes(UTF_8));
    BackplaneHealth health = backplane.health();
    Publication publication = new Publication(lane, number);
    before.add(publication);
    publication.settleWith(backplane.publish(topic, envelope));
    BackplaneHealth after = backplane.health();
    if ((health.state() == State.DOWN || health.state() == State.STARTING)
        && after.state() == health.state()
        && health.since().equals(after.since())) {
      publication.wasDueAtOnce();
    }
  }

  @Override
  public void envelope(String topic, Envelope envelope) {
    String[] words = new String(envelope.bytes(), UTF_8).split(" ", 3);
    if (words.length < 3) {
      return; // A test's own.
    }
    arrivals
        .computeIfAbsent(new Lane(words[0], topic), lane -> synchronizedList(new ArrayList<>()))
        .add(new Arrival(Integer.parseInt(words[1]), System.nanoTime()));
  }

  @Override
  public void event(BackplaneEvent event) {
    notes.add(new Note(event, System.nanoTime()));
  }

  long createdNanos() {
    return createdNanos;
  }

  String name() {
    return name;
  }

  /** Whether it still publishes. */
  boolean isPublishing() {
    return running;
  }

  Backplane backplane() {
    return backplane;
  }

  List<Publication> published(Lane lane) {
    return List.copyOf(own(lane));
  }

  private List<Publication> own(Lane lane) {
    return published.getOrDefault(lane, List.of());
  }

  List<Publication> published() {
    List<Publication> all = new ArrayList<>();
    published.values().forEach(lane -> all.addAll(List.copyOf(lane)));
    return all;
  }

  List<Arrival> arrivals(Lane lane) {
    return List.copyOf(arrivals.getOrDefault(lane, List.of()));
  }

  /**
   * Returns when the node said, while it published, that not all its subscriptions were confirmed.
   */
  List<Span> unconfirmed() {
    return List.copyOf(unconfirmed);
  }

  List<Note> notes() {
    return List.copyOf(notes);
  }

  /** Returns how many outages were told of so far. */
  long outages() {
    return notes.stream()
        .filter(note -> note.event() instanceof BackplaneEvent.Disconnected)
        .count();
  }
}
