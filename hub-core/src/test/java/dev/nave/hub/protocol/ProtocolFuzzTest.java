package dev.nave.hub.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends, reading it ends in a message or in one of two exceptions. */
class ProtocolFuzzTest {
  private static final int ROUNDS = 10_000;
  private static final long SEED = 20_261_105;
  private static final List<Type> TYPES =
      List.of(
          Object.class,
          String.class,
          int.class,
          byte[].class,
          Person.class,
          Instant.class,
          Map.class);
  private static final byte[] TROUBLE = {
    0,
    1,
    0x1E,
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    'e',
    '-',
    '.',
    '9',
    (byte) 0x7F,
    (byte) 0x80,
    (byte) 0x91,
    (byte) 0xC0,
    (byte) 0xC1,
    (byte) 0xC6,
    (byte) 0xC9,
    (byte) 0xCF,
    (byte) 0xD8,
    (byte) 0xDB,
    (byte) 0xDD,
    (byte) 0xDF,
    (byte) 0xFF
  };

  static Stream<HubProtocol> protocols() {
    return Stream.of(JsonHubProtocol.create(), MessagePackHubProtocol.create());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void mutatedFramesEndInAMessageOrAnExpectedException(HubProtocol protocol) {
    Random random = new Random(SEED);
    List<byte[]> frames = validFrames(protocol);
    int messages = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] frame = mutated(frames.get(random.nextInt(frames.size())), random);
      if (read(protocol, frame)) {
        messages++;
      }
    }
    assertThat(messages).as("mutants that were still messages").isBetween(ROUNDS / 100, ROUNDS);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void mutatedFramesNeverAllocateMuchMoreThanTheirSize(HubProtocol protocol) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(SEED + 1);
    List<byte[]> frames = validFrames(protocol);
    for (byte[] frame : frames) {
      read(protocol, frame); // Jackson examines the types at their first use.
    }
    for (int round = 0; round < ROUNDS / 5; round++) {
      byte[] frame = mutated(frames.get(random.nextInt(frames.size())), random);
      long before = threads.getCurrentThreadAllocatedBytes();
      read(protocol, frame);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated).as(() -> Arrays.toString(frame)).isLessThan(4_000_000);
    }
  }

  /** Returns whether it was a message. */
  private static boolean read(HubProtocol protocol, byte[] frame) {
    try {
      findEnd(protocol, frame);
      HubMessage message = protocol.read(frame, 0, frame.length);
      Payload payload = payloadOf(message);
      if (payload != null) {
        bindEveryWay(payload);
      }
      return message != null;
    } catch (ProtocolException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  private static void findEnd(HubProtocol protocol, byte[] frame) {
    try {
      assertThat(protocol.frameEnd(frame, 0, frame.length, 1000)).isBetween(-1, frame.length);
    } catch (ProtocolException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void bindEveryWay(Payload payload) {
    for (Type type : TYPES) {
      for (List<Type> types :
          List.of(List.of(type), List.of(type, type), List.of(type, type, type))) {
        try {
          assertThat(payload.bind(types)).hasSize(types.size());
        } catch (BindingException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
      }
    }
  }

  private static @Nullable Payload payloadOf(@Nullable HubMessage message) {
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

  private static List<byte[]> validFrames(HubProtocol protocol) {
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
        .map(protocol::write)
        .toList();
  }

  private static byte[] mutated(byte[] valid, Random random) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : valid) {
      bytes.add(b);
    }
    for (int changes = 1 + random.nextInt(4); changes > 0 && !bytes.isEmpty(); changes--) {
      int at = random.nextInt(bytes.size());
      switch (random.nextInt(5)) {
        case 0 -> bytes.set(at, (byte) random.nextInt());
        case 1 -> bytes.set(at, TROUBLE[random.nextInt(TROUBLE.length)]);
        case 2 -> bytes.add(at, TROUBLE[random.nextInt(TROUBLE.length)]);
        case 3 -> bytes.remove(at);
        default -> {
          int length = Math.min(random.nextInt(12), bytes.size() - at);
          bytes.addAll(at, new ArrayList<>(bytes.subList(at, at + length)));
        }
      }
    }
    byte[] mutant = new byte[bytes.size()];
    for (int i = 0; i < mutant.length; i++) {
      mutant[i] = bytes.get(i);
    }
    return mutant;
  }

  record Person(@Nullable String name, int age, @Nullable List<String> tags) {}
}
