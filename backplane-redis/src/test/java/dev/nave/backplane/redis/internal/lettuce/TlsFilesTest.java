package dev.nave.backplane.redis.internal.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.redis.RedisOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an authority and a server's certificate made by the JDK's keytool. */
class TlsFilesTest {
  private static final String PASSWORD = "for-tests";
  private static final String KEY_EXCHANGE = "ECDHE_ECDSA";

  @TempDir static Path folder;

  /** The server's certificate, then the authority's. */
  private static X509Certificate[] chain = new X509Certificate[0];

  @BeforeAll
  static void makeCertificates() throws Exception {
    keytool("-genkeypair", "-alias", "ca", "-dname", "CN=authority", "-ext", "bc=ca:true");
    keytool("-genkeypair", "-alias", "server", "-dname", "CN=localhost");
    keytool("-certreq", "-alias", "server", "-file", file("server.csr"));
    keytool("-gencert", "-alias", "ca", "-infile", file("server.csr"), "-outfile", file("s.crt"));
    keytool("-importcert", "-noprompt", "-alias", "server", "-file", file("s.crt"));
    keytool("-exportcert", "-rfc", "-alias", "ca", "-file", file("ca.pem"));
    try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      chain =
          Arrays.stream(store.getCertificateChain("server"))
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
    }
    assertThat(chain).hasSize(2);
  }

  @Test
  void javasDefaultsNeedNothing() throws IOException {
    RedisOptions options = RedisOptions.parse("h,ssl=true");

    assertThat(TlsFiles.trust(options)).isNull();
  }

  @Test
  void trustsTheAuthoritiesOfAPemFile() throws Exception {
    X509TrustManager manager = trust("trustStore=" + file("ca.pem"));

    assertThatCode(() -> manager.checkServerTrusted(chain, KEY_EXCHANGE))
        .doesNotThrowAnyException();
  }

  @Test
  void trustsTheAuthoritiesOfAStore() throws Exception {
    keytoolFor("ca.p12", "-importcert", "-noprompt", "-alias", "ca", "-file", file("ca.pem"));
    X509TrustManager manager =
        trust("trustStore=" + file("ca.p12") + ",trustStorePassword=" + PASSWORD);

    assertThatCode(() -> manager.checkServerTrusted(chain, KEY_EXCHANGE))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesACertificateWhoseRevocationCannotBeChecked() throws Exception {
    X509TrustManager manager =
        trust("checkCertificateRevocation=true,trustStore=" + file("ca.pem"));

    assertThatThrownBy(() -> manager.checkServerTrusted(chain, KEY_EXCHANGE))
        .isInstanceOf(CertificateException.class)
        .hasStackTraceContaining("revocation status");
  }

  @Test
  void refusesAuthoritiesThatJavaDoesNotKnow() throws Exception {
    X509TrustManager manager = trust("checkCertificateRevocation=true");

    assertThatThrownBy(() -> manager.checkServerTrusted(chain, KEY_EXCHANGE))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("unable to find valid certification path");
  }

  @Test
  void takesAKeyStoreWithItsPassword() {
    RedisOptions options =
        RedisOptions.parse("h,ssl=1,keyStore=" + file("all.p12") + ",keyStorePassword=" + PASSWORD);

    assertThatCode(() -> checkKeyStore(options)).doesNotThrowAnyException();
  }

  @Test
  void namesAFileThatCannotBeUsedButNotItsPassword() throws IOException {
    Files.writeString(folder.resolve("empty"), "nothing");
    for (String keys :
        List.of(
            "trustStore=" + file("missing"),
            "trustStore=" + file("empty"),
            "trustStore=" + file("all.p12") + ",trustStorePassword=wrong")) {
      assertThatThrownBy(() -> TlsFiles.trust(RedisOptions.parse("h,ssl=1," + keys)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageNotContaining("wrong,");
    }
    for (String keys :
        List.of(
            "keyStore=" + file("missing"),
            "keyStore=" + file("empty"),
            "keyStore=" + file("all.p12") + ",keyStorePassword=wrong")) {
      assertThatThrownBy(() -> checkKeyStore(RedisOptions.parse("h,ssl=1," + keys)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot use the key store " + folder);
    }
  }

  private static void checkKeyStore(RedisOptions options) throws IOException {
    TlsFiles.checkKeyStore(Objects.requireNonNull(options.keyStore()), options.keyStorePassword());
  }

  private static X509TrustManager trust(String keys) throws IOException {
    RedisOptions options = RedisOptions.parse("h,ssl=true," + keys);
    return (X509TrustManager) Objects.requireNonNull(TlsFiles.trust(options)).getTrustManagers()[0];
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    keytoolFor("all.p12", arguments);
  }

  private static void keytoolFor(String store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", file(store), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    if (List.of(arguments).contains("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC"));
    }
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
  }
}
