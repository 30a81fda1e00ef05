package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nave.benchmarks.load.MessageReader.MessageListener;
import dev.nave.benchmarks.net.Writing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client: goes over to WebSockets, shakes hands, then counts what comes in and checks that
 * nothing is missing, doubled or out of order. Loop only.
 */
final class LoadConnection extends ByteToMessageDecoder implements MessageListener {
  private static final int PING_SECONDS = 10;
  private static final int INDEX_OF_TYPE = "{\"type\":".length();
  private static final byte INVOCATION = '1';
  private static final byte COMPLETION = '3';
  private static final byte PING = '6';
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);

  private final Session session;
  private final URI url;
  private final Tally tally;
  private final SendTimes times;
  private final @Nullable Caller caller;
  private final MessageReader reader = new MessageReader(this);
  private final byte wantedType;
  private final int fromTextToEnd;

  private State state = State.UPGRADING;
  private long nextNumber;
  private long now;
  private @Nullable ChannelHandlerContext context;

  private enum State {
    UPGRADING,
    SHAKING_HANDS,
    /** Waits for the answer to an echo: who has it is registered, and hears broadcasts. */
    REGISTERING,
    OPEN
  }

  /**
   * Creates a client that has not connected yet.
   *
   * @param url the hub
   * @param times when the calls were sent whose answers come in here
   * @param caller makes the calls; null for one that only listens
   */
  LoadConnection(Session session, URI url, Tally tally, SendTimes times, @Nullable Caller caller) {
    this.session = session;
    this.url = url;
    this.tally = tally;
    this.times = times;
    this.caller = caller;
    boolean echo = session.plan().scenario() == Scenario.ECHO;
    wantedType = echo ? COMPLETION : INVOCATION;
    fromTextToEnd = CallFrame.TEXT_LENGTH + (echo ? "\"}" : "\"]}").length();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    String request =
        "GET "
            + url.getPath()
            + " HTTP/1.1\r\nHost: "
            + url.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    send(Unpooled.copiedBuffer(request, US_ASCII));
  }

  /** Begins to call, if this client calls at all. Any thread, once all are open. */
  void begin() {
    if (caller != null) {
      context().executor().execute(() -> caller.callDue(context()));
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (state == State.UPGRADING && !readHead(in)) {
      return;
    }
    now = System.nanoTime();
    reader.read(in);
  }

  private boolean readHead(ByteBuf in) {
    int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(END_OF_HEAD), in);
    if (end < 0) {
      return false;
    }
    String head = in.toString(in.readerIndex(), end - in.readerIndex(), US_ASCII);
    if (!head.startsWith("HTTP/1.1 101 ")) {
      session.broken("the server refused the WebSocket: " + head.lines().findFirst().orElse(""));
    }
    in.readerIndex(end + END_OF_HEAD.length);
    state = State.SHAKING_HANDS;
    send(CallFrame.handshake());
    return true;
  }

  @Override
  public void message(ByteBuf in, int from, int to) {
    byte type = to - from > INDEX_OF_TYPE ? in.getByte(from + INDEX_OF_TYPE) : 0;
    if (state == State.SHAKING_HANDS && to - from == "{}".length()) {
      register();
    } else if (state == State.REGISTERING && type == COMPLETION) {
      open();
    } else if (state == State.OPEN && type == wantedType && to - from >= fromTextToEnd) {
      answer(CallFrame.numberAt(in, to - fromTextToEnd));
    } else if (type != PING) {
      session.broken(state + ", but got " + in.toString(from, to - from, US_ASCII));
    }
  }

  private void register() {
    state = State.REGISTERING;
    ByteBuf echo = Unpooled.buffer();
    CallFrame.echo().writeTo(echo, 0);
    send(echo);
  }

  private void open() {
    state = State.OPEN;
    var pings =
        context()
            .executor()
            .scheduleAtFixedRate(
                () -> send(CallFrame.ping()), PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    var unused = context().channel().closeFuture().addListener(closed -> pings.cancel(false));
    session.opened();
  }

  private void send(ByteBuf frame) {
    Writing.writeAndFlush(context(), frame);
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      throw new IllegalStateException("not connected yet");
    }
    return ctx;
  }

  private void answer(long number) {
    if (number != nextNumber) {
      session.broken("expected message " + nextNumber + " but " + number + " came");
    }
    nextNumber = number + 1;
    tally.received();
    tally.latency(now - times.of(number));
    if (caller != null) {
      caller.answered();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (caller != null && nextNumber > 0 && !session.isStopped()) {
      caller.callDue(ctx);
    }
    super.channelReadComplete(ctx);
  }

  @Override
  public void closed() {
    session.broken("the server closed a connection");
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    session.broken("a connection was lost");
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    session.broken("a connection failed: " + cause);
    Writing.close(ctx);
  }
}
