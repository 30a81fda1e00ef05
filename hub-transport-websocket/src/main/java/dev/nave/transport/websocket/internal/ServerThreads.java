package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.ServerTransport;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a server: the event loops, and one that accepts connections. A single loop does
 * that itself: new clients are its own in any case, and two threads would take turns. Any thread.
 */
final class ServerThreads {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  /** How long the threads may take to end, in milliseconds. */
  private static final long LONGEST_END = 2_000;

  private static final long TICK_SECONDS = 5;

  private final MultiThreadIoEventLoopGroup acceptor;
  private final MultiThreadIoEventLoopGroup loops;

  /**
   * Makes the threads, which start when they have something to do.
   *
   * @param ended called when one has ended, on that thread: nothing ever replaces it
   */
  ServerThreads(Io io, int loops, Runnable ended) {
    this.loops = group(io, loops, new Threads("nave-loop", ended));
    try {
      acceptor = loops == 1 ? this.loops : group(io, 1, new Threads("nave-accept", ended));
    } catch (RuntimeException | Error e) {
      var unusedEnd = endOf(this.loops);
      throw e;
    }
  }

  private static MultiThreadIoEventLoopGroup group(Io io, int threads, Threads factory) {
    return new MultiThreadIoEventLoopGroup(threads, factory, io.handlers().get());
  }

  /** Makes the threads of one group. */
  private static final class Threads extends DefaultThreadFactory {
    private final Runnable ended;

    Threads(String name, Runnable ended) {
      super(name);
      this.ended = ended;
    }

    @Override
    public Thread newThread(Runnable loop) {
      return super.newThread(
          () -> {
            try {
              loop.run();
            } finally {
              ended.run();
            }
          });
    }
  }

  EventLoopGroup acceptor() {
    return acceptor;
  }

  EventLoopGroup loops() {
    return loops;
  }

  /** Returns what hubs know of each event loop. */
  Map<EventLoop, NettyLoop> nettyLoops() {
    Map<EventLoop, NettyLoop> made = new HashMap<>();
    for (EventExecutor executor : loops) {
      EventLoop loop = (EventLoop) executor;
      made.put(loop, new NettyLoop(loop, ByteBufAllocator.DEFAULT));
    }
    return made;
  }

  /** Has a short task run every few seconds, on the thread that accepts, until the threads end. */
  void tick(Runnable task) {
    var unusedTicks =
        acceptor.next().scheduleWithFixedDelay(task, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
  }

  /** Done when every loop has seen the connections that were handed to it. */
  CompletableFuture<Void> allHaveRun() {
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (EventExecutor loop : loops) {
      runs.add(runOn(loop, () -> {}));
    }
    return CompletableFuture.allOf(runs.toArray(CompletableFuture<?>[]::new));
  }

  /** Runs a task on a loop. Done at once if the loop has ended, and its channels with it. */
  static CompletableFuture<Void> runOn(EventExecutor loop, Runnable task) {
    try {
      return CompletableFuture.runAsync(task, loop);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Ends the threads. A method on a loop may never return; its loop is left to it. */
  CompletableFuture<Void> end() {
    return CompletableFuture.allOf(endOf(acceptor), endOf(loops))
        .orTimeout(2 * LONGEST_END, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              LOG.warn("an event loop does not end, and is left running: its code blocks");
              return null;
            });
  }

  private static CompletableFuture<Void> endOf(MultiThreadIoEventLoopGroup group) {
    return toStage(group.shutdownGracefully(0, LONGEST_END, TimeUnit.MILLISECONDS));
  }

  /** Returns a stage that completes as a future of Netty does. */
  static CompletableFuture<Void> toStage(Future<?> future) {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    future.addListener(
        done -> {
          if (done.isSuccess()) {
            stage.complete(null);
          } else {
            stage.completeExceptionally(done.cause());
          }
        });
    return stage;
  }
}
