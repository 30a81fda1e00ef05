package dev.nave.benchmarks.load;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.URI;
import javax.net.ssl.SSLException;

/** TLS as the load client speaks it: the JDK's, with any certificate, since it calls itself. */
final class ClientTls {
  private final SslContext context;

  ClientTls() {
    try {
      context =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .trustManager(InsecureTrustManagerFactory.INSTANCE)
              .endpointIdentificationAlgorithm(null)
              .build();
    } catch (SSLException e) {
      throw new LoadException("no TLS: " + e.getMessage());
    }
  }

  /** Returns what encrypts one connection. */
  ChannelHandler handler(ByteBufAllocator allocator, URI url) {
    return context.newHandler(allocator, url.getHost(), url.getPort());
  }
}
