package dev.nave.hub.internal.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.loop.Audience;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundBatch;
import dev.nave.hub.internal.loop.OutboundMessage;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The way out for the streams of one connection: lets items out as fast as the client takes them,
 * so that a stream never makes it a slow consumer. Items are not dropped: who has one to send
 * waits.
 *
 * <p>One item may always go out while nothing else is under way. What else the connection sends
 * takes room from the streams, but not the other way round.
 *
 * <p><b>Threading.</b> {@link #offer} and {@link #end} may be called from any thread, all else is
 * for the loop. Callbacks run on the loop and must only pass the word on; none is run under the
 * lock.
 */
public final class StreamWindow implements Audience {
  private final HubLoop loop;
  private final ConnectionWriter writer;

  /** The weights of the messages that are on their way to the loop, in their order. */
  @GuardedBy("this")
  private final Queue<Integer> handedOver = new ArrayDeque<>();

  @GuardedBy("this")
  private long handedOverBytes;

  /** What the loop has written and not flushed yet. */
  @GuardedBy("this")
  private long writtenBytes;

  @GuardedBy("this")
  private long untakenBytes;

  @GuardedBy("this")
  private long room;

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private Set<Runnable> waiting = new LinkedHashSet<>();

  /**
   * Begins open.
   *
   * @param room how many bytes may be on their way to the client
   */
  StreamWindow(HubLoop loop, ConnectionWriter writer, long room) {
    this.loop = loop;
    this.writer = writer;
    this.room = room;
  }

  /**
   * Sends an item if there is room for it.
   *
   * @param item encoded in the connection's protocol already
   * @param whenRoom called once when it may be worth another try, if there is none; the same object
   *     is remembered once
   * @return whether it was sent
   */
  public boolean offer(OutboundMessage item, Runnable whenRoom) {
    if (loop.isFull()) {
      CompletableFuture<Void> room = loop.whenRoom();
      var unusedFuture = room.thenRun(whenRoom);
      return false;
    }
    int weight = item.weight();
    synchronized (this) {
      long underWay = handedOverBytes + writtenBytes + untakenBytes;
      if (!closed && underWay > 0 && underWay + weight > room) {
        waiting.add(whenRoom);
        return false;
      }
      count(weight);
    }
    loop.deliver(this, item);
    return true;
  }

  /** Sends the end of a stream, room or not, behind its items. */
  public void end(OutboundMessage completion) {
    synchronized (this) {
      count(completion.weight());
    }
    loop.deliver(this, completion);
  }

  @GuardedBy("this")
  private void count(int weight) {
    handedOver.add(weight);
    handedOverBytes += weight;
  }

  @Override
  public void write(OutboundBatch batch) {
    synchronized (this) {
      for (int i = batch.messages().size(); i > 0; i--) {
        int weight = handedOver.remove();
        handedOverBytes -= weight;
        writtenBytes += weight;
      }
    }
    writer.write(batch);
  }

  /** The connection has flushed, or its socket has taken something. */
  void flushed(long leftUntaken, int roomNow) {
    Set<Runnable> woken = Set.of();
    synchronized (this) {
      writtenBytes = 0;
      untakenBytes = leftUntaken;
      room = roomNow;
      if (!waiting.isEmpty() && handedOverBytes + untakenBytes <= room / 2) {
        woken = takeWaiting();
      }
    }
    woken.forEach(Runnable::run);
  }

  /** The connection has ended: all waits are over. */
  void close() {
    Set<Runnable> woken;
    synchronized (this) {
      closed = true;
      woken = takeWaiting();
    }
    woken.forEach(Runnable::run);
  }

  @GuardedBy("this")
  private Set<Runnable> takeWaiting() {
    Set<Runnable> taken = waiting;
    waiting = new LinkedHashSet<>();
    return taken;
  }
}
