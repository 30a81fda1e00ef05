package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.RefusalLog;
import dev.nave.hub.transport.RefusalLog.Kind;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;

/** The lines that an operator finds about requests of one channel that are refused. Loop only. */
final class RequestRefusals {
  private final Channel channel;
  private final RefusalLog log;

  RequestRefusals(Channel channel, RefusalLog log) {
    this.channel = channel;
    this.log = log;
  }

  void tlsOnAPlainPort() {
    log.refused(
        Kind.TLS,
        () ->
            channel.remoteAddress()
                + " speaks TLS on a port that serves plain HTTP: WebSocketTransport tls is not"
                + " set");
  }

  void noTlsOnATlsPort() {
    log.refused(
        Kind.TLS,
        () ->
            channel.remoteAddress()
                + " speaks no TLS on a port where WebSocketTransport tls is set; its connection is"
                + " closed");
  }

  void refused(RequestRefusedException refused) {
    Kind kind = refused.kind();
    if (kind == null) {
      log.refused(() -> line(refused.status().code(), String.valueOf(refused.getMessage())));
    } else {
      log.refused(kind, () -> line(refused.status().code(), String.valueOf(refused.getMessage())));
    }
  }

  /** Returns the refusal of a request that did not come in time. */
  RequestRefusedException lateRequest(Duration requestTimeout) {
    return new RequestRefusedException(
        Kind.LATE_REQUEST,
        HttpResponseStatus.REQUEST_TIMEOUT,
        "no whole request within WebSocketTransport requestTimeout, which is "
            + requestTimeout.toMillis()
            + " ms");
  }

  /** Writes that the application took too long; returns the text for the client. */
  String lateAnswer(Duration answerTimeout) {
    String reason =
        "the server took longer than WebSocketTransport answerTimeout, which is "
            + answerTimeout.toMillis()
            + " ms";
    log.refused(
        Kind.LATE_ANSWER,
        () -> line(503, reason) + ": an authenticator, a policy or a redirect takes too long");
    return reason;
  }

  private String line(int status, String reason) {
    return "a request from "
        + channel.remoteAddress()
        + " is refused with "
        + status
        + ": "
        + reason;
  }
}
