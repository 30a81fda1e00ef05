package dev.nave.hub.internal.loop;

import dev.nave.hub.transport.ConnectionLoop;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the clients of one loop have sent and the server has not begun with, against a bound of all
 * of them together. Bounds of single connections do not add up to one of a server: while more waits
 * than this bound, each connection may keep only a part of its own.
 *
 * <p><b>Threading.</b> Any thread, but {@link #whenRoom} and {@link #forget}, which are for the
 * loop.
 */
public final class InboundBudget {
  /** Changes are counted in steps, so that a call which is done at once costs nothing here. */
  public static final int STEP_BYTES = 1024;

  private static final int PART = 16;

  /** How many connections read on at a time: what each of them reads is known afterwards only. */
  private static final int MAX_AT_A_TIME = 32;

  private static final Duration PAUSE = Duration.ofMillis(1);

  private final ConnectionLoop loop;
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder paused = new LongAdder();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final Runnable tell = this::tell;

  /** Owned by the loop. */
  private final Set<Runnable> waiting = new LinkedHashSet<>();

  private volatile boolean anyWaiting;

  /**
   * Begins with nothing.
   *
   * @param maxBytes the bound of all connections of the loop, in bytes
   */
  public InboundBudget(ConnectionLoop loop, long maxBytes) {
    this.loop = loop;
    this.maxBytes = maxBytes;
  }

  /** Counts bytes that came, or are done with. */
  public void add(long change) {
    bytes.addAndGet(change);
    if (change < 0 && anyWaiting && hasRoom()) {
      tellSoon();
    }
  }

  /** Returns whether more waits than the bound of all. */
  public boolean isOver() {
    return bytes.get() > maxBytes;
  }

  /** Returns what a connection may keep now of the bound of its own: a sixteenth while over. */
  public int limit(int own) {
    return isOver() ? leastLimit(own) : own;
  }

  /** Returns what a connection may always keep of the bound of its own. */
  public static int leastLimit(int own) {
    return Math.max(1, own / PART);
  }

  /**
   * Calls back, once and on the loop, when a quarter of the bound is free: few at a time, since
   * what each of them then reads is not known before. The same object is remembered once. Loop
   * only.
   */
  public void whenRoom(Runnable callback) {
    if (waiting.add(callback)) {
      paused.increment();
    }
    anyWaiting = true;
    if (hasRoom()) { // It may have become so before this was there to be told.
      tellSoon();
    }
  }

  /** Returns how many bytes wait. Any thread. */
  public long bytes() {
    return bytes.get();
  }

  /** Returns how often something had to wait for room. Any thread. */
  public long paused() {
    return paused.sum();
  }

  /** Does not call back any more. Loop only. */
  public void forget(Runnable callback) {
    waiting.remove(callback);
  }

  private boolean hasRoom() {
    return bytes.get() <= maxBytes - maxBytes / 4;
  }

  private void tellSoon() {
    if (telling.compareAndSet(false, true)) {
      loop.execute(tell);
    }
  }

  private void tell() {
    telling.set(false);
    for (int told = 0; told < MAX_AT_A_TIME && hasRoom(); told++) {
      Iterator<Runnable> oldest = waiting.iterator();
      if (!oldest.hasNext()) {
        anyWaiting = false;
        return;
      }
      Runnable callback = oldest.next();
      oldest.remove();
      callback.run();
    }
    if (hasRoom() && telling.compareAndSet(false, true)) {
      var unusedCancel = loop.schedule(tell, PAUSE);
    }
  }
}
