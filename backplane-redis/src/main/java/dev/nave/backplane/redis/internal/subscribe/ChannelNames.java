package dev.nave.backplane.redis.internal.subscribe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of Redis channels: the prefix with the topic glued on, literally, as
 * StackExchange.Redis does it.
 */
public final class ChannelNames {
  private static final int MAX_TOPIC_BYTES = 64 * 1024;

  private final byte[] prefix;

  public ChannelNames(String prefix) {
    this.prefix = prefix.getBytes(UTF_8);
  }

  /**
   * Returns the channel of a topic.
   *
   * @throws IllegalArgumentException if the topic cannot be told from others in UTF-8, or is too
   *     long
   */
  public byte[] channel(String topic) {
    checkPaired(topic);
    byte[] name = topic.getBytes(UTF_8);
    if (name.length > MAX_TOPIC_BYTES) {
      throw new IllegalArgumentException(
          "the topic has " + name.length + " bytes, more than " + MAX_TOPIC_BYTES);
    }
    if (prefix.length == 0) {
      return name;
    }
    byte[] channel = Arrays.copyOf(prefix, prefix.length + name.length);
    System.arraycopy(name, 0, channel, prefix.length, name.length);
    return channel;
  }

  /** Returns the topic of a channel; null if it has another prefix. */
  @Nullable String topic(byte[] channel) {
    if (channel.length < prefix.length
        || !Arrays.equals(channel, 0, prefix.length, prefix, 0, prefix.length)) {
      return null;
    }
    return new String(channel, prefix.length, channel.length - prefix.length, UTF_8);
  }

  private static void checkPaired(String topic) {
    for (int i = 0; i < topic.length(); i++) {
      char c = topic.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c)
            && i + 1 < topic.length()
            && Character.isLowSurrogate(topic.charAt(i + 1))) {
          i++;
        } else {
          throw new IllegalArgumentException(
              "the topic has half a surrogate pair at index " + i + ", which UTF-8 cannot carry");
        }
      }
    }
  }
}
