package dev.nave.backplane.redis.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for 127.0.0.1 and localhost that signs itself, made by the keytool of the JDK.
 *
 * @param chainPem the certificate
 * @param keyPem the key, not encrypted
 */
record Certificate(Path chainPem, Path keyPem) {
  private static final String PASSWORD = "for-tests";
  private static final String ALIAS = "server";

  /** Makes one, with files in {@code folder}. */
  static Certificate make(Path folder) {
    Path file = folder.resolve("store.p12");
    ChildProcess.run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        ALIAS,
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=ip:127.0.0.1,dns:localhost",
        "-ext",
        "bc=ca:true",
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-keystore",
        file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      byte[] chain = store.getCertificate(ALIAS).getEncoded();
      byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
      return new Certificate(
          pem(folder.resolve("chain.pem"), "CERTIFICATE", chain),
          pem(folder.resolve("key.pem"), "PRIVATE KEY", key));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a certificate", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a certificate", e);
    }
  }

  private static Path pem(Path file, String kind, byte[] content) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind));
  }
}
