package dev.nave.backplane.redis.internal.lettuce;

import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.VerifyPeer;
import io.lettuce.core.SslOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** Makes Lettuce's TLS options of ours. Reads files, so it is for the start. */
final class LettuceTls {
  private LettuceTls() {}

  /**
   * Returns the options.
   *
   * @throws IllegalArgumentException if a file cannot be read
   */
  static SslOptions options(RedisOptions options) {
    SslOptions.Builder tls =
        SslOptions.builder().jdkSslProvider().handshakeTimeout(options.connectTimeout());
    if (!options.ssl()) {
      return tls.build();
    }
    if (!options.sslProtocols().isEmpty()) {
      tls.protocols(options.sslProtocols().toArray(String[]::new));
    }
    String sslHost = options.sslHost();
    if (sslHost != null) { // Java verifies a certificate against the name that is sent as SNI.
      tls.sslParameters(
          () -> {
            SSLParameters parameters = new SSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(sslHost)));
            return parameters;
          });
    }
    addStores(options, tls);
    return tls.build();
  }

  private static void addStores(RedisOptions options, SslOptions.Builder tls) {
    try {
      TrustManagerFactory trust =
          options.verifyPeer() != VerifyPeer.NONE ? TlsFiles.trust(options) : null;
      if (trust != null) {
        tls.trustManager(trust);
      }
      Path keyStore = options.keyStore();
      if (keyStore != null) {
        TlsFiles.checkKeyStore(keyStore, options.keyStorePassword());
        tls.keystore(keyStore.toFile(), TlsFiles.reveal(options.keyStorePassword()));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
