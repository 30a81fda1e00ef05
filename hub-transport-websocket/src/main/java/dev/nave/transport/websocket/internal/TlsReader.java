package dev.nave.transport.websocket.internal;

import dev.nave.transport.websocket.internal.TlsContexts.ClientCertificates;
import dev.nave.transport.websocket.internal.TlsContexts.Keys;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
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
      SslContext context =
          new JdkSslContext(
              jdk.context().get(),
              false,
              null,
              IdentityCipherSuiteFilter.INSTANCE,
              ApplicationProtocolConfig.DISABLED,
              asked,
              PROTOCOLS,
              false);
      context.newEngine(UnpooledByteBufAllocator.DEFAULT); // Fails if it is not initialized.
      return context;
    }
    SslContextBuilder builder = builder(keys).protocols(PROTOCOLS).clientAuth(asked);
    if (clients.authorities() != null) {
      builder.trustManager(clients.authorities().toFile());
    }
    SslContext context = builder.build();
    tryOut(context);
    return context;
  }

  /**
   * Serves a client that trusts all certificates: while files are replaced one after the other, the
   * key may be that of another certificate, which would show with each client alone.
   */
  private static void tryOut(SslContext context) throws SSLException {
    SslHandler client =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null)
            .protocols(PROTOCOLS)
            .build()
            .newHandler(UnpooledByteBufAllocator.DEFAULT);
    EmbeddedChannel clientSide = new EmbeddedChannel(client);
    EmbeddedChannel serverSide =
        new EmbeddedChannel(context.newHandler(UnpooledByteBufAllocator.DEFAULT));
    try {
      boolean goesOn = true;
      while (goesOn && !client.handshakeFuture().isDone()) {
        boolean toServer = handOver(clientSide, serverSide);
        boolean toClient = handOver(serverSide, clientSide);
        goesOn = toServer || toClient;
      }
      if (!client.handshakeFuture().isSuccess()) {
        throw new SSLException("no client could connect");
      }
    } catch (DecoderException e) {
      SSLException failure =
          new SSLException(
              "a client that tried it failed, perhaps since the private key is that of another"
                  + " certificate: "
                  + e.getMessage());
      failure.addSuppressed(e);
      throw failure;
    } finally {
      close(clientSide);
      close(serverSide);
    }
  }

  /** Returns whether there was something. */
  private static boolean handOver(EmbeddedChannel from, EmbeddedChannel to) {
    boolean some = false;
    for (Object bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      some = true;
      to.writeInbound(bytes);
    }
    return some;
  }

  private static void close(EmbeddedChannel side) {
    var unusedFuture = side.close();
    side.releaseInbound();
    side.releaseOutbound();
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
