package dev.nave.transport.websocket;

import dev.nave.transport.websocket.internal.TlsContexts;
import dev.nave.transport.websocket.internal.TlsContexts.ClientCertificates;
import dev.nave.transport.websocket.internal.TlsContexts.ClientCertificates.Asked;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The certificate and private key with which the transport serves TLS (1.2 and 1.3), and whether
 * clients are asked for certificates, too. Any thread.
 *
 * <p>Certificate and key are read when the transport starts, and again by {@link #reload}. The text
 * form shows no password.
 */
public final class TlsSettings {
  private final TlsContexts contexts;

  private TlsSettings(TlsContexts.Keys keys, Asked asked, @Nullable Path authorities) {
    contexts = new TlsContexts(keys, new ClientCertificates(asked, authorities));
  }

  private static TlsSettings of(TlsContexts.Keys keys) {
    return new TlsSettings(keys, Asked.NONE, null);
  }

  /**
   * Takes both from PEM files.
   *
   * @param certificateChain X.509 certificates, the server's own first
   * @param privateKey a key in PKCS#8 form ({@code BEGIN PRIVATE KEY})
   */
  public static TlsSettings pem(Path certificateChain, Path privateKey) {
    return of(
        new TlsContexts.Pem(
            Objects.requireNonNull(certificateChain, "certificateChain"),
            Objects.requireNonNull(privateKey, "privateKey"),
            null));
  }

  /**
   * Takes both from PEM files, the key encrypted.
   *
   * @param certificateChain X.509 certificates, the server's own first
   * @param privateKey a key in PKCS#8 form ({@code BEGIN ENCRYPTED PRIVATE KEY})
   * @param password what it is encrypted with
   */
  public static TlsSettings pem(Path certificateChain, Path privateKey, String password) {
    return of(
        new TlsContexts.Pem(
            Objects.requireNonNull(certificateChain, "certificateChain"),
            Objects.requireNonNull(privateKey, "privateKey"),
            Objects.requireNonNull(password, "password")));
  }

  /**
   * Takes both from a key store that is loaded already. {@link #reload} reads the same object
   * again.
   *
   * @param store holds a private key with its certificate chain
   * @param password of the private key; copied
   */
  public static TlsSettings keyStore(KeyStore store, char[] password) {
    return of(new TlsContexts.Store(Objects.requireNonNull(store, "store"), new String(password)));
  }

  /**
   * Takes both, and which certificates of clients it trusts, from an initialized object of the JDK.
   * Its protocols are narrowed to TLS 1.2 and 1.3. {@link #reload} uses the same object again: what
   * its key manager returns then is what new connections get.
   */
  public static TlsSettings sslContext(SSLContext context) {
    Objects.requireNonNull(context, "context");
    return sslContext(() -> context);
  }

  /**
   * Takes both, and whom it trusts, from an object of the JDK.
   *
   * @param contexts returns the newest one; called at the start and by {@link #reload}
   */
  public static TlsSettings sslContext(Supplier<SSLContext> contexts) {
    return of(new TlsContexts.Jdk(Objects.requireNonNull(contexts, "contexts")));
  }

  /**
   * Returns the same settings, with which clients are asked for a certificate and may come without
   * one. The certificate must be signed by an authority that the JDK trusts, or the {@link
   * SSLContext} where there is one. A request of a client that has sent one has the attributes
   * {@link java.security.Principal} and {@link java.security.cert.X509Certificate}. Default:
   * clients are not asked.
   */
  public TlsSettings wantClientCertificates() {
    return new TlsSettings(contexts.keys(), Asked.WANTED, null);
  }

  /**
   * The same, and the certificates must be signed by other authorities.
   *
   * @param authorities PEM file with the certificates of the authorities
   * @throws IllegalStateException with an {@link SSLContext}, which has authorities of its own
   */
  public TlsSettings wantClientCertificates(Path authorities) {
    return new TlsSettings(contexts.keys(), Asked.WANTED, checked(authorities));
  }

  /** As {@link #wantClientCertificates()}, but a client without a certificate cannot connect. */
  public TlsSettings needClientCertificates() {
    return new TlsSettings(contexts.keys(), Asked.NEEDED, null);
  }

  /**
   * As {@link #wantClientCertificates(Path)}, but a client without a certificate cannot connect.
   *
   * @param authorities PEM file with the certificates of the authorities
   * @throws IllegalStateException with an {@link SSLContext}, which has authorities of its own
   */
  public TlsSettings needClientCertificates(Path authorities) {
    return new TlsSettings(contexts.keys(), Asked.NEEDED, checked(authorities));
  }

  private Path checked(Path authorities) {
    if (contexts.keys() instanceof TlsContexts.Jdk) {
      throw new IllegalStateException(
          "authorities cannot be set beside an SSLContext; its trust managers decide");
    }
    return Objects.requireNonNull(authorities, "authorities");
  }

  /**
   * Reads certificate, key and authorities again, for a certificate that was renewed. Connections
   * that come from now on get the new one; those that are open stay as they are. Blocks while files
   * are read.
   *
   * @throws IllegalArgumentException if they cannot be used, with the reason; the former stay in
   *     force
   */
  public void reload() {
    contexts.reload();
  }

  /** Returns what the transport makes its TLS handlers of. */
  TlsContexts contexts() {
    return contexts;
  }

  @Override
  public String toString() {
    return contexts.toString();
  }
}
