package dev.nave.transport.websocket.internal;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/** A request that is answered here, because nothing sensible can be made of it. */
final class RequestRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient HttpResponseStatus status;
  private final transient Map<String, String> headers;

  /**
   * Refuses a request.
   *
   * @param message goes to the client: names no more of the request than is harmless
   */
  RequestRefusedException(HttpResponseStatus status, String message) {
    this(status, message, Map.of());
  }

  RequestRefusedException(HttpResponseStatus status, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.headers = headers;
  }

  HttpResponseStatus status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }
}
