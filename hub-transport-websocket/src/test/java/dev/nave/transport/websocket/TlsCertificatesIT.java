package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.SelfSigned;
import dev.nave.transport.websocket.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStoreException;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of clients, objects of the JDK, and certificates that are renewed. */
@ExtendWith(LeakCheck.class)
class TlsCertificatesIT {
  private static final String REQUEST =
      "POST /hub/negotiate HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";

  @TempDir private static Path folder;
  private static SelfSigned first;
  private static SelfSigned second;

  @BeforeAll
  static void makeCertificates() throws Exception {
    first = SelfSigned.make(Files.createDirectory(folder.resolve("first")));
    second = SelfSigned.make(Files.createDirectory(folder.resolve("second")));
  }

  private static TlsSettings pem() {
    return TlsSettings.pem(first.chainPem(), first.keyPem());
  }

  private static TestServer serve(TlsSettings tls) {
    return TestServer.start(settings -> settings.tls(tls));
  }

  /** Returns what the endpoint got of a client that was served. */
  private static HttpRequest served(
      TestServer server, SelfSigned trusted, @Nullable SelfSigned client) {
    try (RawClient socket = trusted.connect(server.port(), client)) {
      socket.send(REQUEST);
      assertThat(socket.read().status()).isEqualTo(200);
    }
    return server.endpoint().requests().get(server.endpoint().requests().size() - 1);
  }

  @Test
  void anSslContextServes() {
    try (TestServer server = serve(TlsSettings.sslContext(first.context(null)))) {
      HttpRequest request = served(server, first, null);

      assertThat(request.isSecure()).isTrue();
      assertThat(request.attribute(Principal.class)).isEmpty();
    }
  }

  @Test
  void theRequestOfAClientWithACertificateNamesIt() throws KeyStoreException {
    try (TestServer server = serve(pem().needClientCertificates(second.chainPem()))) {
      HttpRequest request = served(server, first, second);

      assertThat(request.attribute(Principal.class).map(Principal::getName))
          .contains("CN=localhost");
      assertThat(request.attribute(X509Certificate.class))
          .contains((X509Certificate) second.store().getCertificate("server"));
    }
  }

  @Test
  void anSslContextDecidesWhichClientsItTrusts() {
    TlsSettings tls = TlsSettings.sslContext(first.context(second)).needClientCertificates();
    try (TestServer server = serve(tls)) {
      assertThat(served(server, first, second).attribute(Principal.class)).isPresent();
      assertNotServed(server, first);
    }
  }

  @Test
  void aClientWithoutANeededCertificateIsNotServed() {
    try (TestServer server = serve(pem().needClientCertificates(second.chainPem()))) {
      assertNotServed(server, null);
      assertNotServed(server, first); // Of another authority.
      assertThat(server.endpoint().requests()).isEmpty();
    }
  }

  /** With TLS 1.3 a client finds out when it reads. */
  private static void assertNotServed(TestServer server, @Nullable SelfSigned client) {
    try (RawClient socket = first.connect(server.port(), client)) {
      socket.send(REQUEST);
      assertThat(socket.readEnd()).isNotEmpty();
    } catch (AssertionError | RuntimeException e) {
      assertThat(e).hasStackTraceContaining("SSL");
    }
  }

  @Test
  void aClientWithoutAWantedCertificateIsServed() {
    try (TestServer server = serve(pem().wantClientCertificates(second.chainPem()))) {
      assertThat(served(server, first, null).attribute(Principal.class)).isEmpty();
      assertThat(served(server, first, second).attribute(Principal.class)).isPresent();
    }
  }

  @Test
  void newConnectionsGetARenewedCertificateAndOpenOnesStay() throws IOException {
    Path chain = Files.copy(first.chainPem(), folder.resolve("renewed-chain.pem"));
    Path key = Files.copy(first.keyPem(), folder.resolve("renewed-key.pem"));
    TlsSettings tls = TlsSettings.pem(chain, key);
    try (TestServer server = serve(tls);
        RawClient open = first.connect(server.port())) {
      open.send(REQUEST);
      assertThat(open.read().status()).isEqualTo(200);
      Files.copy(second.chainPem(), chain, StandardCopyOption.REPLACE_EXISTING);
      Files.copy(second.keyPem(), key, StandardCopyOption.REPLACE_EXISTING);
      tls.reload();

      served(server, second, null);
      open.send(REQUEST);
      assertThat(open.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aRenewedCertificateThatCannotBeUsedLeavesTheFormerInForce() throws IOException {
    Path chain = Files.copy(first.chainPem(), folder.resolve("broken-chain.pem"));
    TlsSettings tls = TlsSettings.pem(chain, first.keyPem());
    try (TestServer server = serve(tls)) {
      Files.writeString(chain, "nothing");

      assertThatIllegalArgumentException()
          .isThrownBy(tls::reload)
          .withMessageContaining("broken-chain.pem");
      served(server, first, null);
    }
  }

  /** As while the two files of a renewed certificate are replaced, one after the other. */
  @Test
  void aRenewedCertificateWithTheFormerKeyLeavesTheFormerInForce() throws IOException {
    Path chain = Files.copy(first.chainPem(), folder.resolve("half-chain.pem"));
    TlsSettings tls = TlsSettings.pem(chain, first.keyPem());
    try (TestServer server = serve(tls)) {
      Files.copy(second.chainPem(), chain, StandardCopyOption.REPLACE_EXISTING);

      assertThatIllegalArgumentException()
          .isThrownBy(tls::reload)
          .withMessageContaining("half-chain.pem")
          .withMessageContaining("the private key is that of another certificate");
      served(server, first, null);
    }
  }

  @Test
  void anSslContextThatIsNotInitializedLeavesTheFormerInForce() throws Exception {
    AtomicReference<SSLContext> newest = new AtomicReference<>(first.context(null));
    TlsSettings tls = TlsSettings.sslContext(newest::get);
    try (TestServer server = serve(tls)) {
      newest.set(SSLContext.getInstance("TLS"));

      assertThatIllegalArgumentException()
          .isThrownBy(tls::reload)
          .withMessageContaining("sslContext");
      served(server, first, null);
    }
  }

  @Test
  void aSupplierOfSslContextsIsAskedAtEachReload() {
    AtomicReference<SSLContext> newest = new AtomicReference<>(first.context(null));
    TlsSettings tls = TlsSettings.sslContext(newest::get);
    try (TestServer server = serve(tls)) {
      served(server, first, null);
      newest.set(second.context(null));
      tls.reload();

      served(server, second, null);
    }
  }

  @Test
  void authoritiesBesideAnSslContextAreRefused() {
    TlsSettings tls = TlsSettings.sslContext(first.context(null));

    assertThatIllegalStateException()
        .isThrownBy(() -> tls.needClientCertificates(second.chainPem()))
        .withMessageContaining("trust managers");
  }
}
