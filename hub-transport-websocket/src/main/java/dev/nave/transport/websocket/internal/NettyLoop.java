package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.RoundRobin;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event loop, as its connections see it: one instance per event loop. After the transport has
 * stopped, {@link #execute} and {@link #schedule} throw {@link
 * java.util.concurrent.RejectedExecutionException}.
 */
final class NettyLoop implements ConnectionLoop {
  /** For requests that wait in a row, and what is inflated: as long as those who read on. */
  private static final Duration MAX_POSTPONED_TIME_PER_TURN = Duration.ofMillis(1);

  private final EventLoop eventLoop;
  private final ByteBufAllocator allocator;
  private final RoundRobin later =
      new RoundRobin(this, System::nanoTime, MAX_POSTPONED_TIME_PER_TURN);

  NettyLoop(EventLoop eventLoop, ByteBufAllocator allocator) {
    this.eventLoop = eventLoop;
    this.allocator = allocator;
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  /** Runs a piece of work when the other connections have had their turn. Loop only. */
  void later(Runnable work) {
    later.add(work);
  }

  @Override
  public boolean inLoop() {
    return eventLoop.inEventLoop();
  }

  @Override
  public void execute(Runnable task) {
    eventLoop.execute(task);
  }

  @Override
  public Runnable schedule(Runnable task, Duration delay) {
    Future<?> scheduled = eventLoop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public OutboundBuffer join(List<byte[]> frames) {
    assert inLoop();
    int length = 0;
    for (byte[] frame : frames) {
      length = Math.addExact(length, frame.length);
    }
    ByteBuf bytes = allocator.directBuffer(length, length);
    for (byte[] frame : frames) {
      bytes.writeBytes(frame);
    }
    return new SharedBuffer(bytes);
  }

  @Override
  public String toString() {
    return eventLoop.toString();
  }

  /** Bytes that any number of channels write, each with a position of its own. */
  static final class SharedBuffer implements OutboundBuffer {
    private final ByteBuf bytes;
    private byte @Nullable [] copy;

    private SharedBuffer(ByteBuf bytes) {
      this.bytes = bytes;
    }

    /** Returns a view for one write, which releases it. */
    ByteBuf view() {
      return bytes.retainedDuplicate();
    }

    @Override
    public int length() {
      return bytes.readableBytes();
    }

    @Override
    public byte[] copy() {
      byte[] made = copy;
      if (made == null) {
        made = ByteBufUtil.getBytes(bytes);
        copy = made;
      }
      return made;
    }

    @Override
    public void release() {
      bytes.release();
    }
  }
}
