package dev.nave.benchmarks.servers;

import dev.nave.benchmarks.net.NettyIo;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/**
 * The limit to measure against: bare Netty that answers the load client with the same bytes as a
 * hub server, and knows nothing of hubs. Its calls are found by a search for bytes.
 *
 * <p>A broadcast is framed once; each event loop joins what is queued for it into one buffer, and
 * makes one write and flush per connection. How echoes leave is said by {@link EchoFlush}.
 */
public final class RawServer implements AutoCloseable {
  private static final int MAX_HTTP_BYTES = 8_192;
  private static final int MAX_FRAME_BYTES = 131_072;

  private final EventLoopGroup loops;
  private final ChannelGroup connections;
  private final Channel listening;

  private RawServer(EventLoopGroup loops, ChannelGroup connections, Channel listening) {
    this.loops = loops;
    this.connections = connections;
    this.listening = listening;
  }

  /**
   * Listens on the loopback interface.
   *
   * @param port the port; 0 for a free one
   * @param threads the number of event loops
   * @param tls whether clients speak TLS; the certificate is a new one
   * @param echoFlush when echoes leave
   */
  public static RawServer start(
      int port, int threads, NettyIo io, boolean tls, EchoFlush echoFlush) {
    SslContext encryption = tls ? newEncryption() : null;
    EventLoopGroup loops = io.newLoops(threads);
    RawLoops shared = new RawLoops(loops);
    ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    Channel listening =
        new ServerBootstrap()
            .group(loops)
            .channel(io.serverChannel())
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.add(channel);
                    if (encryption != null) {
                      channel.pipeline().addLast(encryption.newHandler(channel.alloc()));
                    }
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(MAX_HTTP_BYTES))
                        .addLast(new WebSocketServerProtocolHandler(webSockets()))
                        .addLast(new RawHandler(shared, echoFlush));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .syncUninterruptibly()
            .channel();
    return new RawServer(loops, connections, listening);
  }

  private static SslContext newEncryption() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(ServerTls.newKeyStore(), ServerTls.password());
      return SslContextBuilder.forServer(keys).sslProvider(SslProvider.JDK).build();
    } catch (GeneralSecurityException | SSLException e) {
      throw new IllegalStateException("no TLS", e);
    }
  }

  private static WebSocketServerProtocolConfig webSockets() {
    return WebSocketServerProtocolConfig.newBuilder()
        .websocketPath("/")
        .checkStartsWith(true)
        .maxFramePayloadLength(MAX_FRAME_BYTES)
        .withUTF8Validator(false)
        .build();
  }

  /** Returns the port that is listened on. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Returns the number of clients that are connected. */
  public int connections() {
    return connections.size();
  }

  /** Closes the port and all connections. */
  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    connections.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
