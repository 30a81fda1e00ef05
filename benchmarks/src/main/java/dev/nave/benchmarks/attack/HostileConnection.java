package dev.nave.benchmarks.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nave.benchmarks.attack.Attack.Pace;
import dev.nave.benchmarks.net.Writing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** One connection of an attack. What the server says is not looked at. Loop only. */
final class HostileConnection extends ChannelInboundHandlerAdapter {
  private static final int DRIP_SECONDS = 1;

  private final Attack attack;
  private final URI url;
  private final AttackTally tally;
  private boolean begun;
  private boolean ended;
  private int sent;

  HostileConnection(Attack attack, URI url, AttackTally tally) {
    this.attack = attack;
    this.url = url;
    this.tally = tally;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    tally.connected(attack);
    Writing.writeAndFlush(ctx, attack.request(url));
    if (!attack.isWebSocket()) {
      begin(ctx);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    boolean upgraded = !begun && bytes.toString(US_ASCII).startsWith("HTTP/1.1 101");
    bytes.release();
    if (upgraded) {
      Writing.writeAndFlush(ctx, attack.handshake());
      begin(ctx);
    }
  }

  private void begin(ChannelHandlerContext ctx) {
    begun = true;
    if (!attack.reads()) {
      ctx.channel().config().setAutoRead(false);
    }
    switch (attack.pace()) {
      case DRIP ->
          ctx.executor().schedule(() -> drip(ctx), DRIP_SECONDS, TimeUnit.SECONDS).isDone();
      case FLOOD -> flood(ctx);
      default -> {
        write(ctx);
        Writing.close(ctx);
      }
    }
  }

  private void drip(ChannelHandlerContext ctx) {
    if (!ended) {
      write(ctx);
      ctx.executor().schedule(() -> drip(ctx), DRIP_SECONDS, TimeUnit.SECONDS).isDone();
    }
  }

  /** Writes as long as the socket takes it, and lets the others of the loop have their turn. */
  private void flood(ChannelHandlerContext ctx) {
    if (!ended && ctx.channel().isWritable()) {
      write(ctx);
      ctx.executor().execute(() -> flood(ctx));
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (begun && attack.pace() == Pace.FLOOD && ctx.channel().isWritable()) {
      flood(ctx);
    }
  }

  private void write(ChannelHandlerContext ctx) {
    byte[] next = attack.next(url, sent++);
    tally.sent(attack, next.length);
    Writing.writeAndFlush(ctx, Unpooled.wrappedBuffer(next));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended = true;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ended = true;
    Writing.close(ctx);
  }
}
