package dev.nave.benchmarks.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nave.benchmarks.load.CallFrame;
import dev.nave.benchmarks.load.HubSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one hostile connection does until the server ends it. */
@SuppressWarnings("ImmutableEnumChecker") // What is not final is made once, and the same for all.
public enum Attack {
  /** The head of a request, a byte each second. */
  SLOW_HEAD(Start.HTTP, Pace.DRIP, true, number -> text("a")),
  /** The body of a request, a byte each second. */
  SLOW_BODY(Start.BODY, Pace.DRIP, true, number -> text("x")),
  /** A WebSocket, and then nothing. */
  NO_HANDSHAKE(Start.WEB_SOCKET, Pace.DRIP, true, number -> Unpooled.EMPTY_BUFFER),
  /** Half of the first message, and then the next connection. */
  HALF_HANDSHAKES(Start.WEB_SOCKET, Pace.END, true, number -> CallFrame.of("{\"protocol\":\"js")),
  /** A message, a byte each second. */
  SLOW_MESSAGE(Start.HUB_LONG_FRAME, Pace.DRIP, true, number -> text(" ")),
  /** Calls, as many as the sockets take. */
  CALLS(Start.HUB, Pace.FLOOD, true, number -> numbered(CallFrame.echo(), number)),
  /** Calls of methods that there are not, each with a name of its own. */
  UNKNOWN_METHODS(
      Start.HUB, Pace.FLOOD, true, number -> numbered(CallFrame.unknownMethod(), number)),
  /** Pings of the hub protocol and of the WebSocket. */
  PINGS(
      Start.HUB,
      Pace.FLOOD,
      true,
      number -> Unpooled.wrappedBuffer(CallFrame.ping(), bytes(0x89, 0x80, 0, 0, 0, 0))),
  /** Values nested ten thousand deep. */
  JSON_BOMBS(Start.HUB, Pace.FLOOD, true, number -> echoOf("[".repeat(10_000))),
  /** Values of very many parts. */
  WIDE_JSON(Start.HUB, Pace.FLOOD, true, number -> echoOf("{\"a\":[]},".repeat(3_000) + "0")),
  /** Arrays that say that they have four billion elements. */
  MESSAGEPACK_BOMBS(Start.MESSAGEPACK, Pace.FLOOD, true, number -> messagePackBomb()),
  /** A frame that says that it is as long as all memory, and begins. */
  HUGE_FRAME(Start.HUB_HUGE_FRAME, Pace.FLOOD, true, number -> text("x".repeat(4_096))),
  /** Calls whose answers, like all broadcasts, are never read. */
  NEVER_READING(Start.HUB, Pace.FLOOD, false, number -> numbered(CallFrame.echo(), number)),
  /** Requests to negotiate, without waiting for answers. */
  NEGOTIATES(Start.NOTHING, Pace.FLOOD, true, number -> Unpooled.EMPTY_BUFFER);

  private static final int REPEATED = 32;

  /** What goes before. */
  enum Start {
    NOTHING,
    HTTP,
    BODY,
    WEB_SOCKET,
    HUB,
    HUB_LONG_FRAME,
    HUB_HUGE_FRAME,
    MESSAGEPACK;

    boolean isWebSocket() {
      return this != NOTHING && this != HTTP && this != BODY;
    }
  }

  /** How fast it goes on. */
  enum Pace {
    DRIP,
    FLOOD,
    END
  }

  private final Start start;
  private final Pace pace;
  private final boolean reads;
  private final IntFunction<ByteBuf> part;

  private volatile byte @Nullable [] same;

  Attack(Start start, Pace pace, boolean reads, IntFunction<ByteBuf> part) {
    this.start = start;
    this.pace = pace;
    this.reads = reads;
    this.part = part;
  }

  /** Reads a list with commas between; {@code all} are all. */
  public static List<Attack> named(String list) {
    return list.equals("all")
        ? List.of(values())
        : Arrays.stream(list.split(",", -1))
            .map(name -> valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
            .toList();
  }

  Pace pace() {
    return pace;
  }

  /** Returns whether it reads what the server sends, once it has begun. */
  boolean reads() {
    return reads;
  }

  boolean isWebSocket() {
    return start.isWebSocket();
  }

  /** Returns what is sent at first over HTTP. */
  ByteBuf request(URI url) {
    return switch (start) {
      case NOTHING -> Unpooled.EMPTY_BUFFER;
      case HTTP -> text("GET " + url.getPath() + " HTTP/1.1\r\nX-A: ");
      case BODY -> text(post(url) + "Content-Length: 50000\r\n\r\n");
      default -> text(HubSocket.upgrade(url));
    };
  }

  /** Returns what is sent when the WebSocket is there. */
  ByteBuf handshake() {
    return switch (start) {
      case HUB -> CallFrame.handshake();
      case HUB_LONG_FRAME ->
          Unpooled.wrappedBuffer(
              CallFrame.handshake(), bytes(0x81, 0x80 | 126, 0x70, 0, 0, 0, 0, 0));
      case HUB_HUGE_FRAME ->
          Unpooled.wrappedBuffer(
              CallFrame.handshake(),
              bytes(0x81, 0x80 | 127, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0));
      case MESSAGEPACK -> CallFrame.of("{\"protocol\":\"messagepack\",\"version\":1}\u001e");
      default -> Unpooled.EMPTY_BUFFER;
    };
  }

  /** Returns what is sent again and again: several messages at a time in a flood. */
  byte[] next(URI url, int number) {
    return switch (this) {
      case CALLS, UNKNOWN_METHODS, NEVER_READING -> parts(number * REPEATED, REPEATED);
      case NEGOTIATES -> always(() -> ByteBufUtil.getBytes(text(negotiate(url).repeat(REPEATED))));
      case PINGS -> always(() -> parts(0, REPEATED));
      default -> always(() -> parts(0, 1));
    };
  }

  private byte[] parts(int from, int times) {
    ByteBuf all = Unpooled.buffer();
    for (int i = 0; i < times; i++) {
      all.writeBytes(part.apply(from + i));
    }
    return ByteBufUtil.getBytes(all);
  }

  /** Makes it once: attackers are not to be slower than what they attack. */
  private byte[] always(Supplier<byte[]> made) {
    byte[] before = same;
    if (before == null) {
      before = made.get();
      same = before;
    }
    return before;
  }

  private static String negotiate(URI url) {
    return post(url) + "Content-Length: 0\r\n\r\n";
  }

  private static String post(URI url) {
    return "POST "
        + url.getPath()
        + "/negotiate?negotiateVersion=1 HTTP/1.1\r\nHost: "
        + url.getAuthority()
        + "\r\n";
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ByteBuf numbered(CallFrame frame, int number) {
    ByteBuf out = Unpooled.buffer();
    frame.writeTo(out, number);
    return out;
  }

  private static ByteBuf echoOf(String value) {
    return CallFrame.of(
        "{\"type\":1,\"invocationId\":\"1\",\"target\":\"Echo\",\"arguments\":[["
            + value
            + "]]}\u001e");
  }

  private static ByteBuf messagePackBomb() {
    return Unpooled.wrappedBuffer(
        bytes(0x82, 0x80 | 15, 0, 0, 0, 0), // A binary frame of 15 bytes with a mask of zeros.
        bytes(14, 0x96, 1, 0x80, 0xc0, 0xa4, 'E', 'c', 'h', 'o', 0xdd, 0xff, 0xff, 0xff, 0xff));
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf bytes = Unpooled.buffer(values.length);
    for (int value : values) {
      bytes.writeByte(value);
    }
    return bytes;
  }
}
