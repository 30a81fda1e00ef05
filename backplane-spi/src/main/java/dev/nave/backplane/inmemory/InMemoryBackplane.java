package dev.nave.backplane.inmemory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.ReceiverCount;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.TopicText;
import dev.nave.backplane.directory.Directory;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A node whose cluster is in this process. Never down, never unsure, without limits of size.
 *
 * <p>Beyond what every backplane promises: envelopes pass as objects ({@link #inProcess}), all
 * nodes see the envelopes of a topic in one order, receipts count the receivers, and the stages of
 * all methods but {@link #publish} are complete when returned. A {@link #publish} finds its topic
 * busy only while another thread publishes, or within a listener; then the envelope is delivered,
 * and the stage completed, by the thread that is delivering. Once started, a node holds no thread
 * and no resource but memory.
 */
public final class InMemoryBackplane implements Backplane {
  private final InMemoryCluster cluster;
  private final InMemoryDirectory directory;
  private final List<InMemoryBackplane> alone = List.of(this);
  private final Object lock = new Object();

  /** Null unless the node is up. Written under the lock. */
  private volatile @Nullable BackplaneListener listener;

  /** Written under the lock. */
  private volatile BackplaneHealth.State state = BackplaneHealth.State.NEW;

  @GuardedBy("lock")
  private Instant since = Instant.now();

  /** How many topics it is subscribed to; which ones they are is known to the cluster. */
  @GuardedBy("lock")
  private int topics;

  InMemoryBackplane(InMemoryCluster cluster) {
    this.cluster = cluster;
    this.directory = new InMemoryDirectory(cluster.directory());
  }

  /** Returns a new, unstarted node that is alone: it receives what it publishes itself. */
  public static InMemoryBackplane create() {
    return new InMemoryCluster().newNode();
  }

  @Override
  public CompletionStage<Void> start(BackplaneListener listener) {
    BackplaneListener shielded = BackplaneListener.shielded(listener);
    synchronized (lock) {
      if (isClosed()) {
        return CompletableFuture.failedStage(
            new BackplaneUnavailableException(
                RefusalReason.CLOSED, "cannot start the in-memory backplane: it was closed"));
      }
      if (state != BackplaneHealth.State.NEW) {
        return CompletableFuture.failedStage(
            new IllegalStateException("the in-memory backplane was started already"));
      }
      enter(BackplaneHealth.State.UP);
      this.listener = shielded;
    }
    shielded.event(new BackplaneEvent.Connected());
    return done();
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(envelope, "envelope");
    if (listener == null) {
      return CompletableFuture.failedStage(refusal("publish to", topic));
    }
    return cluster.publish(this, topic, envelope);
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    Objects.requireNonNull(topic, "topic");
    synchronized (lock) {
      if (listener == null) {
        return CompletableFuture.failedStage(refusal("subscribe to", topic));
      }
      if (cluster.subscribe(this, topic)) {
        topics++;
      }
    }
    return done();
  }

  @Override
  public CompletionStage<Void> unsubscribe(String topic) {
    Objects.requireNonNull(topic, "topic");
    synchronized (lock) {
      if (listener == null) {
        return CompletableFuture.failedStage(refusal("unsubscribe from", topic));
      }
      if (cluster.unsubscribe(this, topic)) {
        topics--;
      }
    }
    return done();
  }

  @Override
  public BackplaneHealth health() {
    synchronized (lock) {
      return new BackplaneHealth(state, since, null, topics, topics);
    }
  }

  @Override
  public boolean inProcess() {
    return true;
  }

  /** Offers {@link ReceiverCount}, which is exact here, and a {@link Directory}. */
  @Override
  public <T> Optional<T> capability(Class<T> type) {
    if (type == Directory.class) {
      return Optional.of(type.cast(directory));
    }
    return type == ReceiverCount.class
        ? Optional.of(type.cast((ReceiverCount) this::receivers))
        : Optional.empty();
  }

  private CompletionStage<OptionalLong> receivers(String topic) {
    return CompletableFuture.completedStage(OptionalLong.of(cluster.subscribersOf(topic).size()));
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (isClosed()) {
        return;
      }
      enter(BackplaneHealth.State.CLOSED);
      listener = null;
      cluster.unsubscribeAll(this);
      topics = 0;
    }
    directory.close(); // Without the lock: others are told.
  }

  /** Returns the list of this node alone: one object, since most topics have one subscriber. */
  List<InMemoryBackplane> alone() {
    return alone;
  }

  boolean isClosed() {
    return state == BackplaneHealth.State.CLOSED;
  }

  /** Returns whether the node took the envelope: it does not once it is closed. */
  boolean deliver(String topic, Envelope envelope) {
    BackplaneListener receiver = listener;
    if (receiver == null) {
      return false;
    }
    receiver.envelope(topic, envelope);
    return true;
  }

  /** Returns what to fail with because this node was not started yet or is closed. */
  BackplaneUnavailableException refusal(String action, String topic) {
    RefusalReason reason = isClosed() ? RefusalReason.CLOSED : RefusalReason.NOT_STARTED;
    String why = reason == RefusalReason.CLOSED ? "was closed" : "was not started yet";
    return new BackplaneUnavailableException(
        reason,
        "cannot %s %s: the in-memory backplane %s".formatted(action, TopicText.quote(topic), why));
  }

  @GuardedBy("lock")
  private void enter(BackplaneHealth.State next) {
    state = next;
    since = Instant.now();
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedStage(null);
  }
}
