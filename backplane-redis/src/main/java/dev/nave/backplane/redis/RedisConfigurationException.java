package dev.nave.backplane.redis;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of the Redis backplane is wrong. The message names the key or option, shows the
 * value unless it is or may be secret, and says what is allowed.
 */
public final class RedisConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  RedisConfigurationException(String message) {
    super(message);
  }

  RedisConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
