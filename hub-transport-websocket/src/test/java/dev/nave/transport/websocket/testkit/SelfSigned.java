package dev.nave.transport.websocket.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate made for one run of the tests, with the keytool of the JDK.
 *
 * @param store holds key and certificate
 * @param chainPem the certificate
 * @param keyPem the key, not encrypted
 */
public record SelfSigned(KeyStore store, Path chainPem, Path keyPem) {
  /** What the key in the store is encrypted with. */
  public static final String PASSWORD = "for-tests";

  private static final String ALIAS = "server";

  /** Makes one, with files in {@code folder}. */
  public static SelfSigned make(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    file.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new SelfSigned(
        store,
        pem(folder.resolve("chain.pem"), "CERTIFICATE", store.getCertificate(ALIAS).getEncoded()),
        pem(
            folder.resolve("key.pem"),
            "PRIVATE KEY",
            store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
  }

  /** Connects as a client that trusts this certificate alone. */
  public RawClient connect(int port) {
    return connect(port, null);
  }

  /** The same, and the client has a certificate of its own, if that is not null. */
  public RawClient connect(int port, @Nullable SelfSigned client) {
    try {
      return over(new Socket(InetAddress.getLoopbackAddress(), port), client);
    } catch (IOException e) {
      throw new AssertionError("cannot connect", e);
    }
  }

  /** Speaks TLS over a connected socket. */
  public RawClient over(Socket socket) {
    return over(socket, null);
  }

  /** Returns an initialized object of the JDK with this certificate, which trusts another. */
  public SSLContext context(@Nullable SelfSigned trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trusted == null ? null : trusted.trustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError("cannot use the certificate", e);
    }
  }

  private KeyManager[] keyManagers() throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    return keys.getKeyManagers();
  }

  private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  private RawClient over(Socket socket, @Nullable SelfSigned client) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(client == null ? null : client.keyManagers(), trustManagers(), null);
      return new RawClient(
          context
              .getSocketFactory()
              .createSocket(socket, "localhost", socket.getPort(), /* autoClose= */ true));
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("cannot connect over TLS", e);
    }
  }

  private static Path pem(Path file, String kind, byte[] content) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind));
  }
}
