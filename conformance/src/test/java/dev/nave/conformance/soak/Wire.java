package dev.nave.conformance.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** One socket to a server, and what a client may write into it. Not thread-safe. */
final class Wire implements AutoCloseable {
  /** The end of a message. */
  static final char END = 0x1E;

  private static final int READ_TIMEOUT_MILLIS = 20_000;
  private static final int MASKED = 0x80;
  private static final int LENGTH_IN_TWO_BYTES = 126;

  private final int port;
  private final Socket socket;
  private final InputStream in;

  /** Connects to a port of this machine. */
  Wire(int port) throws IOException {
    this.port = port;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends the head of a request, and its body. */
  Wire request(String line, String headers, String body) throws IOException {
    String length = body.isEmpty() ? "" : "Content-Length: " + body.getBytes(UTF_8).length + "\r\n";
    return send(
        line + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n" + length + headers + "\r\n" + body);
  }

  Wire send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    return this;
  }

  /** Sends a hub message in a frame of its own. */
  Wire message(String json) throws IOException {
    return frame(0x81, (json + END).getBytes(UTF_8));
  }

  /** Sends a frame with a mask of zeros. */
  Wire frame(int firstByte, byte[] payload) throws IOException {
    socket.getOutputStream().write(frameOf(firstByte, payload));
    return this;
  }

  /** Sends the first bytes of a frame of text only. */
  Wire halfFrame(String json) throws IOException {
    byte[] whole = frameOf(0x81, json.getBytes(UTF_8));
    socket.getOutputStream().write(whole, 0, whole.length / 2);
    return this;
  }

  private static byte[] frameOf(int firstByte, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(firstByte);
    if (payload.length < LENGTH_IN_TWO_BYTES) {
      frame.write(MASKED | payload.length);
    } else {
      frame.write(MASKED | LENGTH_IN_TWO_BYTES);
      frame.write(payload.length >>> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /** Reads until {@code end} has come, and returns all that was read. */
  String readTo(String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end, Math.max(0, read.length() - end.length())) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the server ended the connection after " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  /** Reads until the server has ended the connection, be it with a reset. */
  String readAll() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      in.transferTo(read);
    } catch (SocketException e) {
      // Something that the server did not wait for was on its way.
    }
    return read.toString(UTF_8);
  }

  /** Ends the socket with a reset: what the server still sends is refused. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Ends the socket with a FIN, if nothing is unread. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
