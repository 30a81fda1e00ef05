package dev.nave.transport.websocket.internal;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.PercentEncoding;
import dev.nave.hub.transport.RefusalLog.Kind;
import dev.nave.transport.websocket.internal.TransportSettings.HttpLimits;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Makes of a decoded request the value that the endpoint knows. Pure functions. */
final class RequestTranslator {
  private RequestTranslator() {}

  /**
   * Translates a request.
   *
   * @throws RequestRefusedException if it could not be decoded, exceeds a limit or is malformed
   */
  static HttpRequest translate(
      io.netty.handler.codec.http.HttpRequest request, Channel channel, HttpLimits limits)
      throws RequestRefusedException {
    checkDecoded(request, limits);
    checkVersion(request.protocolVersion());
    if (request.headers().size() > limits.maxHeaderCount()) {
      throw new RequestRefusedException(
          Kind.HEADER_COUNT,
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
          "the request has "
              + request.headers().size()
              + " header lines, more than WebSocketTransport maxHeaderCount, which is "
              + limits.maxHeaderCount());
    }
    checkHost(request);

    String target = originForm(request.uri());
    int mark = target.indexOf('?');
    HttpRequest.Builder translated =
        HttpRequest.builder(
                request.method().name(), decodePath(mark < 0 ? target : target.substring(0, mark)))
            .remoteAddress(channel.remoteAddress())
            .secure(channel.pipeline().get(SslHandler.class) != null);
    addClientCertificate(translated, channel);
    if (mark >= 0) {
      PercentEncoding.addQuery(translated, target.substring(mark + 1));
    }
    Iterator<Map.Entry<String, String>> headers = request.headers().iteratorAsString();
    while (headers.hasNext()) {
      Map.Entry<String, String> header = headers.next();
      translated.header(header.getKey(), header.getValue());
    }
    return translated.build();
  }

  private static void addClientCertificate(HttpRequest.Builder request, Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null || !(tls.engine().getNeedClientAuth() || tls.engine().getWantClientAuth())) {
      return;
    }
    try {
      SSLSession session = tls.engine().getSession();
      request.attribute(Principal.class, session.getPeerPrincipal());
      if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
        request.attribute(X509Certificate.class, certificate);
      }
    } catch (SSLPeerUnverifiedException e) {
      // The client has sent none.
    }
  }

  private static void checkDecoded(
      io.netty.handler.codec.http.HttpRequest request, HttpLimits limits)
      throws RequestRefusedException {
    if (request.decoderResult().isSuccess()) {
      return;
    }
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      throw new RequestRefusedException(
          Kind.REQUEST_LINE,
          HttpResponseStatus.REQUEST_URI_TOO_LONG,
          "the request line has more bytes than WebSocketTransport maxRequestLineBytes, which is "
              + limits.maxRequestLineBytes());
    }
    if (cause instanceof TooLongHttpHeaderException) {
      throw new RequestRefusedException(
          Kind.HEADER_BYTES,
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
          "the headers have more bytes than WebSocketTransport maxHeaderBytes, which is "
              + limits.maxHeaderBytes());
    }
    throw malformed(
        cause instanceof DecoderException ? "no HTTP request" : "a malformed line in the head");
  }

  private static void checkVersion(HttpVersion version) throws RequestRefusedException {
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      throw new RequestRefusedException(
          Kind.HTTP_VERSION,
          HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED,
          "only HTTP/1.0 and HTTP/1.1 are spoken");
    }
  }

  /** Source: RFC 9112, section 3.2. */
  private static void checkHost(io.netty.handler.codec.http.HttpRequest request)
      throws RequestRefusedException {
    int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
      throw malformed("exactly one Host is needed");
    }
  }

  /** Takes scheme and host off a target in absolute form. Source: RFC 9112, section 3.2. */
  private static String originForm(String target) throws RequestRefusedException {
    if (target.startsWith("/") || target.equals("*")) {
      return target;
    }
    String lower = target.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
      throw malformed("the request target is neither a path nor an http URL");
    }
    int authority = target.indexOf("//") + 2;
    int end = authority;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    String rest = target.substring(end);
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static String decodePath(String encoded) throws RequestRefusedException {
    for (int at = 0; at < encoded.length(); at++) {
      char c = encoded.charAt(at);
      if (c <= ' ' || c >= 0x7F || c == '#') {
        throw malformed("a character in the path that must be percent-encoded");
      }
    }
    String path = PercentEncoding.path(encoded);
    if (path == null) {
      throw malformed("a path that is not percent-encoded UTF-8");
    }
    return path;
  }

  private static RequestRefusedException malformed(String what) {
    return new RequestRefusedException(HttpResponseStatus.BAD_REQUEST, what);
  }
}
