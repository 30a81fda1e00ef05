package dev.nave.benchmarks.load;

import dev.nave.benchmarks.load.Tally.Snapshot;
import dev.nave.benchmarks.net.NettyIo;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
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

  private final Session session;
  private final NettyIo io;
  private final EventLoopGroup loops;
  private final Map<EventLoop, Tally> tallies = new HashMap<>();
  private final Callers callers;
  private final @Nullable ClientTls tls;
  private final Negotiator negotiator = new Negotiator();
  private final List<LoadConnection> connections = new ArrayList<>();
  private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

  LoadClient(Session session, NettyIo io, int threads) {
    this.session = session;
    this.io = io;
    loops = io.newLoops(threads);
    for (EventExecutor loop : loops) {
      tallies.put((EventLoop) loop, new Tally());
    }
    callers = new Callers(session);
    tls = scenario().isTls() ? new ClientTls() : null;
  }

  private Scenario scenario() {
    return session.plan().scenario();
  }

  /** Connects all, and returns when the hub has answered each of them. */
  void connect() throws InterruptedException {
    for (int i = 0; i < session.plan().connections(); i++) {
      session.awaitRoomToConnect();
      EventLoop loop = loops.next();
      LoadConnection connection = callers.newConnection(i, tallyOf(loop));
      connections.add(connection);
      connection.connecting();
      connect(connection, loop, i);
    }
    session.awaitAllOpen();
  }

  private void connect(LoadConnection connection, EventLoop loop, int index)
      throws InterruptedException {
    URI hub = session.plan().url(index);
    boolean webSocket = scenario().way() == Scenario.Way.WEB_SOCKET;
    URI url = webSocket && !scenario().isStateful() ? hub : negotiator.negotiate(hub, scenario());
    if (webSocket) {
      SocketLink link = new SocketLink(connection, url, session.plan().wire());
      var unused = open(loop, url, index, tls == null ? link : behind(tls, url, link));
    } else {
      new HttpLink(connection, url, loop, last -> open(loop, url, index, last)).connect();
    }
  }

  private static ChannelHandler behind(ClientTls tls, URI url, ChannelHandler link) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(tls.handler(channel.alloc(), url), link);
      }
    };
  }

  private ChannelFuture open(EventLoop loop, URI url, int index, ChannelHandler handler) {
    InetSocketAddress address = new InetSocketAddress(url.getHost(), url.getPort());
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(io.clientChannel())
            // Ends with a reset, so that no port waits a minute: the next round needs them all.
            .option(ChannelOption.SO_LINGER, 0)
            .handler(handler)
            .connect(address, sourceAddress(address, index));
    channels.add(connecting.channel());
    return connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            session.broken("cannot connect: " + done.cause());
          }
        });
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
    negotiator.deleteAll();
    channels.close().syncUninterruptibly(); // The end of their loops would leave some of them open.
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
