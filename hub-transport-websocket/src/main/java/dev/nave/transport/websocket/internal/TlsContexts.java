package dev.nave.transport.websocket.internal;

import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The certificate in force: read at the start, and when it changes. Any thread. Links no class of
 * Netty before that, so that settings can be made where Netty is too old.
 */
public final class TlsContexts {
  private final Keys keys;
  private final ClientCertificates clients;
  private volatile @Nullable SslContext current;

  /** Where certificate and private key come from. The text form shows no password. */
  public sealed interface Keys {}

  /** PEM files. */
  public record Pem(Path certificateChain, Path privateKey, @Nullable String password)
      implements Keys {
    @Override
    public String toString() {
      return "certificateChain=" + certificateChain + ", key=" + privateKey;
    }
  }

  /** A key store. */
  public record Store(KeyStore store, String password) implements Keys {
    @Override
    public String toString() {
      return "keyStore=" + store.getType();
    }
  }

  /** An object of the JDK that has all of it. */
  public record Jdk(Supplier<SSLContext> context) implements Keys {
    @Override
    public String toString() {
      return "sslContext";
    }
  }

  /**
   * Which certificates clients are asked for.
   *
   * @param authorities PEM file of those who sign them; null for those that the keys or the JDK
   *     trust
   */
  public record ClientCertificates(Asked asked, @Nullable Path authorities) {
    /** Whether clients are asked for a certificate. */
    public enum Asked {
      /** No. */
      NONE,
      /** Yes, but they need not have one. */
      WANTED,
      /** Yes, and without one the connection ends. */
      NEEDED
    }
  }

  /** Nothing is read before {@link #reload}. */
  public TlsContexts(Keys keys, ClientCertificates clients) {
    this.keys = keys;
    this.clients = clients;
  }

  /** Returns where the keys come from. */
  public Keys keys() {
    return keys;
  }

  /** Returns what TLS handlers of new connections are made of. */
  SslContext current() {
    SslContext made = current;
    if (made == null) {
      throw new IllegalStateException("no certificate has been read yet");
    }
    return made;
  }

  /**
   * Reads certificate and key: connections that come from now on get these.
   *
   * @throws IllegalArgumentException if they cannot be used, with the reason; then the former stay
   */
  public synchronized void reload() { // In order: the newest that was read stays.
    try {
      current = TlsReader.read(keys, clients);
    } catch (SSLException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException("cannot serve TLS with " + this + ": " + reason(e), e);
    }
  }

  private static String reason(Exception failure) {
    Throwable cause = failure.getCause();
    return String.valueOf((cause == null ? failure : cause).getMessage());
  }

  @Override
  public String toString() {
    return "TlsSettings["
        + keys
        + (clients.asked() == ClientCertificates.Asked.NONE
            ? ""
            : ", clientCertificates=" + clients.asked())
        + "]";
  }
}
