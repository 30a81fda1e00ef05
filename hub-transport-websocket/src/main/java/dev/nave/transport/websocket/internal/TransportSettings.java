package dev.nave.transport.websocket.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set on the transport, checked by its builder, which documents it.
 *
 * @param io makes the parts of the back end
 * @param tls none for plain HTTP
 * @param tcpUserTimeout none for what the hubs have patience for
 * @param compression none where it is not agreed to
 * @param subProtocols of WebSockets, the preferred first
 * @param allowedHosts none for what fits the address that is listened on
 * @param texts by the path at which each is answered
 * @param livenessPath none where nothing is answered
 * @param readinessPath none where nothing is answered
 */
public record TransportSettings(
    String host,
    int port,
    int loops,
    Supplier<Io> io,
    @Nullable TlsContexts tls,
    int acceptBacklog,
    boolean tcpNoDelay,
    @Nullable Duration tcpUserTimeout,
    HttpLimits http,
    Duration closeTimeout,
    @Nullable Compression compression,
    List<String> subProtocols,
    @Nullable Set<String> allowedHosts,
    int maxFileThreads,
    Map<String, TextEndpoint> texts,
    List<StaticFiles> staticFiles,
    @Nullable String livenessPath,
    @Nullable String readinessPath) {

  /** How much of an HTTP request is read, and how long that may take. */
  public record HttpLimits(
      int maxRequestLineBytes,
      int maxHeaderBytes,
      int maxHeaderCount,
      int maxRequestBodyBytes,
      int maxIncompleteRequests,
      Duration requestTimeout,
      Duration answerTimeout,
      Duration idleTimeout) {}
}
