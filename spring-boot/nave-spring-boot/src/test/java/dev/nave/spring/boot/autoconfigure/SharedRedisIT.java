package dev.nave.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.redis.testkit.RedisCluster;
import dev.nave.backplane.redis.testkit.RedisSentinels;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.spring.boot.autoconfigure.ChatHub.Greetings;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Servers that are linked by the Redis which the application uses anyway. */
class SharedRedisIT {
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(ChatHub.class)
  static class Application {
    @Bean
    Greetings greetings() {
      return new Greetings();
    }
  }

  /** As a container for tests gives it: no property says where Redis is. */
  @Configuration(proxyBeanMethods = false)
  @Import(Application.class)
  static class WithDetails {
    static volatile int port;

    @Bean
    DataRedisConnectionDetails whereRedisIs() {
      return new DataRedisConnectionDetails() {
        @Override
        public Standalone getStandalone() {
          return Standalone.of("localhost", port);
        }
      };
    }
  }

  private static void assertLinked(Class<?> application, String... properties) throws Exception {
    assertLinked(application, properties, properties);
  }

  private static void assertLinked(Class<?> application, String[] ofOne, String[] ofTwo)
      throws Exception {
    ConfigurableApplicationContext one = LinkedServers.start(application, ofOne);
    try (LinkedServers both = new LinkedServers(one, LinkedServers.start(application, ofTwo))) {
      assertThat(both.told("from two")).isEqualTo("from two");
    } finally {
      one.close();
    }
  }

  private static String addresses(List<RedisServer> servers) {
    return servers.stream().map(RedisServer::address).collect(Collectors.joining(","));
  }

  @Test
  void sentinelsSayWhichServerItIs() throws Exception {
    try (RedisSentinels sentinels = RedisSentinels.start(1)) {
      assertLinked(
          Application.class,
          "spring.data.redis.sentinel.master=" + RedisSentinels.SERVICE,
          "spring.data.redis.sentinel.nodes=" + addresses(sentinels.sentinels()));
    }
  }

  @Test
  void aClusterIsUsedAsOne() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(3, 0)) {
      assertLinked(
          Application.class, "spring.data.redis.cluster.nodes=" + cluster.nodes().get(0).address());
    }
  }

  @Test
  void theMasterIsUsedAmongNodesOfWhichOthersAreReplicas() throws Exception {
    try (RedisServer master = RedisServer.started();
        RedisServer replica = RedisServer.started()) {
      replica.command("REPLICAOF", master.host(), "" + master.port());
      String[] nodes = {
        "spring.data.redis.masterreplica.nodes[0]=" + replica.address(),
        "spring.data.redis.masterreplica.nodes[1]=" + master.address()
      };
      String[] inOneText = {
        "spring.data.redis.masterreplica.nodes=" + addresses(List.of(replica, master))
      };
      String[] masterAlone = {
        "spring.data.redis.host=" + master.host(), "spring.data.redis.port=" + master.port()
      };

      // What is published at a replica does not reach the subscribers of its master.
      assertLinked(Application.class, masterAlone, nodes);
      assertLinked(Application.class, masterAlone, inOneText);
    }
  }

  @Test
  void theCertificatesOfAnSslBundleHold() throws Exception {
    try (RedisServer redis = RedisServer.builder().tls().start()) {
      String[] address = {
        "spring.data.redis.host=localhost", "spring.data.redis.port=" + redis.tlsPort()
      };
      assertLinked(
          Application.class,
          address[0],
          address[1],
          "spring.data.redis.ssl.bundle=ours",
          "spring.ssl.bundle.pem.ours.truststore.certificate=" + redis.certificate().toUri());

      // Without the bundle the certificate is not trusted.
      assertThat(
              catchThrowable(
                  () ->
                      LinkedServers.start(
                          Application.class,
                          address[0],
                          address[1],
                          "spring.data.redis.ssl.enabled=true",
                          "nave.redis.abort-connect=true")))
          .isNotNull();
    }
  }

  @Test
  void aBeanSaysWhereItIs() throws Exception {
    try (RedisServer redis = RedisServer.started()) {
      WithDetails.port = redis.port();
      assertLinked(WithDetails.class);
    }
  }

  @Test
  void nothingIsLinkedBecauseTheApplicationMightUseARedis() {
    try (ConfigurableApplicationContext alone = LinkedServers.start(Application.class)) {
      assertThat(alone.getBeansOfType(DataRedisConnectionDetails.class)).hasSize(1);
      assertThat(alone.getBeansOfType(Backplane.class)).isEmpty();
    }
  }
}
