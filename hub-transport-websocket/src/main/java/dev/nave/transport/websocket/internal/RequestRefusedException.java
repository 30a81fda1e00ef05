package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.RefusalLog;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is answered here, because nothing sensible can be made of it. */
final class RequestRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient HttpResponseStatus status;
  private final transient Map<String, String> headers;
  private final RefusalLog.@Nullable Kind kind;

  /**
   * Refuses a request.
   *
   * @param message goes to the client: names no more of the request than is harmless
   */
  RequestRefusedException(HttpResponseStatus status, String message) {
    this(status, message, Map.of());
  }

  RequestRefusedException(HttpResponseStatus status, String message, Map<String, String> headers) {
    this(status, message, headers, null);
  }

  /** Refuses a request for a reason that an operator can do something about. */
  RequestRefusedException(RefusalLog.Kind kind, HttpResponseStatus status, String message) {
    this(status, message, Map.of(), kind);
  }

  private RequestRefusedException(
      HttpResponseStatus status,
      String message,
      Map<String, String> headers,
      RefusalLog.@Nullable Kind kind) {
    super(message, null, false, false);
    this.status = status;
    this.headers = headers;
    this.kind = kind;
  }

  /** Returns the kind that an operator can act on; null for a mistake of the client. */
  RefusalLog.@Nullable Kind kind() {
    return kind;
  }

  HttpResponseStatus status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }
}
