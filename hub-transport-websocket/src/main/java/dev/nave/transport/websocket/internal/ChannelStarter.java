package dev.nave.transport.websocket.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;

/** Builds the pipeline of an accepted channel: TLS where wanted, then HTTP. */
final class ChannelStarter extends ChannelInitializer<Channel> {
  private final ServerContext server;
  private final ChannelGroup channels;

  ChannelStarter(ServerContext server, ChannelGroup channels) {
    this.server = server;
    this.channels = channels;
  }

  @Override
  protected void initChannel(Channel channel) {
    channels.add(channel);
    TlsContexts tls = server.settings().tls();
    if (tls != null) {
      SslHandler handler = tls.current().newHandler(channel.alloc());
      handler.setHandshakeTimeoutMillis(server.settings().http().requestTimeout().toMillis());
      channel.pipeline().addLast(handler);
    }
    HttpHandler http = new HttpHandler(channel, server);
    channel
        .pipeline()
        .addLast(new RequestDecoder(channel, server.settings().http(), http::requestBegins))
        .addLast(new HttpResponseEncoder())
        .addLast(http);
  }
}
