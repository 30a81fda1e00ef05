package dev.nave.transport.websocket.internal;

import dev.nave.transport.websocket.TlsSettings;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/** Reads certificates and keys. */
final class TlsContexts {
  private TlsContexts() {}

  /**
   * Returns what TLS handlers are made of.
   *
   * @throws IllegalArgumentException if certificate or key cannot be used, with the reason
   */
  static SslContext of(TlsSettings settings) {
    try {
      return builder(settings).protocols("TLSv1.3", "TLSv1.2").build();
    } catch (SSLException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("cannot serve TLS with " + settings + ": " + reason(e), e);
    }
  }

  private static SslContextBuilder builder(TlsSettings settings) throws GeneralSecurityException {
    if (settings instanceof TlsSettings.Pem pem) {
      return SslContextBuilder.forServer(
          pem.certificateChain().toFile(), pem.privateKey().toFile(), pem.password());
    }
    TlsSettings.Store keys = (TlsSettings.Store) settings;
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys.store(), keys.password().toCharArray());
    return SslContextBuilder.forServer(factory);
  }

  private static String reason(Exception failure) {
    Throwable cause = failure.getCause();
    return String.valueOf((cause == null ? failure : cause).getMessage());
  }
}
