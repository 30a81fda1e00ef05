package dev.nave.transport.websocket.docs;

import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubUser;
import dev.nave.transport.websocket.TlsSettings;
import dev.nave.transport.websocket.WebSocketTransport;
import java.nio.file.Path;
import java.security.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Java of {@code docs/tls.md}. */
final class TlsSnippets {
  private static final Logger log = LoggerFactory.getLogger(TlsSnippets.class);

  private TlsSnippets() {}

  static WebSocketTransport server() {
    TlsSettings tls = TlsSettings.pem(Path.of("/etc/tls/server.pem"), Path.of("/etc/tls/key.pem"));
    WebSocketTransport web = WebSocketTransport.builder().port(443).tls(tls).build();
    return web;
  }

  static void renewed(TlsSettings tls) {
    try {
      tls.reload();
    } catch (IllegalArgumentException e) {
      log.error("the certificate was not replaced, and the former stays in force", e);
    }
  }

  static HubServerBuilder clients(Path chain, Path key, Path authorities) {
    TlsSettings tls = TlsSettings.pem(chain, key).needClientCertificates(authorities);
    HubServerBuilder server =
        HubServer.builder()
            .transport(WebSocketTransport.builder().port(443).tls(tls).build())
            .authenticator(
                request ->
                    request
                        .attribute(Principal.class)
                        .map(subject -> HubUser.of(subject.getName()))
                        .orElse(null));
    return server;
  }
}
