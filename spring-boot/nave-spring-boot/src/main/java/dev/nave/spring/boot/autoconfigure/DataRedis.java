package dev.nave.spring.boot.autoconfigure;

import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.RedisTopology;
import dev.nave.backplane.redis.lettuce.LettuceHook;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SslOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.MasterReplica;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/** Reads what Spring Data Redis connects to. Pure functions. */
final class DataRedis {
  private DataRedis() {}

  static RedisOptions.Builder options(DataRedisConnectionDetails details, Environment environment) {
    RedisOptions.Builder options = RedisOptions.builder();
    Sentinel sentinel = details.getSentinel();
    Cluster cluster = details.getCluster();
    MasterReplica replicated = details.getMasterReplica();
    Standalone standalone = details.getStandalone();
    if (sentinel != null) {
      endpoints(options, sentinel.getNodes());
      options.serviceName(sentinel.getMaster()).database(sentinel.getDatabase());
      // Sentinels get nothing unless it is said; Nave would give them the master's.
      options.sentinelUser(orEmpty(sentinel.getUsername()));
      options.sentinelPassword(orEmpty(sentinel.getPassword()).toCharArray());
    } else if (cluster != null) {
      endpoints(options, cluster.getNodes());
      options.topology(RedisTopology.CLUSTER);
    } else if (replicated != null) {
      endpoints(options, replicated.getNodes()); // Nave finds the master among them.
    } else if (standalone != null) {
      endpoints(options, List.of(new Node(standalone.getHost(), standalone.getPort())));
      options.database(standalone.getDatabase());
    } else {
      throw new IllegalStateException(
          "spring.data.redis describes neither a server nor Sentinels, a cluster or"
              + " replicas; set nave.redis.url");
    }
    credentials(options, details);
    tls(options, details.getSslBundle(), environment);
    connectTimeout(options, environment);
    return options;
  }

  private static void endpoints(RedisOptions.Builder options, List<Node> nodes) {
    options.endpoints(
        nodes.stream().map(node -> RedisEndpoint.of(node.host(), node.port())).toList());
  }

  private static void credentials(
      RedisOptions.Builder options, DataRedisConnectionDetails details) {
    String user = orEmpty(details.getUsername());
    String password = orEmpty(details.getPassword());
    if (!user.isEmpty() && !password.isEmpty()) {
      options.user(user);
    }
    if (!password.isEmpty()) {
      options.password(password.toCharArray());
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static void tls(
      RedisOptions.Builder options, @Nullable SslBundle bundle, Environment environment) {
    boolean on =
        bundle != null
            || environment.getProperty("spring.data.redis.ssl.enabled", Boolean.class, false);
    options.ssl(on);
    if (bundle != null) {
      options.lettuce(new BundleHook(bundle));
    }
  }

  private static void connectTimeout(RedisOptions.Builder options, Environment environment) {
    Duration time = environment.getProperty("spring.data.redis.connect-timeout", Duration.class);
    if (time != null) {
      options.connectTimeout(time);
    }
  }

  /** Has Lettuce use the certificates of a bundle. */
  private record BundleHook(SslBundle bundle) implements LettuceHook {
    @Override
    public void clientOptions(ClientOptions.Builder options) {
      SslOptions.Builder ssl =
          SslOptions.builder()
              .keyManager(bundle.getManagers().getKeyManagerFactory())
              .trustManager(bundle.getManagers().getTrustManagerFactory());
      String[] ciphers = bundle.getOptions().getCiphers();
      if (ciphers != null) {
        ssl.cipherSuites(ciphers);
      }
      String[] protocols = bundle.getOptions().getEnabledProtocols();
      if (protocols != null) {
        ssl.protocols(protocols);
      }
      options.sslOptions(ssl.build());
    }
  }
}
