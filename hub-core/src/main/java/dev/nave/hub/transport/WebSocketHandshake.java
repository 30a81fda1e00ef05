package dev.nave.hub.transport;

import dev.nave.hub.HttpRequest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request asks for a WebSocket, and whether it can have one. Immutable. Source: RFC 6455,
 * section 4.2.1.
 *
 * @param key the client's key; null if it asks for none, as a POST or an HTTP/1.0 request never
 *     does, or asks in a way that cannot be granted
 * @param refusal why it cannot be granted; null if it can, or is not asked for
 */
public record WebSocketHandshake(@Nullable String key, @Nullable Refusal refusal) {
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final WebSocketHandshake NOT_ASKED_FOR = new WebSocketHandshake(null, null);

  /**
   * What a client is told that asks in a wrong way.
   *
   * @param reason goes to the client
   */
  public record Refusal(int status, String reason, Map<String, String> headers) {}

  /**
   * Judges a request.
   *
   * @param http11 whether it came as HTTP/1.1
   * @param hasBody whether it announces a body
   */
  public static WebSocketHandshake of(HttpRequest request, boolean http11, boolean hasBody) {
    boolean asked =
        request.method().equals("GET")
            && http11
            && has(request, "upgrade", "websocket")
            && has(request, "connection", "upgrade");
    if (!asked) {
      return NOT_ASKED_FOR;
    }
    List<String> versions = request.headers().getOrDefault("sec-websocket-version", List.of());
    if (versions.size() != 1 || !versions.get(0).equals(VERSION)) {
      return refused(
          426,
          "only version 13 of WebSockets is spoken",
          Map.of("Sec-WebSocket-Version", VERSION, "Upgrade", "websocket"));
    }
    List<String> keys = request.headers().getOrDefault("sec-websocket-key", List.of());
    if (keys.size() != 1 || !isKey(keys.get(0))) {
      return refused(400, "Sec-WebSocket-Key must be 16 bytes in Base64", Map.of());
    }
    if (hasBody) {
      return refused(400, "a request for a WebSocket cannot have a body", Map.of());
    }
    return new WebSocketHandshake(keys.get(0), null);
  }

  private static WebSocketHandshake refused(
      int status, String reason, Map<String, String> headers) {
    return new WebSocketHandshake(null, new Refusal(status, reason, headers));
  }

  private static boolean has(HttpRequest request, String header, String token) {
    for (String line : request.headers().getOrDefault(header, List.of())) {
      if (line.equalsIgnoreCase(token) || isListed(token, line)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isListed(String token, String line) {
    for (String value : line.split(",", -1)) {
      if (value.strip().equalsIgnoreCase(token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
