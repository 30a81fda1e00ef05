package dev.nave.backplane.redis.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to a Redis server behind the back of what is under test. Blocks; not thread-safe.
 *
 * <p>A reply is a {@link String}, a {@link Long}, null, or a {@link List} of these.
 */
public final class RespClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;

  /** What Redis says instead of a reply. */
  public static final class RedisError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisError(String message) {
      super(message);
    }
  }

  /**
   * Connects.
   *
   * @param timeout for the connection and for each reply
   * @throws UncheckedIOException if it cannot connect
   */
  public RespClient(String host, int port, Duration timeout) {
    int millis = Math.toIntExact(timeout.toMillis());
    try {
      socket.connect(new InetSocketAddress(host, port), millis);
      socket.setSoTimeout(millis);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("cannot connect to " + host + ":" + port, e);
    }
  }

  /**
   * Sends a command and returns its reply.
   *
   * @throws RedisError if the reply is an error
   * @throws UncheckedIOException if there is none
   */
  public @Nullable Object command(String... words) {
    send(words);
    return reply();
  }

  /** Sends a command only. */
  public void send(String... words) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(("*" + words.length + "\r\n").getBytes(UTF_8));
      for (String word : words) {
        byte[] content = word.getBytes(UTF_8);
        bytes.write(("$" + content.length + "\r\n").getBytes(UTF_8));
        bytes.write(content);
        bytes.write("\r\n".getBytes(UTF_8));
      }
      socket.getOutputStream().write(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send " + words[0], e);
    }
  }

  /** Reads the next reply, or the next message to a subscriber. */
  public @Nullable Object reply() {
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException("no reply", e);
    }
  }

  private @Nullable Object read() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> throw new RedisError(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> text(Integer.parseInt(rest));
      case '*' -> list(Integer.parseInt(rest));
      default -> throw new IOException("not a reply: " + line);
    };
  }

  private @Nullable String text(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] content = in.readNBytes(length + 2);
    if (content.length < length + 2) {
      throw new EOFException("the connection ended within a reply");
    }
    return new String(content, 0, length, UTF_8);
  }

  private @Nullable List<@Nullable Object> list(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      items.add(read());
    }
    return items;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      line.write(next);
    }
    return line.toString(UTF_8).stripTrailing();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
