package dev.nave.spring.boot;

import dev.nave.backplane.redis.RedisOptions;

/**
 * Changes the options of the Redis backplane after what properties have set. Beans of this type are
 * called in their order.
 */
@FunctionalInterface
public interface RedisOptionsCustomizer {
  /** Changes the options. */
  void customize(RedisOptions.Builder options);
}
