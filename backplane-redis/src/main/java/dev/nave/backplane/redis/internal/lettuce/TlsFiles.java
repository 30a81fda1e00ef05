package dev.nave.backplane.redis.internal.lettuce;

import dev.nave.backplane.options.Secret;
import dev.nave.backplane.redis.RedisOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes of the files that the options name what TLS needs. Reads files; not for event loops. */
public final class TlsFiles {
  private TlsFiles() {}

  /**
   * Returns who is trusted, and whether revocation is checked; null if Java's defaults hold.
   *
   * @throws IOException if the trust store cannot be read; the message names the file
   */
  public static @Nullable TrustManagerFactory trust(RedisOptions options) throws IOException {
    Path file = options.trustStore();
    if (file == null && !options.checkCertificateRevocation()) {
      return null;
    }
    try {
      KeyStore trusted = file == null ? null : trustStore(file, options.trustStorePassword());
      if (!options.checkCertificateRevocation()) {
        return plain(trusted);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(withRevocation(trusted)));
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the trust store " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes sure that a store can be opened, as Lettuce tells only when it connects.
   *
   * @throws IOException if the key store cannot be read; the message names the file
   */
  static void checkKeyStore(Path file, @Nullable Secret password) throws IOException {
    try {
      KeyStore.getInstance(file.toFile(), reveal(password));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new IOException("cannot use the key store " + file + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore trustStore(Path file, @Nullable Secret password)
      throws IOException, GeneralSecurityException {
    byte[] content = Files.readAllBytes(file);
    KeyStore store;
    if (new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ")) {
      store = ofPem(content);
    } else {
      try {
        store = KeyStore.getInstance(file.toFile(), password == null ? null : password.reveal());
      } catch (IOException e) {
        throw new IOException("cannot use the trust store " + file + ": " + e.getMessage(), e);
      }
    }
    if (store.size() == 0) {
      throw new IOException(
          "the trust store " + file + " has no certificates, or none that need no password");
    }
    return store;
  }

  private static KeyStore ofPem(byte[] content) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(content))) {
      store.setCertificateEntry("authority-" + store.size(), certificate);
    }
    return store;
  }

  private static TrustManagerFactory plain(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory;
  }

  private static PKIXBuilderParameters withRevocation(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (TrustManager manager : plain(trusted).getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        for (X509Certificate authority : x509.getAcceptedIssuers()) {
          anchors.add(new TrustAnchor(authority, null));
        }
      }
    }
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
    // Java's implicit checker looks at the certificate's list of revocations only if told to by a
    // system property; this one looks at OCSP, then at the list.
    parameters.addCertPathChecker(
        (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker());
    return parameters;
  }

  /** Returns the characters of a password, none for none. */
  static char[] reveal(@Nullable Secret secret) {
    return secret == null ? new char[0] : secret.reveal();
  }
}
