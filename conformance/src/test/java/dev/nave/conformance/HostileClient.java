package dev.nave.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A client over a plain WebSocket that sends without end, and reads nothing after its handshake.
 */
final class HostileClient implements AutoCloseable {
  private static final char END = 0x1E;

  private final SocketChannel socket;
  private final ByteBuffer call;

  private HostileClient(SocketChannel socket, ByteBuffer call) {
    this.socket = socket;
    this.call = call;
  }

  /** Connects, and holds up all calls that follow. */
  static HostileClient behindAHeldCall(String address, int number) throws IOException {
    SocketChannel socket = connect(address);
    write(socket, frame(invocation(null, "hold", "hostile" + number)));
    return new HostileClient(socket, frame(invocation(null, "echoString", "x".repeat(30_000))));
  }

  /** Connects, and never reads what it asks for. */
  static HostileClient neverReading(String address) throws IOException {
    SocketChannel socket = connect(address);
    return new HostileClient(socket, frame(invocation("1", "echoString", "x".repeat(30_000))));
  }

  private static SocketChannel connect(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    int port = Integer.parseInt(address.substring(colon + 1));
    SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(address.substring(0, colon), port));
    String upgrade =
        "GET /test HTTP/1.1\r\nHost: "
            + address
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    write(socket, ByteBuffer.wrap(upgrade.getBytes(UTF_8)));
    readUntil(socket, "\r\n\r\n");
    write(socket, frame("{\"protocol\":\"json\",\"version\":1}" + END));
    readUntil(socket, "{}" + END);
    socket.configureBlocking(false);
    return socket;
  }

  /** Sends as much as the sockets take at once, and at most so many calls. */
  void flood(int calls) {
    try {
      for (int sent = 0; sent < calls; sent++) {
        if (!call.hasRemaining()) {
          call.rewind();
        }
        socket.write(call);
        if (call.hasRemaining()) {
          return; // It is held up.
        }
      }
    } catch (IOException e) {
      // The server has cut it, as it may.
      close();
    }
  }

  private static String invocation(@Nullable String id, String target, String argument) {
    String pair = id == null ? "" : "\"invocationId\":\"" + id + "\",";
    return "{\"type\":1,"
        + pair
        + "\"target\":\""
        + target
        + "\",\"arguments\":[\""
        + argument
        + "\"]}"
        + END;
  }

  /** A text frame with a mask of zeros. */
  private static ByteBuffer frame(String text) {
    byte[] payload = text.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) 0x81);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    return frame.putInt(0).put(payload).flip();
  }

  private static void write(SocketChannel socket, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (socket.write(bytes) == 0) {
        throw new IOException("the server does not take the first call");
      }
    }
  }

  private static void readUntil(SocketChannel socket, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    while (read.indexOf(end) < 0) {
      if (socket.read(bytes.clear()) < 0) {
        throw new IOException("closed after " + read);
      }
      read.append(UTF_8.decode(bytes.flip()));
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket cannot be closed", e);
    }
  }
}
