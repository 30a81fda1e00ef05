package dev.nave.transport.websocket.internal;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The opening handshake of a WebSocket. Pure functions. Source: RFC 6455, section 4.2. */
final class Upgrade {
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Upgrade() {}

  /**
   * Returns the client's key if the request asks for a WebSocket; null if it does not, as a POST or
   * an HTTP/1.0 request never does.
   *
   * @throws RequestRefusedException if it asks in a way that cannot be granted
   */
  static @Nullable String keyOf(HttpRequest request) throws RequestRefusedException {
    boolean asked =
        request.method().equals(HttpMethod.GET)
            && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
            && request
                .headers()
                .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
            && request
                .headers()
                .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    if (!asked) {
      return null;
    }
    List<String> versions = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
    if (versions.size() != 1 || !versions.get(0).equals(VERSION)) {
      throw new RequestRefusedException(
          HttpResponseStatus.UPGRADE_REQUIRED,
          "only version 13 of WebSockets is spoken",
          Map.of(
              HttpHeaderNames.SEC_WEBSOCKET_VERSION.toString(),
              VERSION,
              HttpHeaderNames.UPGRADE.toString(),
              HttpHeaderValues.WEBSOCKET.toString()));
    }
    List<String> keys = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    if (keys.size() != 1 || !isKey(keys.get(0))) {
      throw new RequestRefusedException(
          HttpResponseStatus.BAD_REQUEST, "Sec-WebSocket-Key must be 16 bytes in Base64");
    }
    if (HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0) {
      throw new RequestRefusedException(
          HttpResponseStatus.BAD_REQUEST, "a request for a WebSocket cannot have a body");
    }
    return keys.get(0);
  }

  /**
   * Returns the response that turns the connection into a WebSocket.
   *
   * @param subProtocol what was agreed to; null if nothing was
   * @param extension what was agreed to; null if nothing was
   * @param headers more headers
   * @throws IllegalArgumentException if a header contains what no header may
   */
  static FullHttpResponse accept(
      String key,
      @Nullable String subProtocol,
      @Nullable String extension,
      Map<String, String> headers) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
    headers.forEach((name, value) -> response.headers().set(name, value));
    response
        .headers()
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, acceptValue(key));
    if (subProtocol != null) {
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, subProtocol);
    }
    if (extension != null) {
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, extension);
    }
    return response;
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String acceptValue(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
