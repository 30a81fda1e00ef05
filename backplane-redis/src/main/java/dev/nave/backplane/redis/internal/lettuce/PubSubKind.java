package dev.nave.backplane.redis.internal.lettuce;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Which kind of pub/sub a pair of connections uses with its server.
 *
 * @param sharded whether it uses sharded pub/sub
 * @param countsReceivers whether the answer to a PUBLISH counts all subscribers there are
 * @param probeChannel the channel that proves that what is published comes back; the server has it
 */
public record PubSubKind(boolean sharded, boolean countsReceivers, String probeChannel) {
  public byte[] probeChannelBytes() {
    return probeChannel.getBytes(UTF_8);
  }
}
