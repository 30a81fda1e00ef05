package dev.nave.conformance.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A socket that speaks as much HTTP/1.1 as the clients need. */
final class HttpSocket implements AutoCloseable {
  private static final int LONGEST_SILENCE_MILLIS = 100_000;

  /** An answer whose body, unless it was left to be streamed, was read. */
  static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    int status() {
      return status;
    }

    Map<String, String> headers() {
      return headers;
    }

    byte[] body() {
      return body;
    }
  }

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final String host;

  HttpSocket(InetSocketAddress address) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(LONGEST_SILENCE_MILLIS);
    socket.connect(address);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    host = address.getHostString() + ":" + address.getPort();
  }

  Socket socket() {
    return socket;
  }

  DataInputStream in() {
    return in;
  }

  /** Sends a request and reads its answer with the body. */
  Answer exchange(String method, String path, String headers, byte @Nullable [] body)
      throws IOException {
    Answer head = exchangeHead(method, path, headers, body);
    return new Answer(head.status(), head.headers(), body(head));
  }

  /** Sends a request and reads its answer's head. */
  Answer exchangeHead(String method, String path, String headers, byte @Nullable [] body)
      throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String length = body == null ? "" : "Content-Length: " + body.length + "\r\n";
    request.writeBytes(
        (method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + length + "\r\n")
            .getBytes(ISO_8859_1));
    request.writeBytes(body == null ? new byte[0] : body);
    socket.getOutputStream().write(request.toByteArray());
    String status = line();
    Map<String, String> fields = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    return new Answer(Integer.parseInt(status.split(" ", -1)[1]), fields, new byte[0]);
  }

  private byte[] body(Answer head) throws IOException {
    String length = head.headers().get("content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (head.headers().containsKey("transfer-encoding")) {
      for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
        body.writeBytes(chunk);
      }
    }
    return body.toByteArray();
  }

  /** Reads one chunk of a chunked body; the last is empty. */
  byte[] chunk() throws IOException {
    int size = Integer.parseInt(line().split(";", -1)[0].trim(), 16);
    byte[] chunk = in.readNBytes(size);
    line();
    return chunk;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(ISO_8859_1);
  }

  /** Ends the connection with a reset. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }
}
