package dev.nave.backplane.redis.internal.directory;

import dev.nave.backplane.redis.internal.execution.Coordinator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a node has to one part of the directory, in batches, as long as the node has its
 * lease there: its own entries, and the timed ones that Redis may have lost. The first entry after
 * a pause is written at once; those that come soon after a batch wait for each other, because a
 * call costs this process and Redis more than an entry in it. Coordinator only.
 */
final class Writes {
  static final int BATCH = 250;
  static final int MAX_BATCH_CHARS = 128 * 1024;
  private static final int MAX_BATCHES_UNDER_WAY = 4;
  private static final int NEVER = Integer.MAX_VALUE;

  /** How long after a batch the entries wait that do not fill another one. */
  private static final Duration GATHERING = Duration.ofMillis(10);

  private final Coordinator coordinator;
  private final PartCalls calls;
  private final Lease lease;
  private final Raising raising;
  private final OwnEntries own;
  private final TimedMemory timed;
  private int batches;
  private long batchNanos = System.nanoTime() - GATHERING.toNanos();
  private boolean isGathering;

  /** Whether the last batch had no room for all, as its entries were long. */
  private boolean isCut;

  /** Who adds an entry calls {@link #write} if so many wait. */
  private volatile int dueAt = NEVER;

  private boolean timedUnderWay;
  private @Nullable CompletableFuture<Void> last;

  Writes(
      Coordinator coordinator,
      PartCalls calls,
      Lease lease,
      Raising raising,
      OwnEntries own,
      TimedMemory timed) {
    this.coordinator = coordinator;
    this.calls = calls;
    this.lease = lease;
    this.raising = raising;
    this.own = own;
    this.timed = timed;
  }

  /** Any thread. Whether so much waits that it is to be written now. */
  boolean areDue() {
    return own.waiting() >= dueAt;
  }

  /** Writes what waits, and notes the reset for which that was waited for. */
  void write() {
    do {
      dueAt = writeSome();
    } while (areDue()); // Who added an entry meanwhile may not have seen that.
  }

  /** Returns how many entries have to wait until {@link #write} is called for them. */
  private int writeSome() {
    if (!lease.isHeld() || !calls.isConnected()) {
      return NEVER; // Until the lease is there.
    }
    lease.noteReset();
    writeTimed();
    while (batches < MAX_BATCHES_UNDER_WAY) {
      if (own.waiting() == 0) {
        return 1;
      }
      if (gathers()) {
        return BATCH;
      }
      List<OwnEntries.Write> batch = own.take(BATCH, MAX_BATCH_CHARS);
      isCut = batch.size() < BATCH && own.waiting() > 0;
      if (!batch.isEmpty()) {
        write(batch);
      }
    }
    return NEVER; // Until one of them is answered.
  }

  /** Whether what waits should wait on; then it is written later. */
  private boolean gathers() {
    long rest = GATHERING.toNanos() - (System.nanoTime() - batchNanos);
    if (rest <= 0 || isCut || last != null || own.waiting() >= BATCH) {
      return false;
    }
    if (!isGathering) {
      isGathering = true;
      var unusedTimer =
          coordinator.after(
              Duration.ofNanos(rest),
              () -> {
                isGathering = false;
                write();
              });
    }
    return true;
  }

  private void write(List<OwnEntries.Write> batch) {
    batches++;
    batchNanos = System.nanoTime();
    String node = lease.node();
    boolean told = batch.stream().anyMatch(OwnEntries.Write::isTold);
    int room = batches == 1 ? raising.room() : 0; // Or each would bring the same changes.
    EntryPack pack = new EntryPack(batch.size());
    batch.forEach(write -> write.addTo(pack));
    boolean[] done = new boolean[1];
    CompletionStage<Void> written =
        calls.call(
            "write to the directory",
            answer -> {
              if (lease.confirmedBy(answer)) {
                done[0] = true;
                own.written(batch, (Long) answer.get(1), pairs((List<?>) answer.get(2)));
                if (told || room > 0) { // Else there is nothing that has not been asked for.
                  lease.told(node, answer.get(3), room);
                }
              }
            },
            "apply",
            node,
            calls.epoch(),
            raising.last(node),
            room,
            pack.bytes());
    var unusedStage =
        written.whenComplete(
            (unused, failure) -> {
              batches--;
              if (!done[0]) {
                own.failed(batch);
                if (last != null) {
                  lease.end(); // There is no second attempt.
                }
              }
              write();
              endIfWritten();
            });
  }

  private static Map<Integer, Long> pairs(List<?> list) {
    Map<Integer, Long> pairs = new HashMap<>();
    for (int i = 0; i < list.size(); i += 2) {
      pairs.put(((Long) list.get(i)).intValue(), (Long) list.get(i + 1));
    }
    return pairs;
  }

  private void writeTimed() {
    TimedMemory.Batch batch = timedUnderWay ? null : timed.take(BATCH);
    if (batch == null || batch.isEmpty()) {
      return;
    }
    List<Object> arguments = new ArrayList<>();
    if (batch.writes()) {
      arguments.addAll(List.of("putTimed", lease.node(), "N"));
    } else {
      arguments.addAll(List.of("checkTimed", lease.node(), lease.generation()));
    }
    arguments.addAll(batch.arguments());
    timedUnderWay = true;
    boolean[] done = new boolean[1];
    CompletionStage<Void> written =
        calls.call(
            batch.writes() ? "write timed entries again" : "look for timed entries",
            answer -> {
              done[0] = Texts.text(answer.get(0)).equals("OK");
              if (done[0]) {
                timed.done(batch, batch.writes() ? List.of() : (List<?>) answer.get(1));
              }
            },
            arguments.toArray());
    var unusedStage =
        written.whenComplete(
            (unused, failure) -> {
              timedUnderWay = false;
              if (done[0]) {
                write();
              } else {
                timed.failed(batch);
              }
            });
  }

  /** Writes what waits for the last time; done when all is written, or cannot be. */
  CompletableFuture<Void> finish() {
    CompletableFuture<Void> written = new CompletableFuture<>();
    last = written;
    write();
    endIfWritten();
    return written;
  }

  private void endIfWritten() {
    CompletableFuture<Void> ending = last;
    if (ending != null && (!lease.isHeld() || own.unconfirmed() <= 0)) {
      ending.complete(null);
    }
  }
}
