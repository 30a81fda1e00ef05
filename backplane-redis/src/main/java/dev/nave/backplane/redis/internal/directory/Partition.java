package dev.nave.backplane.redis.internal.directory;

import dev.nave.backplane.Stages;
import dev.nave.backplane.directory.DirectoryListener;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.execution.CoalescedTask;
import dev.nave.backplane.redis.internal.execution.Coordinator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One part of the directory, whose keys share a hash tag: does what is due there, in turn. The
 * {@link Lease} comes first, then what waits to be written ({@link Writes}), then what Redis may
 * forget because it was raised.
 *
 * <p><b>Threading.</b> Coordinator only, where nothing else is said.
 */
final class Partition implements Lease.Owner {
  /** Characters of a node that tell the process; the rest tells the lease. */
  static final int NODE_CHARS = 19;

  /** How often lost entries and lifetimes are looked after, in intervals of this part of them. */
  private static final int REFRESHES_PER_RETENTION = 4;

  private final Coordinator coordinator;
  private final String process;
  private final ScriptLink link;
  private final PartCalls calls;
  private final OwnEntries own = new OwnEntries();
  private final TimedMemory timed;
  private final Duration leaseTime;
  private final Duration interval;
  private final Duration retention;
  private final Duration lastWrites;
  private final Consumer<@Nullable Throwable> leaseChanged;
  private final CoalescedTask writing;
  private final CoalescedTask confirming;
  private volatile @Nullable Running running;
  private long refreshedNanos;
  private boolean closed;

  /** What there is once it was started. */
  private record Running(Raising raising, Lease lease, Writes writes) {}

  /**
   * Creates a part.
   *
   * @param process the node's name
   * @param leaseChanged told when the lease is there, and when it is not, with the cause
   */
  Partition(
      NodeContext context,
      String process,
      ScriptLink link,
      Duration leaseTime,
      Duration interval,
      Duration retention,
      LongAdder failures,
      Consumer<@Nullable Throwable> leaseChanged) {
    this.coordinator = context.coordinator();
    this.process = process;
    this.link = link;
    this.calls = new PartCalls(coordinator, link, retention, failures, this::uncertain);
    this.timed = new TimedMemory(retention, System::nanoTime);
    this.leaseTime = leaseTime;
    this.interval = interval;
    this.retention = retention;
    this.lastWrites = context.options().publishTimeout();
    this.leaseChanged = leaseChanged;
    this.writing = new CoalescedTask(coordinator::execute, this::renewed);
    this.confirming = new CoalescedTask(coordinator::execute, this::confirm);
    this.refreshedNanos = System.nanoTime();
  }

  void start(DirectoryListener listener) {
    Raising raising =
        new Raising(
            coordinator,
            listener,
            () -> {
              var unusedResult = confirming.request();
            });
    Lease lease = new Lease(calls, process, leaseTime, interval, raising, own, timed, this);
    running =
        new Running(raising, lease, new Writes(coordinator, calls, lease, raising, own, timed));
    pulse();
  }

  /** Any thread. */
  OwnEntries own() {
    return own;
  }

  /** Any thread. */
  TimedMemory timed() {
    return timed;
  }

  /**
   * Any thread. Asks Redis once.
   *
   * @param reader makes the result of the answer
   * @param arguments the operation, and what follows node and retention
   */
  <T extends @Nullable Object> CompletionStage<T> ask(
      String what, Function<List<Object>, T> reader, byte[]... arguments) {
    byte[][] all = new byte[arguments.length + 2][];
    all[0] = arguments[0];
    all[1] = Texts.bytes(process);
    all[2] = Texts.bytes(retention.toMillis());
    System.arraycopy(arguments, 1, all, 3, arguments.length - 1);
    return Stages.readOnly(link.call(what, all).thenApply(reader));
  }

  /** Any thread. Whether the node has its lease here. */
  boolean isLeased() {
    Running now = running;
    return now != null && now.lease().isHeld();
  }

  /** Any thread. */
  Raising.Backlog backlog() {
    Running now = running;
    return now == null ? Raising.Backlog.NONE : now.raising().backlog();
  }

  /** Any thread. An entry was added: it is written now, or with others for which it waits. */
  void wake() {
    Running now = running;
    if (now != null && now.writes().areDue()) {
      var unusedResult = writing.request();
    }
  }

  /** Does what is due. Called about every second, and when Redis can be reached again. */
  void pulse() {
    Running now = running;
    if (closed || now == null) {
      return;
    }
    Lease lease = now.lease();
    if (calls.reconnect()) {
      lease.lost(null);
      timed.check(); // Removals may have been missed.
    }
    if (!calls.isConnected() || lease.isAsking()) {
      return;
    }
    lease.keep();
    if (lease.isHeld()
        && System.nanoTime() - refreshedNanos > retention.toNanos() / REFRESHES_PER_RETENTION) {
      refreshedNanos = System.nanoTime();
      own.writeAgain(true);
      timed.check();
    }
    now.writes().write();
    confirm();
    lease.giveUpFormerNames();
  }

  private void uncertain(Throwable cause) {
    Running now = running;
    if (now != null) {
      now.lease().lost(cause);
    }
  }

  @Override
  public void leaseChanged(@Nullable Throwable cause) {
    leaseChanged.accept(cause);
  }

  @Override
  public void renewed() {
    Running now = running;
    if (now != null) {
      now.writes().write();
    }
  }

  @Override
  public void hurry() {
    coordinator.execute(this::pulse);
  }

  /** Has Redis forget what was raised. */
  private void confirm() {
    Running now = running;
    if (now == null || !calls.isConnected() || closed) {
      return;
    }
    Raising raising = now.raising();
    for (String node : raising.nodes()) {
      List<String> seqs = raising.toConfirm(node);
      if (!seqs.isEmpty()) {
        List<Object> arguments = new ArrayList<>(List.of("raised", now.lease().node(), node));
        arguments.addAll(seqs);
        var unusedStage =
            calls
                .call("confirm changes of the directory", answer -> {}, arguments.toArray())
                .whenComplete(
                    (unused, failure) -> {
                      raising.confirmed(node, seqs, failure == null);
                      if (failure == null) {
                        confirm();
                        now.lease().confirmed(node);
                      }
                    });
      }
    }
  }

  /**
   * Writes what waits and gives up the lease, so that others replace the node at once. When it is
   * done, what waits still fails.
   */
  CompletableFuture<Void> close() {
    closed = true;
    calls.close();
    Running now = running;
    CompletableFuture<?> left =
        now == null || !calls.isConnected()
            ? CompletableFuture.completedFuture(null)
            : leave(now.writes(), now.lease());
    return left.handle(
        (unused, failure) -> {
          own.close(DirectoryStatus.closed());
          link.close();
          return null;
        });
  }

  private CompletableFuture<Void> leave(Writes writes, Lease lease) {
    return writes
        .finish()
        .completeOnTimeout(null, lastWrites.toNanos(), TimeUnit.NANOSECONDS)
        .thenComposeAsync(
            unused -> lease.leave().toCompletableFuture().orTimeout(1, TimeUnit.SECONDS),
            coordinator::execute);
  }
}
