package dev.nave.benchmarks.load;

import dev.nave.benchmarks.load.Tally.Snapshot;
import dev.nave.benchmarks.net.NettyIo;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections of one run and the event loops that they live on. For one thread. */
final class LoadClient implements AutoCloseable {
  private static final int CONNECTIONS_PER_SOURCE_ADDRESS = 10_000;
  private static final int TIMES_KEPT_FOR_LATE_LISTENERS = 8_192;

  private final Session session;
  private final NettyIo io;
  private final EventLoopGroup loops;
  private final Map<EventLoop, Tally> tallies = new HashMap<>();
  private final SendTimes broadcasts;
  private final List<LoadConnection> connections = new ArrayList<>();
  private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

  LoadClient(Session session, NettyIo io, int threads) {
    this.session = session;
    this.io = io;
    loops = io.newLoops(threads);
    for (EventExecutor loop : loops) {
      tallies.put((EventLoop) loop, new Tally());
    }
    broadcasts =
        new SendTimes(Math.max(TIMES_KEPT_FOR_LATE_LISTENERS, 2 * session.plan().outstanding()));
  }

  /** Connects all, and returns when the hub has answered each of them. */
  void connect() throws InterruptedException {
    for (int i = 0; i < session.plan().connections(); i++) {
      session.awaitRoomToConnect();
      EventLoop loop = loops.next();
      URI url = session.plan().url(i);
      InetSocketAddress address = new InetSocketAddress(url.getHost(), url.getPort());
      LoadConnection connection = newConnection(loop, url, i);
      connections.add(connection);
      ChannelFuture connecting =
          new Bootstrap()
              .group(loop)
              .channel(io.clientChannel())
              .handler(connection)
              .connect(address, sourceAddress(address, i));
      channels.add(connecting.channel());
      var unused =
          connecting.addListener(
              done -> {
                if (!done.isSuccess()) {
                  session.broken("cannot connect: " + done.cause());
                }
              });
    }
    session.awaitAllOpen();
  }

  private LoadConnection newConnection(EventLoop loop, URI url, int index) {
    Tally tally = tallyOf(loop);
    int outstanding = session.plan().outstanding();
    if (session.plan().scenario().isAnswered()) {
      SendTimes own = new SendTimes(outstanding);
      return new LoadConnection(
          session,
          url,
          tally,
          own,
          new Caller(session.plan().scenario().call(), outstanding, own, tally));
    }
    Caller caller =
        index == 0
            ? new Caller(session.plan().scenario().call(), outstanding, broadcasts, tally)
            : null;
    return new LoadConnection(session, url, tally, broadcasts, caller);
  }

  private Tally tallyOf(EventLoop loop) {
    Tally tally = tallies.get(loop);
    if (tally == null) {
      throw new IllegalStateException("nothing is counted on " + loop);
    }
    return tally;
  }

  /** Another loopback address for every ten thousand, since each has some 28,000 ports. */
  private static @Nullable InetSocketAddress sourceAddress(InetSocketAddress target, int index) {
    int address = 1 + index / CONNECTIONS_PER_SOURCE_ADDRESS;
    return address > 1 && target.getAddress().isLoopbackAddress()
        ? new InetSocketAddress("127.0.0." + address, 0)
        : null;
  }

  /** Lets the callers call. */
  void begin() {
    connections.forEach(LoadConnection::begin);
  }

  /** Returns the sums of all loops, and begins new histograms. */
  Snapshot take() {
    Snapshot sum = Snapshot.empty();
    for (Map.Entry<EventLoop, Tally> entry : tallies.entrySet()) {
      sum = sum.plus(entry.getKey().submit(entry.getValue()::take).syncUninterruptibly().getNow());
    }
    return sum;
  }

  /** Closes all connections, and returns when that is done. */
  @Override
  public void close() {
    session.end();
    channels.close().syncUninterruptibly(); // The end of their loops would leave some of them open.
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
