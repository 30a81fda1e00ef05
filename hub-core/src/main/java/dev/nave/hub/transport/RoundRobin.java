package dev.nave.hub.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections of one loop that have more to do than others should wait for. They stand in one line,
 * each does a piece of its work when it comes to the front, and goes back to the end if there is
 * more. All of them together have so much time of each turn of the loop: they delay its other
 * connections by that time, however many they are. A loop that has nothing else to do goes on with
 * the line at once.
 *
 * <p>What a loop does by {@link ConnectionLoop#execute} may run before its sockets are looked at
 * again, even if it is a task that puts itself there again and again. What stands here does not.
 *
 * <p><b>Threading.</b> Owned by the loop.
 */
public final class RoundRobin {
  private static final Logger log = LoggerFactory.getLogger(ServerTransport.LOGGER);

  private final ConnectionLoop loop;
  private final LongSupplier nanoTime;
  private final long maxNanosPerTurn;
  private final Runnable turn = this::turn;
  private final Queue<Runnable> line = new ArrayDeque<>();
  private boolean scheduled;

  /**
   * Begins with an empty line.
   *
   * @param nanoTime tells the time as {@link System#nanoTime} does
   * @param maxTimePerTurn how much time of a turn the line has; the piece of work that passes it is
   *     the last one of the turn
   */
  public RoundRobin(ConnectionLoop loop, LongSupplier nanoTime, Duration maxTimePerTurn) {
    this.loop = loop;
    this.nanoTime = nanoTime;
    this.maxNanosPerTurn = maxTimePerTurn.toNanos();
  }

  /** Puts a piece of work at the end of the line. It begins in a later turn of the loop. */
  public void add(Runnable work) {
    line.add(work);
    schedule();
  }

  /** Returns whether something waits, or is being done. */
  public boolean isBusy() {
    return scheduled;
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      // A timer, and not a task: those are looked at behind the sockets.
      var unusedCancel = loop.schedule(turn, Duration.ZERO);
    }
  }

  private void turn() {
    long begun = nanoTime.getAsLong();
    int inLine = line.size(); // What is put there meanwhile is for another turn.
    do {
      try {
        line.remove().run();
      } catch (RuntimeException | Error e) {
        log.error("a connection could not go on", e);
      }
      inLine--;
    } while (inLine > 0 && nanoTime.getAsLong() - begun < maxNanosPerTurn);
    scheduled = false;
    if (!line.isEmpty()) {
      schedule();
    }
  }
}
