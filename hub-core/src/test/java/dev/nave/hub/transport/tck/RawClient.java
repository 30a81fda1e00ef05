package dev.nave.hub.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends just the bytes that it is told to, and hides nothing of what it gets. */
public final class RawClient implements AutoCloseable {
  /** The key of the example in RFC 6455, section 1.3. */
  public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private static final int TIMEOUT_MILLIS = 15_000;
  private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

  /** What ends an event. Source: the HTML standard, section 9.2.5. */
  private static final String EVENT_END = "\r\n\r\n";

  private final Socket socket;
  private final InputStream in;

  /** Whether the body of the last response comes in chunks; else it ends with the connection. */
  private boolean chunked;

  /** What has been read of events and not been asked for. */
  private String events = "";

  /** Wraps a connected socket, of whatever kind. */
  public RawClient(Socket socket) {
    this.socket = socket;
    in =
        attempt(
            () -> {
              socket.setSoTimeout(TIMEOUT_MILLIS);
              socket.setTcpNoDelay(true);
              return new BufferedInputStream(socket.getInputStream());
            });
  }

  /** Connects to a port of this machine. */
  public static RawClient connect(int port) {
    return new RawClient(attempt(() -> new Socket(InetAddress.getLoopbackAddress(), port)));
  }

  /** An HTTP response. */
  public record Response(int status, Map<String, String> headers, String body) {}

