package dev.nave.backplane.redis.internal.subscribe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One topic: whether this node wants it, and how far the current connection is with it.
 *
 * <p><b>Threading.</b> Any thread, under the topic's own lock, which is never held while a future
 * is completed or a listener is called: methods return what is to be completed.
 */
public final class Subscription {
  /** What the connection has still to do for a topic. */
  enum Step {
    SUBSCRIBE,
    UNSUBSCRIBE,
    NOTHING
  }

  /** A connection that topics are given to. Any thread. */
  interface Holder {
    /** Looks soon at a topic that it has: what is desired has changed. */
    void enqueue(Subscription subscription);

    boolean isEnded();
  }

  private enum State {
    ABSENT,
    SUBSCRIBING,
    PRESENT,
    UNSUBSCRIBING
  }

  private final SubscriptionTable table;
  private final String topic;
  private final byte[] channel;

  /** Held while the listener takes an envelope: two connections may bring them in a change-over. */
  private final Object delivery = new Object();

  /** The connection that has the topic; what others deliver is dropped. Written under the lock. */
  private volatile @Nullable Holder at;

  @GuardedBy("this")
  private boolean desired;

  @GuardedBy("this")
  private State state = State.ABSENT;

  /** Whether the table counts it as confirmed. */
  @GuardedBy("this")
  private boolean counted;

  @GuardedBy("this")
  private CompletableFuture<Void> confirmed = new CompletableFuture<>();

  /** Whether the refusal of the topic was reported since Redis last accepted it. */
  @GuardedBy("this")
  private boolean toldRefused;

  /** Ends with the subscription. */
  @GuardedBy("this")
  private CompletableFuture<Void> dropped = CompletableFuture.completedFuture(null);

  Subscription(SubscriptionTable table, String topic, byte[] channel) {
    this.table = table;
    this.topic = topic;
    this.channel = channel;
  }

  String topic() {
    return topic;
  }

  public byte[] channel() {
    return channel;
  }

  Object delivery() {
    return delivery;
  }

  boolean isAt(Holder holder) {
    return at == holder;
  }

  /**
   * What a change of what is desired comes to.
   *
   * @param stage what the caller waits for
   * @param superseded a stage of an opposite, earlier change, which is to be ended; null if none
   */
  public record Change(
      Subscription subscription,
      CompletableFuture<Void> stage,
      @Nullable CompletableFuture<Void> superseded) {}

  /** The node wants the topic; the stage is that of the confirmation. */
  synchronized Change subscribe() {
    if (desired) {
      return new Change(this, confirmed, null);
    }
    desired = true;
    table.countDesired(1);
    confirmed =
        state == State.PRESENT
            ? CompletableFuture.completedFuture(null)
            : new CompletableFuture<>();
    recount();
    return new Change(this, confirmed, dropped);
  }

  /**
   * The node does not want the topic any more; the stage is that of the end of the subscription.
   */
  synchronized Change unsubscribe() {
    if (!desired) {
      return new Change(this, dropped, null);
    }
    desired = false;
    table.countDesired(-1);
    recount();
    dropped =
        state == State.ABSENT ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
    return new Change(this, dropped, confirmed);
  }

  /** Lets the connection that has the topic look at it. */
  public void wake() {
    Holder holder = at;
    if (holder != null) {
      holder.enqueue(this);
    }
  }

  synchronized boolean isDesired() {
    return desired;
  }

  /** Whether it can be forgotten: neither desired nor subscribed. */
  synchronized boolean isIdle() {
    return !desired && state == State.ABSENT;
  }

  /** Gives the topic to a connection, unless another has it or this one ended. */
  public void attach(Holder holder) {
    synchronized (this) {
      if (at != null || holder.isEnded()) {
        return;
      }
      at = holder;
    }
    holder.enqueue(this);
  }

  /** Gives the topic to another connection, or to none. */
  public void move(@Nullable Holder to) {
    Holder from = at;
    if (from == to) {
      return;
    }
    if (from != null) {
      SubscriptionTable.complete(detach(from));
    }
    if (to != null) {
      attach(to);
    }
  }

  /** Takes the topic away from a connection; returns what is to be completed. */
  synchronized @Nullable CompletableFuture<Void> detach(Holder holder) {
    if (at != holder) {
      return null;
    }
    at = null;
    return becomeAbsent();
  }

  /** Returns what the connection is to do now, and notes that it does. */
  synchronized Step nextStep(Holder holder) {
    if (at != holder) {
      return Step.NOTHING;
    }
    if (desired && state == State.ABSENT) {
      state = State.SUBSCRIBING;
      return Step.SUBSCRIBE;
    }
    if (!desired && state == State.PRESENT) {
      state = State.UNSUBSCRIBING;
      return Step.UNSUBSCRIBE;
    }
    return Step.NOTHING;
  }

  /** Redis confirmed the subscription; returns what is to be completed. */
  synchronized @Nullable CompletableFuture<Void> present(Holder holder) {
    if (at != holder || state != State.SUBSCRIBING) {
      return null;
    }
    state = State.PRESENT;
    toldRefused = false;
    recount();
    return desired ? confirmed : null;
  }

  /** Redis has it no more, or never took it; returns what is to be completed. */
  synchronized @Nullable CompletableFuture<Void> absent(Holder holder) {
    return at == holder ? becomeAbsent() : null;
  }

  /** Whether a refusal is news: it is tried, and refused, again and again. */
  synchronized boolean isFirstRefusal() {
    boolean first = !toldRefused;
    toldRefused = true;
    return first;
  }

  @GuardedBy("this")
  private @Nullable CompletableFuture<Void> becomeAbsent() {
    state = State.ABSENT;
    recount();
    if (desired && confirmed.isDone()) {
      confirmed = new CompletableFuture<>(); // Later calls wait for the next one.
    }
    return dropped;
  }

  @GuardedBy("this")
  private void recount() {
    boolean counts = desired && state == State.PRESENT;
    if (counts != counted) {
      counted = counts;
      table.countConfirmed(counts ? 1 : -1);
    }
  }
}
