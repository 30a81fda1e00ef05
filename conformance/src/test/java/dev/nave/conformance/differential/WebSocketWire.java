package dev.nave.conformance.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A WebSocket. Each frame goes out when it is flushed, however many there are, in one write. */
final class WebSocketWire implements Wire {
  private static final int CONTINUATION = 0;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final HttpSocket http;
  private final Socket socket;
  private final DataInputStream in;
  private final int opcode;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

  /** Opens a WebSocket; its messages are binary or text. */
  WebSocketWire(Target target, boolean binary) throws IOException {
    http = new HttpSocket(target.address());
    socket = http.socket();
    opcode = binary ? 2 : 1;
    HttpSocket.Answer answer =
        http.exchange(
            "GET",
            target.path(),
            target.headers()
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
            null);
    if (answer.status() != 101) {
      http.close();
      throw new IOException("the upgrade was answered with " + answer.status());
    }
    in = http.in();
  }

  @Override
  public void add(byte[] data, boolean inFragments) {
    int half = inFragments ? data.length / 2 : data.length;
    frame(inFragments ? opcode : opcode | 0x80, data, 0, half);
    if (inFragments) {
      frame(CONTINUATION | 0x80, data, half, data.length);
    }
  }

  private void frame(int first, byte[] data, int from, int to) {
    frame(waiting, first, data, from, to);
  }

  private static void frame(ByteArrayOutputStream out, int first, byte[] data, int from, int to) {
    int size = to - from;
    out.write(first);
    if (size < 126) {
      out.write(0x80 | size);
    } else if (size < 65_536) {
      out.write(0x80 | 126);
      out.write(size >> 8);
      out.write(size);
    } else {
      throw new IllegalArgumentException("a frame of " + size + " bytes");
    }
    out.writeBytes(MASK);
    for (int i = 0; i < size; i++) {
      out.write(data[from + i] ^ MASK[i & 3]);
    }
  }

  @Override
  public void flush(boolean inPieces) throws IOException {
    byte[] data = waiting.toByteArray();
    waiting.reset();
    write(data, inPieces);
  }

  private synchronized void write(byte[] data, boolean inPieces) throws IOException {
    OutputStream out = socket.getOutputStream();
    int piece = inPieces ? Math.max(1, data.length / 3) : data.length;
    for (int from = 0; from < data.length; from += piece) {
      out.write(data, from, Math.min(piece, data.length - from));
    }
  }

  @Override
  public void leave(Leave how) throws IOException {
    switch (how) {
      case CLOSE -> {
        frame(CLOSE | 0x80, new byte[] {3, (byte) 0xE8}, 0, 2);
        flush(false);
      }
      case FIN -> {
        flush(false);
        socket.shutdownOutput();
      }
      case RESET -> {
        flush(false);
        close();
      }
    }
  }

  @Override
  public byte[] receive() throws Ended {
    try {
      while (true) {
        int first = in.readUnsignedByte();
        byte[] payload = in.readNBytes(length(in.readUnsignedByte() & 127));
        switch (first & 15) {
          case CLOSE -> {
            answerClose(payload);
            throw new Ended("WebSocket close " + closeCode(payload));
          }
          case PING -> control(PONG, payload);
          case PONG -> {}
          default -> {
            return payload;
          }
        }
      }
    } catch (EOFException e) {
      throw new Ended("end of the stream");
    } catch (IOException e) {
      throw new Ended("connection reset");
    }
  }

  private int length(int size) throws IOException {
    return size == 126 ? in.readUnsignedShort() : size == 127 ? (int) in.readLong() : size;
  }

  private static String closeCode(byte[] payload) {
    if (payload.length < 2) {
      return "without a code";
    }
    String reason = new String(payload, 2, payload.length - 2, UTF_8);
    return (((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF))
        + (reason.isEmpty() ? "" : " \"" + reason + "\"");
  }

  private void answerClose(byte[] payload) {
    try {
      control(CLOSE, payload.length < 2 ? new byte[0] : new byte[] {payload[0], payload[1]});
    } catch (IOException e) {
      // It is over, either way.
    }
  }

  private void control(int kind, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame(frame, kind | 0x80, payload, 0, payload.length);
    write(frame.toByteArray(), false);
  }

  @Override
  public void close() {
    http.reset();
  }
}
