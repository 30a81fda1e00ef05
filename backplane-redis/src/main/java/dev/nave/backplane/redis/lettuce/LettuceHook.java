package dev.nave.backplane.redis.lettuce;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

/**
 * Lets an application supply its own Lettuce objects, and change those that the backplane makes:
 * shared threads, credentials that rotate, metrics, a socket option.
 *
 * <p>Methods are called when connections are made, on a backplane thread, and must not block; what
 * they throw fails that attempt to connect.
 */
public interface LettuceHook {
  /** Changes nothing. */
  LettuceHook NONE =
      new LettuceHook() {
        @Override
        public String toString() {
          return "LettuceHook.NONE";
        }
      };

  /**
   * Returns the application's resources (threads, timer, name resolution, metrics), to be shared by
   * the backplane, or null to let it make its own. The application shuts them down, after the
   * backplane.
   */
  default @Nullable ClientResources clientResources() {
    return null;
  }

  /**
   * Makes the client that the backplane connects with, and shuts down.
   *
   * @param resources derived from {@link #clientResources} or the backplane's own; the client must
   *     use these
   */
  default RedisClient client(ClientResources resources) {
    return RedisClient.create(resources);
  }

  /**
   * Changes how one server is reached: sets a {@code RedisCredentialsProvider}, for example. Called
   * with everything filled in that the options say, for servers and Sentinels alike, before each
   * attempt to connect.
   *
   * @param uri to be changed in place; host and port must stay
   */
  default void uri(RedisURI uri) {}

  /**
   * Changes the client's options. Called before the backplane sets those that it depends on: no
   * reconnecting of Lettuce's own, no commands taken while disconnected, no maintenance
   * notifications.
   */
  default void clientOptions(ClientOptions.Builder options) {}
}
