package dev.nave.benchmarks.servers;

import dev.nave.benchmarks.net.Writing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** One connection of the raw server: finds the load client's calls and answers them. Loop only. */
final class RawHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final byte END_OF_MESSAGE = 0x1e;

  private final RawLoops loops;
  private final EchoFlush echoFlush;
  private boolean flushDue;
  private @Nullable ChannelHandlerContext head;

  RawHandler(RawLoops loops, EchoFlush echoFlush) {
    this.loops = loops;
    this.echoFlush = echoFlush;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof HandshakeComplete) {
      head = behindEncryption(ctx.pipeline());
    }
    super.userEventTriggered(ctx, event);
  }

  /** What is written there has yet to be encrypted, if anything is. */
  private static @Nullable ChannelHandlerContext behindEncryption(ChannelPipeline pipeline) {
    return pipeline.get(SslHandler.class) == null
        ? pipeline.firstContext()
        : pipeline.context(pipeline.names().get(1));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    ByteBuf content = frame.content();
    int from = content.readerIndex();
    while (true) {
      int end = content.indexOf(from, content.writerIndex(), END_OF_MESSAGE);
      if (end < 0) {
        return;
      }
      byte[] message = new byte[end - from];
      content.getBytes(from, message);
      answer(ctx, message);
      from = end + 1;
    }
  }

  private void answer(ChannelHandlerContext ctx, byte[] message) {
    ChannelHandlerContext out = head;
    if (out == null) {
      throw new IllegalStateException("a frame came before the WebSocket handshake was done");
    }
    switch (RawMessages.initialOfTarget(message)) {
      case 'E' -> echo(out, RawMessages.completion(message, ctx.alloc()));
      case 'B' -> loops.broadcast(RawMessages.toEverybody(message));
      default -> shakeHands(ctx, out, message);
    }
  }

  private void echo(ChannelHandlerContext out, ByteBuf completion) {
    if (echoFlush == EchoFlush.PER_MESSAGE) {
      Writing.writeAndFlush(out, completion);
    } else {
      Writing.write(out, completion);
      flushDue = true;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (flushDue && head != null) {
      flushDue = false;
      head.flush();
    }
    super.channelReadComplete(ctx);
  }

  private void shakeHands(ChannelHandlerContext ctx, ChannelHandlerContext out, byte[] message) {
    if (RawMessages.isHandshake(message)) {
      loops.of(ctx.channel()).add(out);
      Writing.writeAndFlush(out, RawMessages.handshakeAnswer());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (head != null) {
      loops.of(ctx.channel()).remove(head);
    }
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Writing.close(ctx); // A load client that went away; what it missed is counted there.
  }
}
