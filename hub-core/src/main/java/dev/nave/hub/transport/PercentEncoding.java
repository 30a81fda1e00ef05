package dev.nave.hub.transport;

import dev.nave.hub.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Decodes what stands percent-encoded in a request line. Source: RFC 3986, section 2.1. */
public final class PercentEncoding {
  private PercentEncoding() {}

  /**
   * Decodes a path. An encoded slash stays encoded, as with the reference server: it is not a slash
   * between two segments.
   *
   * @return null if an escape is cut short, or the result holds NUL or is not UTF-8
   */
  public static @Nullable String path(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length());
    for (int at = 0; at < encoded.length(); at++) {
      char c = encoded.charAt(at);
      if (c != '%') {
        decoded.write(c);
        continue;
      }
      int value = escape(encoded, at);
      if (value <= 0) {
        return null;
      }
      if (value == '/') {
        decoded.writeBytes(encoded.substring(at, at + 3).getBytes(StandardCharsets.US_ASCII));
      } else {
        decoded.write(value);
      }
      at += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(decoded.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * Decodes a name or value of a query, where a plus is a space. As with the reference server, what
   * is no escape stands for itself.
   */
  public static String query(String encoded) {
    if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
      return encoded;
    }
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length());
    for (int at = 0; at < encoded.length(); at++) {
      char c = encoded.charAt(at);
      int value = c == '%' ? escape(encoded, at) : -1;
      if (value >= 0) {
        decoded.write(value);
        at += 2;
      } else {
        decoded.write(c == '+' ? ' ' : c);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  /**
   * Adds the parameters of a query to a request, in order. A parameter without an equals sign has
   * an empty value.
   *
   * @param query what stands behind the question mark, as the client sent it
   */
  public static void addQuery(HttpRequest.Builder request, String query) {
    for (String parameter : query.split("&", -1)) {
      if (!parameter.isEmpty()) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        String value = equals < 0 ? "" : parameter.substring(equals + 1);
        request.query(query(name), query(value));
      }
    }
  }

  /** Returns the byte that the escape at {@code at} stands for, or -1 if it is none. */
  private static int escape(String encoded, int at) {
    if (at + 2 >= encoded.length()
        || !HexFormat.isHexDigit(encoded.charAt(at + 1))
        || !HexFormat.isHexDigit(encoded.charAt(at + 2))) {
      return -1;
    }
    return HexFormat.fromHexDigits(encoded, at + 1, at + 3);
  }
}
