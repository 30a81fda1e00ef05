package dev.nave.hub.protocol.json;

import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import org.jspecify.annotations.Nullable;

/** Guesses how many bytes a message takes: enough for strings in ASCII and numbers. */
final class SizeEstimate {
  /** The names of the fields, punctuation, and an id of usual length. */
  private static final int ENVELOPE = 80;

  private static final int SCALAR = 24;
  private static final int OBJECT = 200;

  private SizeEstimate() {}

  static int of(HubMessage message) {
    if (message instanceof InvocationMessage m) {
      return ENVELOPE + m.target().length() + of(m.arguments());
    } else if (message instanceof StreamInvocationMessage m) {
      return ENVELOPE + m.target().length() + of(m.arguments());
    } else if (message instanceof StreamItemMessage m) {
      return ENVELOPE + of(m.item());
    } else if (message instanceof CompletionMessage m) {
      String error = m.error();
      return ENVELOPE + (error == null ? 0 : error.length()) + of(m.result());
    }
    return ENVELOPE;
  }

  private static int of(@Nullable Payload payload) {
    if (payload instanceof Payload.Values values) {
      long sum = 0;
      for (Object value : values.values()) {
        sum += ofValue(value);
      }
      return (int) Math.min(sum, Integer.MAX_VALUE / 4);
    }
    return payload == null ? 0 : payload.encodedBytes();
  }

  private static int ofValue(@Nullable Object value) {
    if (value instanceof String text) {
      return text.length() + 3;
    }
    return value == null || value instanceof Number || value instanceof Boolean ? SCALAR : OBJECT;
  }
}
