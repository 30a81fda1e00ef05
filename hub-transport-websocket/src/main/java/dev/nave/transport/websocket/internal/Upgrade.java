package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.WebSocketHandshake;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The opening handshake of a WebSocket. Pure functions. Source: RFC 6455, section 4.2. */
final class Upgrade {
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** Looking for the algorithm costs more than using it; each use leaves it as new. */
  private static final FastThreadLocal<MessageDigest> SHA_1 =
      new FastThreadLocal<>() {
        @Override
        protected MessageDigest initialValue() {
          try {
            return MessageDigest.getInstance("SHA-1");
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
          }
        }
      };

  private Upgrade() {}

  /**
   * Returns the client's key if the request asks for a WebSocket, else null.
   *
   * @param request the request
   * @param head the same as Netty has it
   * @throws RequestRefusedException if it asks in a way that cannot be granted
   */
  static @Nullable String keyOf(dev.nave.hub.HttpRequest request, HttpRequest head)
      throws RequestRefusedException {
    boolean http11 = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
    boolean hasBody =
        HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) > 0;
    WebSocketHandshake asked = WebSocketHandshake.of(request, http11, hasBody);
    WebSocketHandshake.Refusal refusal = asked.refusal();
    if (refusal != null) {
      throw new RequestRefusedException(
          HttpResponseStatus.valueOf(refusal.status()), refusal.reason(), refusal.headers());
    }
    return asked.key();
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

  private static String acceptValue(String key) {
    byte[] digest = SHA_1.get().digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
    return Base64.getEncoder().encodeToString(digest);
  }
}
