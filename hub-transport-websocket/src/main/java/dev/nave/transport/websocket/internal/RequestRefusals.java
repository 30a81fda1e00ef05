package dev.nave.transport.websocket.internal;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.ClientAddress;
import dev.nave.hub.transport.RefusalLog;
import dev.nave.hub.transport.RefusalLog.Kind;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;

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

  /** Tells of a channel that ends because its client and the server do not agree on TLS. */
  void channelFailed(Throwable cause) {
    if (cause.getCause() instanceof NotSslRecordException) {
      noTlsOnATlsPort();
    } else if (cause.getCause() instanceof SSLHandshakeException failure) {
      tlsHandshake(failure);
    }
  }

  private void noTlsOnATlsPort() {
    log.refused(
        Kind.TLS,
        () ->
            channel.remoteAddress()
                + " speaks no TLS on a port where WebSocketTransport tls is set; its connection is"
                + " closed");
  }

  /** The client may have no certificate, or one that is not trusted. */
  private void tlsHandshake(SSLHandshakeException failure) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null && tls.engine().getNeedClientAuth()) {
      log.refused(
          Kind.CLIENT_CERTIFICATE,
          () ->
              channel.remoteAddress()
                  + " has no certificate that is trusted, and TlsSettings.needClientCertificates"
                  + " is set: "
                  + RefusalLog.quote(String.valueOf(failure.getMessage())));
    }
  }

  /** Tells of a connection that was closed for another one. */
  void displaced(ClientAddress address, int held, int max) {
    log.refused(
        Kind.INCOMPLETE_REQUESTS,
        () ->
            "as many HTTP connections have no complete request as WebSocketTransport"
                + " maxIncompleteRequests allows, which is "
                + max
                + "; the oldest one of "
                + address
                + " is closed, which has "
                + held
                + " left");
  }

  /** Returns the refusal of a request to another server. */
  RequestRefusedException unknownHost(HttpRequest request, AllowedHosts allowed) {
    return new RequestRefusedException(
        Kind.HOST,
        HttpResponseStatus.BAD_REQUEST,
        "Host "
            + RefusalLog.quote(request.header("host").orElse(""))
            + " is none of WebSocketTransport allowedHosts, which are "
            + allowed);
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
