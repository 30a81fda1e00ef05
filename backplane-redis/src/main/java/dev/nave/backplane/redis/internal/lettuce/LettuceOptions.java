package dev.nave.backplane.redis.internal.lettuce;

import dev.nave.backplane.options.Secret;
import dev.nave.backplane.redis.KeepAliveTimes;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/** Makes Lettuce's options of ours. */
final class LettuceOptions {
  private LettuceOptions() {}

  /** Options of a client; some hold whatever the application's hook changes. */
  static ClientOptions client(RedisOptions options) {
    ClientOptions.Builder builder =
        ClientOptions.builder()
            .socketOptions(socket(options))
            .sslOptions(LettuceTls.options(options));
    options.lettuce().clientOptions(builder);
    builder
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(Integer.MAX_VALUE) // The queue before it is bounded.
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build());
    return switch (options.protocol()) {
      case AUTO -> builder.build();
      case RESP2 -> builder.protocolVersion(ProtocolVersion.RESP2).build();
      case RESP3 -> builder.protocolVersion(ProtocolVersion.RESP3).build();
    };
  }

  private static SocketOptions socket(RedisOptions options) {
    KeepAliveTimes times = options.keepAliveTimes();
    SocketOptions.Builder socket =
        SocketOptions.builder()
            .connectTimeout(options.connectTimeout())
            .tcpNoDelay(true)
            .keepAlive(
                SocketOptions.KeepAliveOptions.builder()
                    .enable(options.tcpKeepAlive())
                    .idle(times.idle())
                    .interval(times.interval())
                    .count(times.count())
                    .build());
    if (!options.tcpUserTimeout().isZero()) {
      socket.tcpUserTimeout(
          SocketOptions.TcpUserTimeoutOptions.builder()
              .enable(true)
              .tcpUserTimeout(options.tcpUserTimeout())
              .build());
    }
    return socket.build();
  }

  /** How a server is reached. */
  static RedisURI server(RedisOptions options, RedisEndpoint endpoint) {
    RedisURI uri = uri(options, endpoint);
    authenticate(uri, options.user(), options.password());
    uri.setDatabase(options.database());
    options.lettuce().uri(uri);
    return uri;
  }

  /** How a Sentinel is reached. */
  static RedisURI sentinel(RedisOptions options, RedisEndpoint endpoint) {
    RedisURI uri = uri(options, endpoint);
    authenticate(uri, options.sentinelUser(), options.sentinelPassword());
    options.lettuce().uri(uri);
    return uri;
  }

  private static RedisURI uri(RedisOptions options, RedisEndpoint endpoint) {
    RedisURI.Builder builder =
        endpoint.unixSocket() != null
            ? RedisURI.Builder.socket(endpoint.unixSocket())
            : RedisURI.Builder.redis(endpoint.host(), endpoint.port());
    builder.withTimeout(options.connectTimeout()).withClientName(options.clientName());
    if (options.ssl()) {
      builder.withSsl(true).withVerifyPeer(verification(options));
    }
    return builder.build();
  }

  private static SslVerifyMode verification(RedisOptions options) {
    return switch (options.verifyPeer()) {
      case NONE -> SslVerifyMode.NONE;
      case CA -> SslVerifyMode.CA;
      case FULL -> SslVerifyMode.FULL;
    };
  }

  private static void authenticate(RedisURI uri, @Nullable String user, @Nullable Secret password) {
    if (password != null) {
      uri.setCredentialsProvider(
          RedisCredentialsProvider.from(() -> RedisCredentials.just(user, password.reveal())));
    }
  }
}
