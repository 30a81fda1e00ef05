package dev.nave.backplane.inmemory;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.DirectoryLimits;
import dev.nave.backplane.directory.DirectoryListener;
import dev.nave.backplane.directory.Entry;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import dev.nave.backplane.directory.PageEnd;
import dev.nave.backplane.directory.SpaceCount;
import dev.nave.backplane.directory.TimedEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in the {@link ClusterDirectory} of its cluster. All stages are complete when
 * returned. A closed node has lost its lease at once.
 *
 * <p><b>Threading.</b> Any thread. Changes are told by the thread that caused one of them, after it
 * has left the directory's lock.
 */
final class InMemoryDirectory implements Directory {
  private static final System.Logger LOGGER = System.getLogger(Directory.class.getName());

  private final ClusterDirectory cluster;
  private final String node = UUID.randomUUID().toString().replace("-", "");
  private final Queue<Change> told = new ConcurrentLinkedQueue<>();

  /** As in {@link Lane}: zero while no thread tells changes. */
  private final AtomicInteger claims = new AtomicInteger();

  private volatile DirectoryHealth.State state = DirectoryHealth.State.OFF;
  private volatile Instant since = Instant.now();
  private volatile @Nullable DirectoryListener listener;

  InMemoryDirectory(ClusterDirectory cluster) {
    this.cluster = cluster;
  }

  @Override
  public void start(DirectoryListener listener) {
    Objects.requireNonNull(listener, "listener");
    synchronized (this) {
      if (state != DirectoryHealth.State.OFF) {
        throw new IllegalStateException("the directory was started or closed already");
      }
      this.listener = listener;
      enter(DirectoryHealth.State.UP);
    }
    cluster.join(this);
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public CompletionStage<Void> put(DirectoryKey key, String member, String value, boolean isTold) {
    return written(
        DirectoryLimits.refusal(key, member, value),
        () -> cluster.put(this, key, member, value, isTold));
  }

  @Override
  public CompletionStage<Void> remove(DirectoryKey key, String member, String reason) {
    BackplaneException refusal = DirectoryLimits.refusal(key, member);
    return written(
        refusal != null
            ? refusal
            : DirectoryLimits.refusal("reason of a removal", reason, MAX_REASON_BYTES),
        () -> cluster.remove(this, key, member, reason));
  }

  @Override
  public CompletionStage<Page<Entry>> members(DirectoryKey key, @Nullable String from, int limit) {
    DirectoryLimits.checkPage(limit);
    return answered(
        DirectoryLimits.refusal(key), () -> cluster.members(key, PageEnd.ofMembers(from), limit));
  }

  @Override
  public CompletionStage<Long> count(DirectoryKey key) {
    return answered(DirectoryLimits.refusal(key), () -> cluster.count(key));
  }

  @Override
  public CompletionStage<Page<KeyCount>> keys(String space, @Nullable String from, int limit) {
    DirectoryLimits.checkPage(limit);
    return answered(
        DirectoryLimits.refusal(new DirectoryKey(space, "")),
        () -> cluster.keys(space, PageEnd.ofKeys(from, 1).name(), limit));
  }

  @Override
  public CompletionStage<SpaceCount> count(String space) {
    return answered(
        DirectoryLimits.refusal(new DirectoryKey(space, "")), () -> cluster.count(space));
  }

  @Override
  public CompletionStage<Void> putTimed(
      DirectoryKey key, String member, String value, Duration time) {
    DirectoryLimits.checkTime(time);
    return written(
        DirectoryLimits.refusal(key, member, value),
        () -> cluster.timed().put(key, member, value, time));
  }

  @Override
  public CompletionStage<Void> removeTimed(DirectoryKey key, String member) {
    return written(DirectoryLimits.refusal(key, member), () -> cluster.timed().remove(key, member));
  }

  @Override
  public CompletionStage<List<TimedEntry>> timed(DirectoryKey key) {
    return answered(DirectoryLimits.refusal(key), () -> cluster.timed().of(key));
  }

  @Override
  public void forgetTimed(DirectoryKey key, String member) {
    Objects.requireNonNull(key, "key"); // Nothing is remembered here: nothing is ever lost.
    Objects.requireNonNull(member, "member");
  }

  @Override
  public DirectoryHealth health() {
    return new DirectoryHealth(
        state,
        since,
        null,
        cluster.entriesOf(this),
        0,
        0,
        cluster.raisingOf(this),
        cluster.raisingSince(this));
  }

  private CompletionStage<Void> written(@Nullable BackplaneException refusal, Runnable step) {
    return this.<@Nullable Void>answered(
        refusal,
        () -> {
          step.run();
          return null;
        });
  }

  private <T extends @Nullable Object> CompletionStage<T> answered(
      @Nullable BackplaneException refusal, Supplier<T> step) {
    if (listener == null) {
      boolean closed = state == DirectoryHealth.State.CLOSED;
      return CompletableFuture.failedStage(
          new BackplaneUnavailableException(
              closed ? RefusalReason.CLOSED : RefusalReason.NOT_STARTED,
              closed
                  ? "cannot use the directory: the in-memory backplane was closed"
                  : "cannot use the directory: it was not started yet"));
    }
    try {
      return refusal != null
          ? CompletableFuture.failedStage(refusal)
          : CompletableFuture.completedStage(step.get());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** The lease is lost. Further calls do nothing. */
  void close() {
    boolean tookPart;
    synchronized (this) {
      tookPart = listener != null;
      listener = null;
      enter(DirectoryHealth.State.CLOSED);
    }
    if (tookPart) {
      cluster.leave(this);
    }
  }

  private synchronized void enter(DirectoryHealth.State next) {
    if (state != next) {
      state = next;
      since = Instant.now();
    }
  }

  /** Under the cluster's lock: notes a change to be told by {@link #tell}. */
  void note(Change change) {
    told.add(change);
  }

  /** Without the cluster's lock: tells what was noted, in order, unless another thread does. */
  void tell() {
    if (claims.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      for (Change next = told.poll(); next != null; next = told.poll()) {
        tell(next);
      }
      seen = claims.addAndGet(-seen);
    } while (seen != 0);
  }

  private void tell(Change change) {
    DirectoryListener receiver = listener;
    if (receiver == null) {
      return; // Closed meanwhile: another node is told.
    }
    CompletionStage<Void> raised;
    try {
      raised = Objects.requireNonNull(receiver.changed(change), "the stage of a listener");
    } catch (RuntimeException | Error e) {
      raised = CompletableFuture.failedStage(e);
    }
    var unusedStage =
        raised.whenComplete(
            (unused, failure) -> {
              if (failure != null) {
                LOGGER.log(
                    System.Logger.Level.ERROR,
                    "a listener failed to raise a change of " + change.key(),
                    failure);
              }
              cluster.raised(this, change);
            });
  }
}
