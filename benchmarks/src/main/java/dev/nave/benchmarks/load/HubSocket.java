package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
 * One WebSocket to a hub: goes over to it, shakes hands, makes one call to be sure that it is
 * registered, and pings from then on. Loop only.
 */
public abstract class HubSocket extends ByteToMessageDecoder {
  static final int PING_SECONDS = 10;
  private static final String COMPRESSION = "permessage-deflate";
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);

  private final URI url;
  private final Dialect dialect;
  private final HubDialog dialog;
  private final MessageReader reader;
  private boolean upgraded;
  private long now;
  private @Nullable ChannelHandlerContext context;

  /** Creates one that has not connected yet, and speaks JSON. */
  protected HubSocket(URI url) {
    this(url, Wire.JSON);
  }

  /** Creates one that has not connected yet. */
  HubSocket(URI url, Wire wire) {
    this.url = url;
    dialect = wire.dialect();
    dialog = new HubDialog(dialect, new Host());
    reader = new MessageReader(dialect, dialog);
  }

  /** The hub has answered. */
  protected abstract void opened();

  /**
   * A hub message has come that is no ping: in {@code in}, from {@code from} until before {@code
   * to}.
   *
   * @param type the digit of its type
   */
  protected abstract void message(byte type, ByteBuf in, int from, int to);

  /** The connection is of no use any more; may be said twice. */
  protected abstract void broken(String why);

  /** Returns whether broadcasts may come before the hub has answered; they are not told. */
  protected boolean hearsEarlyMessages() {
    return false;
  }

  /** Returns whether to ask for {@code permessage-deflate}, which the server must agree to. */
  protected boolean wantsCompression() {
    return false;
  }

  /** Returns whether to ask for stateful reconnect. */
  boolean isStateful() {
    return false;
  }

  /** Returns the call that is made to be sure that the hub knows the connection; null for none. */
  @Nullable Template firstCall() {
    return dialect.call(HubCall.invoke("Echo", CallFrame.TEXT));
  }

  /** A frame has come, which took so many bytes on the wire. */
  protected void frame(long bytes) {}

  /** Returns when the bytes came that are being read, by {@link System#nanoTime}. */
  protected final long now() {
    return now;
  }

  /** Returns the request that asks for a WebSocket. */
  public static String upgrade(URI url) {
    return upgrade(url, url.getPath(), "");
  }

  /**
   * The same with further headers.
   *
   * @param headers each ends with a line break
   */
  public static String upgrade(URI url, String headers) {
    return upgrade(url, url.getPath(), headers);
  }

  private static String upgrade(URI url, String resource, String headers) {
    return "GET "
        + resource
        + " HTTP/1.1\r\nHost: "
        + url.getAuthority()
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + headers
        + "\r\n";
  }

  @Override
  public final void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    String headers = wantsCompression() ? "Sec-WebSocket-Extensions: " + COMPRESSION + "\r\n" : "";
    send(Unpooled.copiedBuffer(upgrade(url, dialect.resource(url), headers), US_ASCII));
  }

  @Override
  protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (!upgraded && !readHead(in)) {
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
      broken("the server refused the WebSocket: " + head.lines().findFirst().orElse(""));
    }
    if (wantsCompression() != head.contains(COMPRESSION)) {
      broken("the server has no " + COMPRESSION + ", or one that was not asked for");
    }
    in.readerIndex(end + END_OF_HEAD.length);
    upgraded = true;
    dialog.begin();
    return true;
  }

  private final class Host implements HubDialog.Host {
    @Override
    public void send(Template message) {
      HubSocket.this.send(CallFrame.masked(message).toBytes());
    }

    @Override
    public void accepted() {
      reader.accepted();
    }

    @Override
    public void opened() {
      var pings =
          context()
              .executor()
              .scheduleAtFixedRate(dialog::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
      var unused = context().channel().closeFuture().addListener(closed -> pings.cancel(false));
      HubSocket.this.opened();
    }

    @Override
    public void message(byte type, ByteBuf in, int from, int to) {
      HubSocket.this.message(type, in, from, to);
    }

    @Override
    public void frame(long bytes) {
      HubSocket.this.frame(bytes);
    }

    @Override
    public void broken(String why) {
      HubSocket.this.broken(why);
    }

    @Override
    public @Nullable Template firstCall() {
      return HubSocket.this.firstCall();
    }

    @Override
    public boolean hearsEarlyMessages() {
      return HubSocket.this.hearsEarlyMessages();
    }

    @Override
    public boolean isStateful() {
      return HubSocket.this.isStateful();
    }
  }

  /** Writes and flushes a frame, and releases it. */
  public final void send(ByteBuf frame) {
    Writing.writeAndFlush(context(), frame);
  }

  /** Returns the context of the handler. */
  protected final ChannelHandlerContext context() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      throw new IllegalStateException("not connected yet");
    }
    return ctx;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    broken("a connection was lost");
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    broken("a connection failed: " + cause);
    Writing.close(ctx);
  }
}
