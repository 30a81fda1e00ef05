package dev.nave.backplane.redis.internal.directory;

import dev.nave.backplane.redis.internal.execution.Coordinator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private static final int BATCH = 100;
  private static final int MAX_BATCHES_UNDER_WAY = 4;

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

  /** Writes what waits, and notes the reset for which that was waited for. */
  void write() {
    if (!lease.isHeld() || !calls.isConnected()) {
      return;
    }
    lease.noteReset();
    while (batches < MAX_BATCHES_UNDER_WAY && !gathers()) {
      List<OwnEntries.Write> batch = own.take(BATCH);
      if (batch.isEmpty()) {
        break;
      }
      write(batch);
    }
    writeTimed();
  }

  /** Whether what waits should wait on; then it is written later. */
  private boolean gathers() {
    long rest = GATHERING.toNanos() - (System.nanoTime() - batchNanos);
    if (rest <= 0 || last != null || own.waiting() >= BATCH) {
      return false;
    }
    if (!isGathering && own.waiting() > 0) {
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
    int room = batches == 1 ? raising.room() : 0; // Or each would bring the same changes.
    List<Object> arguments =
        new ArrayList<>(List.of("apply", node, calls.epoch(), raising.last(node), room));
    batch.forEach(write -> arguments.addAll(write.arguments));
    boolean[] done = new boolean[1];
    CompletionStage<Void> written =
        calls.call(
            "write to the directory",
            answer -> {
              if (lease.confirmedBy(answer)) {
                done[0] = true;
                List<?> versions = (List<?>) answer.get(1);
                for (int i = 0; i < batch.size(); i++) {
                  own.written(batch.get(i), Texts.text(versions.get(i)));
                }
                lease.told(node, answer.get(2), room);
              }
            },
            arguments.toArray());
    var unusedStage =
        written.whenComplete(
            (unused, failure) -> {
              batches--;
              if (!done[0]) {
                batch.forEach(own::failed);
                if (last != null) {
                  lease.end(); // There is no second attempt.
                }
              }
              write();
              endIfWritten();
            });
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
