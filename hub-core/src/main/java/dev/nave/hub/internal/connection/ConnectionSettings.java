package dev.nave.hub.internal.connection;

import dev.nave.hub.HubOptions;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.HubProtocol;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one hub have in common.
 *
 * @param options the hub's options
 * @param protocols the hub protocols that its clients may speak
 * @param counters what is counted of them
 * @param reading what is asked of the options for each message
 */
public record ConnectionSettings(
    HubOptions options,
    List<HubProtocol> protocols,
    ConnectionCounters counters,
    ReadingLimits reading) {

  /**
   * How much of what one client sends is read.
   *
   * @param maxMessageBytes of one message
   * @param maxMessagesPerTurn in one turn of the loop
   * @param maxNanosPerTurn for so many nanoseconds in one turn of the loop
   */
  record ReadingLimits(int maxMessageBytes, int maxMessagesPerTurn, long maxNanosPerTurn) {
    static ReadingLimits of(HubOptions options) {
      return new ReadingLimits(
          options.maxMessageBytes(),
          options.maxMessagesPerTurn(),
          options.maxTimePerTurn().toNanos());
    }
  }

  /** Takes the limits of reading from the options. */
  public ConnectionSettings(
      HubOptions options, List<HubProtocol> protocols, ConnectionCounters counters) {
    this(options, protocols, counters, ReadingLimits.of(options));
  }

  /** Returns the hub protocol of that name, whatever its case, or null. */
  @Nullable HubProtocol protocol(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (HubProtocol protocol : protocols) {
      if (protocol.name().equals(wanted)) {
        return protocol;
      }
    }
    return null;
  }

  /**
   * Checks that a message in one hub protocol is not larger than what may be sent.
   *
   * @param encoded the message; null if it does not exist in that protocol
   * @throws EncodingException if it is
   */
  public void checkSize(byte @Nullable [] encoded) {
    if (encoded != null && encoded.length > options.maxSentMessageBytes()) {
      throw new EncodingException(
          "a message of "
              + encoded.length
              + " bytes is larger than maxSentMessageBytes, which is "
              + options.maxSentMessageBytes());
    }
  }
}
