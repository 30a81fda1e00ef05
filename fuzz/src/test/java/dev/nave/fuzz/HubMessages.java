package dev.nave.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.SequenceMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold for the bytes of a client, whatever hub protocol reads them. */
final class HubMessages {
  private static final int MAX_MESSAGE_BYTES = 32 * 1024;
  private static final List<Type> TYPES =
      List.of(
          Object.class,
          String.class,
          int.class,
          Long.class,
          double.class,
          boolean.class,
          char.class,
          BigDecimal.class,
          BigInteger.class,
          byte[].class,
          int[].class,
          Person.class,
          Colour.class,
          Instant.class,
          Duration.class,
          UUID.class,
          List.class,
          Map.class);

  /** A value of an application. */
  record Person(@Nullable String name, int age, @Nullable List<String> tags) {}

  /** A value of an application that is a number or a name. */
  enum Colour {
    RED,
    GREEN
  }

  private HubMessages() {}

  /** Reads frame after frame, as a connection does. */
  static void readAll(HubProtocol protocol, byte[] bytes) {
    Spending.isBounded(bytes, 64 * 1024, () -> readFrames(protocol, bytes));
  }

  private static void readFrames(HubProtocol protocol, byte[] bytes) {
    int from = 0;
    try {
      while (from < bytes.length) {
        int end = frameEnd(protocol, bytes, from);
        if (end == HubProtocol.INCOMPLETE) {
          break;
        }
        readOne(protocol, bytes, from, end);
        from = end;
      }
    } catch (ProtocolException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Finds the end of a frame in one go, and again byte by byte, which must be the same. */
  private static int frameEnd(HubProtocol protocol, byte[] bytes, int from)
      throws ProtocolException {
    int end = HubProtocol.INCOMPLETE;
    ProtocolException refused = null;
    try {
      end = protocol.frameEnd(bytes, from, bytes.length, MAX_MESSAGE_BYTES);
      assertThat(end == HubProtocol.INCOMPLETE || (end > from && end <= bytes.length)).isTrue();
    } catch (ProtocolException e) {
      refused = e;
    }
    int slowly = HubProtocol.INCOMPLETE;
    int seen = from;
    for (int to = from + 1; to <= bytes.length && slowly == HubProtocol.INCOMPLETE; to++) {
      try {
        slowly = protocol.frameEnd(bytes, from, seen, to, MAX_MESSAGE_BYTES);
      } catch (ProtocolException e) {
        assertThat(refused).as("refused in pieces alone: %s", e.getMessage()).isNotNull();
        throw e;
      }
      seen = to;
    }
    if (refused != null) {
      throw refused;
    }
    assertThat(slowly).as("end of a frame that comes byte by byte").isEqualTo(end);
    return end;
  }

  private static void readOne(HubProtocol protocol, byte[] bytes, int from, int end)
      throws ProtocolException {
    byte[] before = bytes.clone();
    HubMessage message = protocol.read(bytes, from, end);
    if (message == null) {
      return;
    }
    HubMessage again = protocol.read(Arrays.copyOfRange(bytes, from, end), 0, end - from);
    assertThat(again).hasSameClassAs(message);
    assertThat(message.toString()).isNotNull();
    Payload payload = payloadOf(message);
    if (payload == null) {
      writesWhatItReads(protocol, message);
    } else {
      bindEveryWay(payload);
      writesTheValues(protocol, payload);
    }
    assertThat(bytes).as("what was received").isEqualTo(before);
  }

  private static void bindEveryWay(Payload payload) {
    int size = payload.size();
    assertThat(size).isBetween(0, MAX_MESSAGE_BYTES);
    for (Type type : TYPES) {
      List<Type> types = Collections.nCopies(Math.min(size, 8), type);
      try {
        assertThat(payload.bind(types)).hasSize(types.size());
      } catch (BindingException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  /** What was bound as plain values is written, and read as the same values. */
  private static void writesTheValues(HubProtocol protocol, Payload payload) {
    int size = payload.size();
    List<Type> objects = Collections.nCopies(size, Object.class);
    Object[] values;
    try {
      values = payload.bind(objects);
    } catch (BindingException e) {
      return;
    }
    if (Shown.hasOtherKeys(Arrays.asList(values))) {
      return;
    }
    byte[] written;
    try {
      written = protocol.write(InvocationMessage.send("t", Payload.ofAll(values)));
    } catch (EncodingException e) {
      assertThat(e.getMessage())
          .isNotBlank(); // Not every value of one side has a form on the other.
      return;
    }
    try {
      InvocationMessage read = (InvocationMessage) protocol.read(written, 0, written.length);
      assertThat(read).isNotNull();
      assertThat(Shown.of(Arrays.asList(read.arguments().bind(objects))))
          .isEqualTo(Shown.of(Arrays.asList(values)));
    } catch (ProtocolException | BindingException e) {
      throw new AssertionError("written and not read: " + Shown.of(Arrays.asList(values)), e);
    }
  }

  private static void writesWhatItReads(HubProtocol protocol, HubMessage message)
      throws ProtocolException {
    byte[] written = protocol.write(message);
    assertThat(protocol.frameEnd(written, 0, written.length, Integer.MAX_VALUE))
        .isEqualTo(written.length);
    assertThat(String.valueOf(protocol.read(written, 0, written.length)))
        .isEqualTo(asWritten(protocol, message).toString());
  }

  /** In JSON an empty error is not written, as by the reference server. */
  private static HubMessage asWritten(HubProtocol protocol, HubMessage message) {
    return protocol.name().equals("json")
            && message instanceof CompletionMessage completion
            && "".equals(completion.error())
        ? new CompletionMessage(completion.headers(), completion.invocationId(), null, null)
        : message;
  }

  private static @Nullable Payload payloadOf(HubMessage message) {
    if (message instanceof InvocationMessage m) {
      return m.arguments();
    } else if (message instanceof StreamInvocationMessage m) {
      return m.arguments();
    } else if (message instanceof StreamItemMessage m) {
      return m.item();
    } else if (message instanceof CompletionMessage m) {
      return m.result();
    }
    return null;
  }

  /** Messages of every kind, as the protocol writes them. */
  static Stream<byte[]> written(HubProtocol protocol) {
    Map<String, String> headers = Map.of("trace", "00-0af7651916cd43dd");
    Person ada = new Person("Ada", 36, List.of("x", "é ✓ 😀"));
    Instant now = Instant.parse("2026-11-05T12:34:56.7Z");
    Payload many = Payload.ofAll(ada, new byte[] {1, 2, 3}, Arrays.asList(1.5, null, now, -300));
    return Stream.of(
            new InvocationMessage(headers, "17", "Send", many, List.of("s1", "s2")),
            InvocationMessage.send("Send", Payload.of("text \"in\" quotes\n")),
            new InvocationMessage(Map.of(), "1", "Add", Payload.ofAll(1, 1L << 40), List.of()),
            new StreamInvocationMessage(headers, "18", "Count", Payload.of(10), List.of()),
            new StreamItemMessage(Map.of(), "18", Payload.of(ada)),
            CompletionMessage.withResult("18", Map.of("a", List.of(now, 1e300))),
            CompletionMessage.withError("18", "no"),
            new CancelInvocationMessage(headers, "18"),
            PingMessage.INSTANCE,
            new CloseMessage("gone", true),
            new AckMessage(77),
            new SequenceMessage(1L << 50))
        .map(protocol::write);
  }
}
