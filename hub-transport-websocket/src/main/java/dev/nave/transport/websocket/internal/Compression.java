package dev.nave.transport.websocket.internal;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.Framing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The extension {@code permessage-deflate} as this server speaks it: each message is compressed by
 * itself in both directions, so that the bytes of a broadcast are the same for every client that
 * agreed, and are made once. Immutable; any thread.
 *
 * <p>Source: RFC 7692, section 7.
 */
public final class Compression {
  private static final String HEADER = "sec-websocket-extensions";
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_FRESH = "server_no_context_takeover";
  private static final String CLIENT_FRESH = "client_no_context_takeover";
  private static final String SERVER_BITS = "server_max_window_bits";
  private static final String CLIENT_BITS = "client_max_window_bits";

  /** The window of the JDK's Deflater, which cannot be made smaller. */
  private static final String OUR_BITS = "15";

  private static final String AGREED = NAME + "; " + SERVER_FRESH + "; " + CLIENT_FRESH;

  private final DeflatingFraming text;
  private final DeflatingFraming binary;
  private final int maxInflatedBytes;

  /**
   * Makes what all connections of a transport share.
   *
   * @param threshold smaller messages are not compressed, in bytes
   * @param level from 1, fast, to 9, small
   * @param maxInflatedBytes the largest message of a client
   */
  public Compression(int threshold, int level, int maxInflatedBytes) {
    Deflaters deflaters = new Deflaters(level);
    this.text = new DeflatingFraming(Opcode.TEXT, threshold, deflaters);
    this.binary = new DeflatingFraming(Opcode.BINARY, threshold, deflaters);
    this.maxInflatedBytes = maxInflatedBytes;
  }

  /** Returns how messages go to clients that agreed: the same object for all of them. */
  Framing framing(TransferFormat format) {
    return format == TransferFormat.TEXT ? text : binary;
  }

  /** Returns what reads the messages of one client that agreed. */
  MessageInflater inflater() {
    return new MessageInflater(maxInflatedBytes);
  }

  /**
   * Returns the answer to the first offer that can be accepted; null if there is none.
   *
   * @param headers of the client's request
   */
  static @Nullable String agreed(Map<String, List<String>> headers) {
    for (String value : headers.getOrDefault(HEADER, List.of())) {
      for (String offer : split(value, ',')) {
        String answer = answer(split(offer, ';'));
        if (answer != null) {
          return answer;
        }
      }
    }
    return null;
  }

  private static @Nullable String answer(List<String> offer) {
    if (!offer.get(0).equals(NAME)) {
      return null;
    }
    Set<String> names = new HashSet<>();
    for (String parameter : offer.subList(1, offer.size())) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals).strip();
      String value = equals < 0 ? null : unquoted(parameter.substring(equals + 1).strip());
      if (!names.add(name) || !isAcceptable(name, value)) {
        return null;
      }
    }
    return names.contains(SERVER_BITS) ? AGREED + "; " + SERVER_BITS + "=" + OUR_BITS : AGREED;
  }

  private static boolean isAcceptable(String name, @Nullable String value) {
    return switch (name) {
      case SERVER_FRESH, CLIENT_FRESH -> value == null;
      case CLIENT_BITS -> value == null || value.matches("[89]|1[0-5]");
      case SERVER_BITS -> OUR_BITS.equals(value);
      default -> false;
    };
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** Splits at separators outside of quotes; the parts are stripped, and there is at least one. */
  private static List<String> split(String value, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(value.substring(from, at).strip());
        from = at + 1;
      }
    }
    parts.add(value.substring(from).strip());
    return parts;
  }
}