  /** A frame of the server. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Frame(int firstByte, byte[] payload) {
    /** Returns the payload as text. */
    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** Returns the code of a close frame. */
    public int closeCode() {
      assertThat(firstByte).as("a close frame").isEqualTo(0x88);
      assertThat(payload).as("a code and no reason").hasSize(2);
      return ByteBuffer.wrap(payload).getShort();
    }
  }

  /** Sends text as it is. */
  public void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) {
    attempt(
        () -> {
          socket.getOutputStream().write(bytes);
          return bytes;
        });
  }

  /** Sends GET. */
  public void get(String target) {
    send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /** Returns a request for a WebSocket. */
  public static String upgradeRequest(String target) {
    return "GET "
        + target
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        + KEY
        + "\r\n\r\n";
  }

  /** Becomes a WebSocket. */
  public void upgrade(String target) {
    send(upgradeRequest(target));
    assertThat(readHead().status()).isEqualTo(101);
  }

  /**
   * Returns a masked frame; {@code first} is its first byte, so 0x81 makes a whole text message.
   */
  public static byte[] frame(int first, byte[] payload) {
    return concat(head(first, payload.length, true), MASK, masked(payload));
  }

  /** Returns a masked frame of text. */
  public static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the frame of a client that does not mask. */
  public static byte[] unmaskedFrame(int first, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    return concat(head(first, bytes.length, false), bytes);
  }

  /** Returns a close frame with a code. */
  public static byte[] closeFrame(int code) {
    return frame(0x88, new byte[] {(byte) (code >>> 8), (byte) code});
  }

  /** Returns the head of a masked frame, mask included; zeros mask nothing. */
  public static byte[] headWithZeroMask(int first, long length) {
    return concat(head(first, length, true), new byte[4]);
  }

  private static byte[] head(int first, long length, boolean masked) {
    int bit = masked ? 0x80 : 0;
    ByteBuffer head = ByteBuffer.allocate(length < 126 ? 2 : length < 65_536 ? 4 : 10);
    head.put((byte) first);
    if (length < 126) {
      head.put((byte) (bit | length));
    } else if (length < 65_536) {
      head.put((byte) (bit | 126)).putShort((short) length);
    } else {
      head.put((byte) (bit | 127)).putLong(length);
    }
    return head.array();
  }

  private static byte[] masked(byte[] payload) {
    byte[] result = payload.clone();
    for (int at = 0; at < result.length; at++) {
      result[at] ^= MASK[at & 3];
    }
    return result;
  }

  /** Joins arrays. */
  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Returns whether something has come that was not read. */
  public boolean hasInput() {
    return attempt(() -> in.available() > 0);
  }

  /** Reads a response with its body. */
  public Response read() {
    Response head = readHead();
    int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
    return new Response(
        head.status(), head.headers(), new String(exactly(length), StandardCharsets.UTF_8));
  }

  /** Reads a response to a request that gets no body. */
  public Response readHead() {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      text.append((char) (exactly(1)[0] & 0xFF));
    }
    List<String> lines = text.toString().lines().toList();
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.size() && !lines.get(i).isEmpty(); i++) {
      int colon = lines.get(i).indexOf(':');
      headers.put(
          lines.get(i).substring(0, colon).toLowerCase(Locale.ROOT),
          lines.get(i).substring(colon + 1).trim());
    }
    chunked = "chunked".equals(headers.get("transfer-encoding"));
    return new Response(Integer.parseInt(lines.get(0).substring(9, 12)), headers, "");
  }

  /** Reads a chunk of a body; the last is empty. Source: RFC 9112, section 7.1. */
  public String readChunk() {
    int length = Integer.parseInt(readLine(), 16);
    String chunk = new String(exactly(length), StandardCharsets.UTF_8);
    assertThat(readLine()).isEmpty();
    return chunk;
  }

  /** Reads more of a body without a length: a chunk, or a line; empty at the end. */
  public String readPart() {
    if (chunked) {
      return readChunk();
    }
    try {
      return readLine() + "\r\n";
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof EOFException) {
        return "";
      }
      throw e;
    }
  }

  /** Reads the data of the next event of a stream, however that is cut; empty at the end. */
  public String readEvent() {
    int end = events.indexOf(EVENT_END);
    while (end < 0) {
      String part = readPart();
      if (part.isEmpty()) {
        assertThat(events).as("half an event at the end").isEmpty();
        return "";
      }
      events += part;
      end = events.indexOf(EVENT_END);
    }
    String event = events.substring(0, end);
    events = events.substring(end + EVENT_END.length());
    assertThat(event).startsWith("data: ");
    return event.substring("data: ".length());
  }

  /** Reads to the end of a line, and returns what was before. */
  public String readLine() {
    StringBuilder line = new StringBuilder();
    int length = 0;
    while (length < 2 || line.charAt(length - 2) != '\r' || line.charAt(length - 1) != '\n') {
      line.append((char) (exactly(1)[0] & 0xFF));
      length++;
    }
    return line.substring(0, length - 2);
  }

  /** Reads a frame, which must not be masked. */
  public Frame readFrame() {
    byte[] start = exactly(2);
    long length = start[1];
    assertThat(length).as("length without a mask").isNotNegative();
    if (length == 126) {
      length = ByteBuffer.wrap(exactly(2)).getShort() & 0xFFFF;
    } else if (length == 127) {
      length = ByteBuffer.wrap(exactly(8)).getLong();
    }
    return new Frame(start[0] & 0xFF, exactly(Math.toIntExact(length)));
  }

  /** Reads a text message that is one frame. */
  public String readText() {
    Frame frame = readFrame();
    assertThat(frame.firstByte()).isEqualTo(0x81);
    return frame.text();
  }

  /** Reads to the end, however it comes. */
  public String readAll() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no end after " + all.toString(StandardCharsets.UTF_8), e);
    } catch (IOException e) {
      // A reset is an end, too.
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** Waits for the end: "closed", or "reset". Nothing else may come. */
  public String readEnd() {
    try {
      int next = in.read();
      assertThat(next).as("the end").isEqualTo(-1);
      return "closed";
    } catch (SocketException e) {
      return "reset";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that nothing more is sent, and goes on reading. */
  public void shutdownOutput() {
    attempt(
        () -> {
          socket.shutdownOutput();
          return socket;
        });
  }

  /** Ends with a reset, as a lost network does in the end. */
  public void reset() {
    attempt(
        () -> {
          socket.setSoLinger(true, 0);
          socket.close();
          return socket;
        });
  }

  @Override
  public void close() {
    attempt(
        () -> {
          socket.close();
          return socket;
        });
  }

  private byte[] exactly(int count) {
    return attempt(
        () -> {
          byte[] bytes = in.readNBytes(count);
          if (bytes.length < count) {
            throw new EOFException("the server closed the connection");
          }
          return bytes;
        });
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(Attempt<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
