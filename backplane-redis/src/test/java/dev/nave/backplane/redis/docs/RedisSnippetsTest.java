package dev.nave.backplane.redis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.RedisBackplane;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.SslOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RedisSnippetsTest {
  @Test
  void optionsCanBeSetFromProperties() {
    assertThat(RedisSnippets.named().connectionString())
        .isEqualTo("redis.example:6379,publishTimeout=2000ms");
  }

  @Test
  void backplaneWithObjectsOfTheApplicationCanBeBuilt() {
    ClientResources resources = DefaultClientResources.create();
    RedisCredentialsProvider none = Mono::empty;
    try (RedisBackplane backplane =
        RedisSnippets.hooked(resources, none, SslOptions.builder().build())) {
      assertThat(backplane.toString()).doesNotContain("secret");
    } finally {
      resources.shutdown().syncUninterruptibly();
    }
  }
}
