package dev.nave.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The messages of one client in a WebSocket. Loop only. */
final class SocketLink extends HubSocket implements HubLink {
  private final LoadConnection client;

  /** Creates one that has not connected yet. */
  SocketLink(LoadConnection client, URI url, Wire wire) {
    super(url, wire);
    this.client = client;
  }

  @Override
  protected void opened() {
    client.opened(this);
  }

  @Override
  protected void message(byte type, ByteBuf in, int from, int to) {
    client.message(this, type, in, from, to, now());
  }

  @Override
  protected void broken(String why) {
    client.broken(why);
  }

  @Override
  protected boolean wantsCompression() {
    return client.scenario().isDeflated();
  }

  @Override
  boolean isStateful() {
    return client.scenario().isStateful();
  }

  @Override
  @Nullable Template firstCall() {
    return client.firstCall();
  }

  @Override
  protected void frame(long bytes) {
    client.frame(bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    client.turnEnded(this);
    super.channelReadComplete(ctx);
  }

  @Override
  public CallFrame frameOf(Template message) {
    return CallFrame.masked(message);
  }

  @Override
  public EventExecutor loop() {
    return context().executor();
  }
}
