package dev.nave.backplane.redis.docs;

import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.lettuce.LettuceHook;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Map;

/** The Java of {@code docs/redis.md}. */
final class RedisSnippets {
  private RedisSnippets() {}

  static void configurations(char[] secret) {
    RedisBackplane.create("redis.example:6379,password=secret,channelPrefix=app:");
    RedisBackplane.create(
        System.getenv("REDIS"), options -> options.publishTimeout(Duration.ofSeconds(1)));
    RedisBackplane.create(
        RedisOptions.builder()
            .endpoint("redis.example")
            .password(secret)
            .channelPrefix("app:")
            .build());
  }

  static RedisOptions named() {
    Map<String, String> properties =
        Map.of("nave.redis.endpoints", "redis.example", "nave.redis.publish-timeout", "2s");
    return RedisOptions.builder().setAll(properties, "nave.redis.").build();
  }

  static RedisBackplane hooked(
      ClientResources sharedResources,
      RedisCredentialsProvider rotatingCredentials,
      SslOptions mySslOptions) {
    LettuceHook hook =
        new LettuceHook() {
          @Override
          public ClientResources clientResources() { // The application shuts them down.
            return sharedResources;
          }

          @Override
          public void uri(RedisURI uri) {
            uri.setCredentialsProvider(rotatingCredentials);
          }

          @Override
          public void clientOptions(ClientOptions.Builder options) {
            options.sslOptions(mySslOptions);
          }
        };
    return RedisBackplane.create("redis.example", options -> options.lettuce(hook));
  }
}
