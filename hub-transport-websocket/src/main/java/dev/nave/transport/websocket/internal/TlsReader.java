package dev.nave.transport.websocket.internal;

import dev.nave.transport.websocket.internal.TlsContexts.ClientCertificates;
import dev.nave.transport.websocket.internal.TlsContexts.Keys;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/** Reads certificates and keys. Pure functions. */
final class TlsReader {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private TlsReader() {}

  /** Returns what TLS handlers are made of. */
  static SslContext read(Keys keys, ClientCertificates clients)
      throws SSLException, GeneralSecurityException {
    ClientAuth asked =
        switch (clients.asked()) {
          case NONE -> ClientAuth.NONE;
          case WANTED -> ClientAuth.OPTIONAL;
          case NEEDED -> ClientAuth.REQUIRE;
        };
    if (keys instanceof TlsContexts.Jdk jdk) {
      return new JdkSslContext(
          jdk.context().get(),
          false,
          null,
          IdentityCipherSuiteFilter.INSTANCE,
          ApplicationProtocolConfig.DISABLED,
          asked,
          PROTOCOLS,
          false);
    }
    SslContextBuilder builder = builder(keys).protocols(PROTOCOLS).clientAuth(asked);
    if (clients.authorities() != null) {
      builder.trustManager(clients.authorities().toFile());
    }
    return builder.build();
  }

  private static SslContextBuilder builder(Keys keys) throws GeneralSecurityException {
    if (keys instanceof TlsContexts.Pem pem) {
      return SslContextBuilder.forServer(
          pem.certificateChain().toFile(), pem.privateKey().toFile(), pem.password());
    }
    TlsContexts.Store store = (TlsContexts.Store) keys;
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store.store(), store.password().toCharArray());
    return SslContextBuilder.forServer(factory);
  }
}
