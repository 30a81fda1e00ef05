package dev.nave.transport.websocket;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The certificate and private key with which the transport serves TLS (1.2 and 1.3). Immutable.
 *
 * <p>Files are read when the transport starts. The text form shows no password.
 */
public sealed interface TlsSettings {

  /**
   * Takes both from PEM files.
   *
   * @param certificateChain X.509 certificates, the server's own first
   * @param privateKey a key in PKCS#8 form ({@code BEGIN PRIVATE KEY})
   */
  static TlsSettings pem(Path certificateChain, Path privateKey) {
    return new Pem(certificateChain, privateKey, null);
  }

  /**
   * Takes both from PEM files, the key encrypted.
   *
   * @param certificateChain X.509 certificates, the server's own first
   * @param privateKey a key in PKCS#8 form ({@code BEGIN ENCRYPTED PRIVATE KEY})
   * @param password what it is encrypted with
   */
  static TlsSettings pem(Path certificateChain, Path privateKey, String password) {
    return new Pem(certificateChain, privateKey, Objects.requireNonNull(password, "password"));
  }

  /**
   * Takes both from a key store that is loaded already.
   *
   * @param store holds a private key with its certificate chain
   * @param password of the private key; copied
   */
  static TlsSettings keyStore(KeyStore store, char[] password) {
    return new Store(store, new String(password));
  }

  /** PEM files; made by {@link #pem(Path, Path)}. */
  record Pem(Path certificateChain, Path privateKey, @Nullable String password)
      implements TlsSettings {
    /** Checks that both files are given. */
    public Pem {
      Objects.requireNonNull(certificateChain, "certificateChain");
      Objects.requireNonNull(privateKey, "privateKey");
    }

    @Override
    public String toString() {
      return "TlsSettings[certificateChain=" + certificateChain + ", key=" + privateKey + "]";
    }
  }

  /** A key store; made by {@link #keyStore}. */
  record Store(KeyStore store, String password) implements TlsSettings {
    /** Checks that the store is given. */
    public Store {
      Objects.requireNonNull(store, "store");
    }

    @Override
    public String toString() {
      return "TlsSettings[keyStore=" + store.getType() + "]";
    }
  }
}
