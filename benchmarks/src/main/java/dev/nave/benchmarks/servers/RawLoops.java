package dev.nave.benchmarks.servers;

import dev.nave.benchmarks.net.Writing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** The connections of each event loop, and the broadcasts that wait for it. Any thread. */
final class RawLoops {
  private final Map<EventLoop, Members> byLoop = new HashMap<>();

  RawLoops(EventLoopGroup loops) {
    for (EventExecutor loop : loops) {
      byLoop.put((EventLoop) loop, new Members((EventLoop) loop));
    }
  }

  /** Returns the connections of the loop of {@code channel}. */
  Members of(Channel channel) {
    Members members = byLoop.get(channel.eventLoop());
    if (members == null) {
      throw new IllegalStateException("no connections are kept for " + channel.eventLoop());
    }
    return members;
  }

  /** Sends a whole frame to every connection; the array must not be modified any more. */
  void broadcast(byte[] frame) {
    for (Members members : byLoop.values()) {
      members.broadcast(frame);
    }
  }

  /** The connections of one loop, each by the context at the head of its pipeline. */
  static final class Members {
    private final EventLoop loop;
    private final List<ChannelHandlerContext> heads = new ArrayList<>();
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    Members(EventLoop loop) {
      this.loop = loop;
    }

    /** Loop only. */
    void add(ChannelHandlerContext head) {
      heads.add(head);
    }

    /** Loop only. */
    void remove(ChannelHandlerContext head) {
      heads.remove(head);
    }

    private void broadcast(byte[] frame) {
      waiting.add(frame);
      if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
        loop.execute(this::drain);
      }
    }

    private void drain() {
      scheduled.set(false);
      List<byte[]> run = new ArrayList<>();
      int length = 0;
      for (byte[] frame = waiting.poll(); frame != null; frame = waiting.poll()) {
        run.add(frame);
        length += frame.length;
      }
      if (heads.isEmpty() || run.isEmpty()) {
        return;
      }
      ByteBuf joined = heads.get(0).alloc().directBuffer(length);
      for (byte[] frame : run) {
        joined.writeBytes(frame);
      }
      for (ChannelHandlerContext head : heads) {
        Writing.writeAndFlush(head, joined.retainedDuplicate());
      }
      joined.release();
    }
  }
}
