package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.EndpointAnswer.Respond;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Makes HTTP responses. Pure functions. */
final class HttpResponses {
  /** Source: RFC 9110, section 5.6.7. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private HttpResponses() {}

  /** Returns a short text for people. */
  static Respond text(int status, String text) {
    return text(status, text, Map.of());
  }

  static Respond text(int status, String text, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(HttpHeaderNames.CONTENT_TYPE.toString(), "text/plain; charset=utf-8");
    return new Respond(status, all, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns what a client gets that waits to be asked for the body of its request. */
  static FullHttpResponse goOn() {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
  }

  /**
   * Returns the head of a response whose body has no known end, after which the connection closes.
   *
   * @param chunked whether the body comes in chunks
   * @throws IllegalArgumentException if a header contains what no header may
   */
  static HttpResponse beginning(Respond answer, boolean chunked) {
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    setHeaders(response, answer);
    HttpUtil.setTransferEncodingChunked(response, chunked);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }

  private static void setHeaders(HttpResponse response, Respond answer) {
    answer.headers().forEach((name, value) -> response.headers().set(name, value));
    response.headers().set(HttpHeaderNames.DATE, DATE.format(Instant.now()));
  }

  /**
   * Returns the response as it is written.
   *
   * @param head whether it answers a HEAD request, which gets no body
   * @throws IllegalArgumentException if a header contains what no header may
   */
  static FullHttpResponse encode(Respond answer, boolean head, boolean keepAlive) {
    boolean bodiless = answer.status() == 204 || answer.status() == 304;
    ByteBuf body = head || bodiless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body());
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
    setHeaders(response, answer);
    if (!bodiless) {
      HttpUtil.setContentLength(response, answer.body().length);
    }
    response
        .headers()
        .set(
            HttpHeaderNames.CONNECTION,
            keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    return response;
  }
}
