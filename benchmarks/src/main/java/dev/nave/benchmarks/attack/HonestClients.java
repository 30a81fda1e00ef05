package dev.nave.benchmarks.attack;

import dev.nave.benchmarks.load.LatencyHistogram;
import dev.nave.benchmarks.load.LoadException;
import dev.nave.benchmarks.net.NettyIo;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The honest clients of one server, on one event loop. For one thread. */
final class HonestClients implements AutoCloseable {
  private static final int CONNECTING_AT_A_TIME = 50;
  private static final int CONNECT_SECONDS = 30;

  private final EventLoopGroup loops;
  private final List<HonestConnection> connections = new ArrayList<>();
  private final Semaphore connecting = new Semaphore(CONNECTING_AT_A_TIME);
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicReference<String> firstCut = new AtomicReference<>("");
  private volatile boolean ending;

  /** Connects all, and returns when the hub has answered each of them. */
  HonestClients(URI url, int number) throws InterruptedException {
    NettyIo io = NettyIo.best();
    loops = io.newLoops(1);
    for (int i = 0; i < number; i++) {
      await(1);
      HonestConnection connection = new HonestConnection(this, url, i, i == 0);
      connections.add(connection);
      new Bootstrap()
          .group(loops)
          .channel(io.clientChannel())
          .handler(connection)
          .connect(new InetSocketAddress(url.getHost(), url.getPort()))
          .syncUninterruptibly();
    }
    await(CONNECTING_AT_A_TIME);
  }

  private void await(int permits) throws InterruptedException {
    if (!connecting.tryAcquire(permits, CONNECT_SECONDS, TimeUnit.SECONDS)) {
      throw new LoadException("honest clients were not answered in " + CONNECT_SECONDS + " s");
    }
  }

  void opened() {
    connecting.release();
  }

  void cut(String why, boolean wasOpen) {
    if (ending) {
      return;
    }
    cut.incrementAndGet();
    firstCut.compareAndSet("", why);
    if (!wasOpen) {
      connecting.release();
    }
  }

  /** Lets so much time pass, and returns what the clients noticed meanwhile. */
  Heard hear(long seconds) throws InterruptedException {
    var unusedBefore = take();
    int cutBefore = cut.get();
    if (new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nothing counts down");
    }
    Heard heard = take();
    String why = String.valueOf(firstCut.get());
    return new Heard(heard.messages(), heard.latencies(), cut.get() - cutBefore, why);
  }

  private Heard take() {
    return loops
        .submit(
            () -> {
              LatencyHistogram sum = new LatencyHistogram();
              long messages = 0;
              for (HonestConnection connection : connections) {
                messages += connection.take(sum);
              }
              return new Heard(messages, sum, 0, "");
            })
        .syncUninterruptibly()
        .getNow();
  }

  /**
   * What clients noticed in a round.
   *
   * @param messages answers and broadcasts
   * @param latencies from each call to each message that came of it
   * @param cut how many of the clients were cut
   * @param why why the first of them was
   */
  record Heard(long messages, LatencyHistogram latencies, int cut, String why) {
    double millis(double part) {
      return latencies.percentile(part).toNanos() / 1e6;
    }
  }

  @Override
  public void close() {
    ending = true;
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
