package dev.nave.hub.transport;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One single-threaded executor of a server module, for example an event loop. A connection stays on
 * one loop all its life, so what a loop owns needs no lock.
 *
 * <p>{@link #execute} and {@link #schedule} may be called from any thread; tasks handed to {@code
 * execute} by one thread run in that order. A task must not block.
 */
public interface ConnectionLoop extends Executor {

  /** Returns whether the calling thread is this loop's. */
  boolean inLoop();

  /**
   * Runs {@code task} on this loop once {@code delay} has passed. Any thread.
   *
   * @return runs to forget the task; without effect once it has begun
   */
  Runnable schedule(Runnable task, Duration delay);

  /**
   * Copies {@code frames} into one buffer, which may then be written to any number of connections
   * of this loop. Loop only.
   *
   * @param frames what {@link Framing#frame} returned, in order; not modified, not kept
   */
  OutboundBuffer join(List<byte[]> frames);

  /** Bytes ready to be written, shared by the connections of one loop. Loop only. */
  interface OutboundBuffer {
    /** Returns the number of bytes. */
    int length();

    /**
     * Returns the bytes, to be kept where no socket takes them yet. Each call returns the same
     * array, which is not modified: however many connections keep it, it is there once.
     */
    byte[] copy();

    /** Says that its maker will not write it again. What was written before still goes out. */
    void release();
  }
}
