package dev.nave.hub.internal.loop;

import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.meters.HubMeters;
import dev.nave.hub.transport.ConnectionLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one {@link ConnectionLoop} does for the hubs: it takes what waits in its queue, writes it to
 * its connections, flushes each of them once, and looks at their timers.
 *
 * <p><b>Threading.</b> {@link #deliver}, {@link #execute}, {@link #isFull}, {@link #hasRoom},
 * {@link #whenRoom}, {@link #lookAtUse} may be called from any thread; all else is for the loop.
 * There is one queue, so what a thread puts in is carried out in its order, whether messages or
 * actions. Nothing here waits: the batch is what is in the queue when the loop gets to it.
 */
public final class HubLoop {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTION_DETAILS);

  /** After so long, code of the application lets the loop look at its sockets. */
  private static final long MAX_USE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ConnectionLoop executor;
  private final LongSupplier nanoTime;
  private final Duration tick;
  private final long maxQueueBytes;
  private final Runnable turn = this::turn;
  private final Runnable wake;
  private final LoopQueue queue = new LoopQueue();
  private final HubMeters.Durations delays;
  private final Object roomLock = new Object();

  /** Written under the lock. Volatile: the loop looks whether it is there without. */
  private volatile @Nullable CompletableFuture<Void> room;

  // Owned by the loop.
  private final Set<LoopMember> members = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<LoopMember> touched = new ArrayList<>();
  private final OutboundBatch batch;
  private final InboundBudget inbound;
  private final ExecutorBatch handOver;
  private final ReadingTurns reading;
  private final IdentityHashMap<Executor, ExecutorBatch> handOvers = new IdentityHashMap<>();

  /** Written by the loop, without a fence; any thread may read what it was lately. */
  private final AtomicLong untakenBytes = new AtomicLong();

  /** Written by the loop, without a fence; any thread may look. Null while there is none. */
  private final AtomicReference<@Nullable LoopUse> use = new AtomicReference<>();

  private long tickDueAt;
  private boolean inTurn;

  /** Whether code of the application was to run in this turn, and since when. */
  private boolean used;

  private long usedSince;
  private boolean ticking;

  /**
   * Creates the hubs' side of a loop.
   *
   * @param hubExecutor where hub code runs
   * @param tick how often the timers of connections are looked at
   * @param delays takes how late the timers were looked at
   */
  public HubLoop(
      ConnectionLoop executor,
      Executor hubExecutor,
      LongSupplier nanoTime,
      Duration tick,
      LoopLimits limits,
      HubMeters.Durations delays) {
    this.executor = executor;
    this.wake = () -> executor.execute(turn);
    this.batch = new OutboundBatch(executor);
    this.handOver = new ExecutorBatch(executor, hubExecutor);
    this.nanoTime = nanoTime;
    this.tick = tick;
    this.maxQueueBytes = limits.maxQueueBytes();
    this.inbound = new InboundBudget(executor, limits.maxInboundBytes());
    this.reading = new ReadingTurns(executor, nanoTime, limits.maxPostponedTime());
    this.delays = delays;
  }

  /** Returns the executor behind this loop. */
  public ConnectionLoop executor() {
    return executor;
  }

  /** Any thread. Puts a message into the queue. */
  public void deliver(Audience audience, OutboundMessage message) {
    put(new LoopTask.Delivery(audience, message));
  }

  /** Any thread. Puts an action into the queue, behind the messages that wait there. */
  public void execute(Runnable action) {
    put(new LoopTask.Action(action));
  }

  private void put(LoopTask task) {
    if (queue.put(task)) {
      Wakeups.wake(wake);
    }
  }

  /** Any thread. Returns how many bytes wait for this loop. */
  public long queuedBytes() {
    return queue.bytes();
  }

  /** Any thread. Returns how many bytes the sockets of its connections had not taken lately. */
  public long untakenBytes() {
    return untakenBytes.getOpaque();
  }

  /** Any thread. Returns whether more waits for this loop than may. */
  public boolean isFull() {
    return queue.bytes() >= maxQueueBytes;
  }

  /** Any thread. Returns a stage that is done once the queue is down at a quarter of its bound. */
  public CompletableFuture<Void> whenRoom() {
    if (hasRoom()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> waiting;
    synchronized (roomLock) {
      waiting = room;
      if (waiting == null) {
        waiting = new CompletableFuture<>();
        room = waiting;
      }
    }
    // The loop may have emptied its queue in the meantime, and then it does not look again.
    signalRoom();
    return waiting;
  }

  /** Any thread. Returns whether the queue is down at a quarter of its bound. */
  public boolean hasRoom() {
    return queue.bytes() <= maxQueueBytes / 4;
  }

  /**
   * Loop only. Returns whether code of the application has had its part of this turn: a millisecond
   * from the first time that this was asked in it.
   */
  public boolean isUsedUp() {
    long now = now();
    if (!used) {
      used = true;
      usedSince = now;
    }
    return now - usedSince > MAX_USE_NANOS;
  }

  private void turn() {
    assert executor.inLoop();
    used = false;
    LoopTask task = queue.takeAll();
    inTurn = true;
    while (task != null) {
      task = task instanceof LoopTask.Delivery first ? writeRun(first) : act(task);
    }
    inTurn = false;
    flushTouched();
    if (room != null) {
      signalRoom();
    }
  }

  private @Nullable LoopTask act(LoopTask task) {
    try {
      ((LoopTask.Action) task).run();
    } catch (RuntimeException | Error e) {
      log.error("a task of an event loop failed", e);
    }
    return task.next;
  }

  /** Writes a delivery and all that follow it for an equal audience; returns what comes then. */
  private @Nullable LoopTask writeRun(LoopTask.Delivery first) {
    LoopTask task = first;
    while (task instanceof LoopTask.Delivery delivery && delivery.audience.equals(first.audience)) {
      batch.add(delivery.message);
      task = task.next;
    }
    try {
      first.audience.write(batch);
    } catch (RuntimeException | Error e) {
      log.error("a delivery to {} failed", first.audience, e);
    } finally {
      batch.clear();
    }
    return task;
  }

  private void signalRoom() {
    CompletableFuture<Void> waiting = null;
    synchronized (roomLock) {
      if (hasRoom()) {
        waiting = room;
        room = null;
      }
    }
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  /** Loop only. Remembers to flush a connection at the end of the turn. */
  public void touch(LoopMember member) {
    touched.add(member);
    if (!inTurn && touched.size() == 1) {
      // Written outside of a turn, for example by a timer: make a turn of it.
      executor.execute(this::flushTouched);
    }
  }

  private void flushTouched() {
    // By index: a flush may end a connection, which may touch another.
    for (int i = 0; i < touched.size(); i++) {
      LoopMember member = touched.get(i);
      try {
        member.flushTurn();
      } catch (RuntimeException | Error e) {
        log.error("{}: its end failed", member, e);
      }
    }
    touched.clear();
  }

  /** Loop only. Returns how its connections share the time for reading. */
  public ReadingTurns reading() {
    return reading;
  }

  /** Any thread. Returns what counts the bytes that clients sent and nothing has begun with. */
  public InboundBudget inbound() {
    return inbound;
  }

  /** Loop only. Counts bytes that were written to some connection and not taken by its socket. */
  public void untaken(long change) {
    untakenBytes.setOpaque(untakenBytes.getPlain() + change);
  }

  /** Loop only. Returns whether the sockets of all its connections leave more than they may. */
  public boolean isOverUntaken() {
    return untakenBytes.getPlain() > maxQueueBytes;
  }

  /** Loop only. Runs an action when the loop has turned to its other connections. */
  public void nextTurn(Runnable action) {
    // Not execute: what is put there by a task may run before the sockets are looked at again.
    var unusedCancel = executor.schedule(action, Duration.ZERO);
  }

  /** Loop only. Runs {@code work} on the hub executor, after this turn has read everything. */
  public void handOver(Runnable work) {
    handOver.add(work);
  }

  /** Loop only. The same with another executor, unless that has been shut down. */
  public void handOver(Executor to, Runnable work) {
    handOvers.computeIfAbsent(to, unused -> ExecutorBatch.whileOpen(executor, to)).add(work);
  }

  /** Loop only. Code of the application begins to run on the loop, until {@link #endUse}. */
  public void beginUse(LoopUse value) {
    use.setRelease(value);
  }

  /** Loop only. Code of the application has ended; it is told of if it has taken too long. */
  public void endUse() {
    LoopUse ended = use.getPlain();
    use.setRelease(null);
    if (ended != null) {
      try {
        ended.tellIfLong(now());
      } catch (RuntimeException | Error e) { // Of a log: the call has an outcome all the same.
        executor.execute(
            () -> log.error("code that took too long on an event loop could not be told of", e));
      }
    }
  }

  /** Any thread. Has code of the application told of that runs on the loop and takes too long. */
  public void lookAtUse() {
    LoopUse running = use.getAcquire();
    if (running != null) {
      running.tellIfLong(now());
    }
  }

  /** Loop only. Begins to look after the timers of a connection. */
  public void add(LoopMember member) {
    members.add(member);
    if (!ticking) {
      scheduleTick(nanoTime.getAsLong());
      ticking = true;
    }
  }

  /** Loop only. Stops to look after the timers of a connection. */
  public void remove(LoopMember member) {
    members.remove(member);
  }

  private void scheduleTick(long now) {
    tickDueAt = now + tick.toNanos();
    executor.schedule(this::tick, tick);
  }

  private void tick() {
    long now = nanoTime.getAsLong();
    delays.record(Math.max(0, now - tickDueAt));
    for (LoopMember member : members.toArray(new LoopMember[0])) {
      try {
        member.tick(now);
      } catch (RuntimeException | Error e) {
        member.broken(e);
      }
    }
    ticking = !members.isEmpty();
    if (ticking) {
      scheduleTick(nanoTime.getAsLong());
    }
  }

  /** Returns the time, in nanoseconds from an arbitrary origin. */
  public long now() {
    return nanoTime.getAsLong();
  }
}
