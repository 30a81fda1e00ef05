package dev.nave.transport.websocket.internal;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpResponseEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Makes a link of an HTTP connection: the handlers of HTTP go, that of the link comes. Loop only.
 */
// Netty's futures are ignored on purpose: what fails closes the channel, which is heard of.
@SuppressWarnings("FutureReturnValueIgnored")
final class Takeover {
  private final Channel channel;
  private final ServerContext server;
  private final ChannelHandler http;

  /**
   * Prepares it.
   *
   * @param http the handler that the link's replaces
   */
  Takeover(Channel channel, ServerContext server, ChannelHandler http) {
    this.channel = channel;
    this.server = server;
    this.http = http;
  }

  /** Becomes a WebSocket, by the client's key; false if the channel has failed. */
  boolean byWebSocket(String key, @Nullable HttpRequest request, Attachable connection) {
    String subProtocol = SubProtocols.agreed(server.settings().subProtocols(), request);
    if (hasFailed(channel.writeAndFlush(Upgrade.accept(key, subProtocol)))) {
      connection.abandon();
      return false;
    }
    NettyWebSocketConnection link =
        new NettyWebSocketConnection(
            channel, server.loopOf(channel.eventLoop()), server.settings().closeTimeout());
    replaceHandlers(link);
    link.attachTo(connection);
    handOnRest();
    return true;
  }

  /**
   * Becomes an event stream. The connection is there before the client hears of it: it may send
   * from another socket as soon as it does.
   */
  void byEventStream(Stream stream, boolean chunked) {
    channel.write(Responses.beginning(stream.beginning(), chunked), channel.voidPromise());
    NettySseConnection link =
        new NettySseConnection(
            channel, server.loopOf(channel.eventLoop()), chunked, server.settings().closeTimeout());
    replaceHandlers(link);
    link.begin(stream.beginning().body(), stream.connection());
    handOnRest();
  }

  private static boolean hasFailed(ChannelFuture written) {
    return written.isDone() && !written.isSuccess();
  }

  private void replaceHandlers(ChannelHandler link) {
    channel.pipeline().addLast(link);
    channel.pipeline().remove(HttpResponseEncoder.class);
    channel.pipeline().remove(http);
    channel.config().setAutoRead(true);
  }

  /** Hands on what the client has sent behind its request. */
  private void handOnRest() {
    channel.pipeline().remove(RequestDecoder.class);
  }
}
