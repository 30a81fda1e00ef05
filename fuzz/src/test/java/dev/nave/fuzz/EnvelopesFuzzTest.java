package dev.nave.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.EnvelopeCodec.GroupCommand;
import dev.nave.hub.internal.envelope.EnvelopeCodec.Invocation;
import dev.nave.hub.internal.envelope.ResultCodec;
import dev.nave.hub.internal.envelope.ReturnAddress;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopesFuzzTest {
  private static final JsonHubProtocol JSON = JsonHubProtocol.create();

  /** Reads one kind of envelope; what it returns is compared after a round trip. */
  private interface Reading {
    Object read(byte[] envelope) throws IOException;
  }

  static Stream<Arguments> seeds() {
    Map<String, byte[]> encoded =
        Map.of("json", new byte[] {'{', '}', 0x1E}, "messagepack", new byte[3]);
    ReturnAddress asked = new ReturnAddress("17", "results", null);
    byte[] numbered = EnvelopeCodec.writeFrontOfNumber(Set.of(), encoded, asked, "node");
    byte[] whole = java.util.Arrays.copyOf(numbered, numbered.length + 1);
    whole[numbered.length] = 7;
    return Seeds.arguments(
        Stream.concat(
            Stream.of(
                EnvelopeCodec.writeInvocation(Set.of("a", "b"), encoded, null),
                EnvelopeCodec.writeInvocation(Set.of(), encoded, asked),
                whole,
                EnvelopeCodec.writeGroupCommand(new GroupCommand(3, "node", true, "g", "c")),
                EnvelopeCodec.writeAck(70_000),
                ResultCodec.writeCompletion("json", new byte[] {'{', '}', 0x1E}),
                ResultCodec.writeNote(new ResultCodec.Note("17", "node", true))),
            Seeds.read("envelopes.txt")));
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytesAreAnEnvelopeOrRefused(byte[] bytes) {
    Spending.isBounded(bytes, 1024, () -> check(bytes));
  }

  private static void check(byte[] bytes) {
    checkKind(bytes, EnvelopesFuzzTest::invocation);
    checkKind(
        bytes,
        envelope -> {
          GroupCommand command = EnvelopeCodec.readGroupCommand(envelope);
          return again(
              command, EnvelopeCodec.readGroupCommand(EnvelopeCodec.writeGroupCommand(command)));
        });
    checkKind(
        bytes,
        envelope -> {
          int id = EnvelopeCodec.readAck(envelope);
          return again(id, EnvelopeCodec.readAck(EnvelopeCodec.writeAck(id)));
        });
    checkKind(
        bytes,
        envelope -> {
          ResultCodec.Completion read = ResultCodec.readCompletion(envelope);
          ResultCodec.Completion twice =
              ResultCodec.readCompletion(ResultCodec.writeCompletion(read.protocol, read.bytes));
          assertThat(twice.protocol).isEqualTo(read.protocol);
          return again(hex(read.bytes), hex(twice.bytes));
        });
    checkKind(
        bytes,
        envelope -> {
          var note = ResultCodec.readNote(envelope);
          return note.isEmpty()
              ? note
              : again(note, ResultCodec.readNote(ResultCodec.writeNote(note.get())));
        });
  }

  private static Object invocation(byte[] envelope) throws IOException {
    Invocation read = EnvelopeCodec.readInvocation(envelope);
    byte[] json = read.message().encoded(JSON);
    if (json != null) {
      Invocation twice =
          EnvelopeCodec.readInvocation(
              EnvelopeCodec.writeInvocation(
                  read.excludedIds(), Map.of("json", json), read.asked()));
      again(read.excludedIds(), twice.excludedIds());
      if (read.asked() != null) {
        again(read.asked().id(), twice.asked().id());
      }
      again(hex(json), hex(twice.message().encoded(JSON)));
    }
    assertThat(read.number()).isNotNegative();
    assertThat(read.origin() == null).isEqualTo(read.number() == 0);
    return read;
  }

  private static void checkKind(byte[] bytes, Reading reading) {
    try {
      assertThat(reading.read(bytes)).isNotNull();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static Object again(Object first, Object second) {
    assertThat(second).isEqualTo(first);
    return second;
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
