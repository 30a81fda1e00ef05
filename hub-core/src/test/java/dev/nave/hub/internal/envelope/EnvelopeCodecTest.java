package dev.nave.hub.internal.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.internal.envelope.EnvelopeCodec.GroupCommand;
import dev.nave.hub.internal.envelope.EnvelopeCodec.Invocation;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.TransferFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors are those of the reference server's RedisProtocol. */
class EnvelopeCodecTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private static final String INVOCATION = "92 90 82 A2 70 31 C4 01 2A A2 70 32 C4 01 2A";
  private static final String WITH_EXCLUSION = "92 91 A1 61 82 A2 70 31 C4 01 2A A2 70 32 C4 01 2A";
  private static final String COMMAND = "95 2A A1 53 01 A1 47 A1 43";

  private static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HEX.parseHex(hex);
  }

  private static Map<String, byte[]> twoProtocols() {
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    encoded.put("p1", new byte[] {0x2A});
    encoded.put("p2", new byte[] {0x2A});
    return encoded;
  }

  private record Named(String name) implements HubProtocol {
    @Override
    public TransferFormat transferFormat() {
      return TransferFormat.BINARY;
    }

    @Override
    public int frameEnd(byte[] bytes, int from, int to, int maxBytes) {
      throw new AssertionError("nothing is read here");
    }

    @Override
    public HubMessage read(byte[] bytes, int from, int to) {
      throw new AssertionError("nothing is read here");
    }

    @Override
    public byte[] write(HubMessage message) {
      throw new AssertionError("it is written already");
    }
  }

  @Test
  void writesAnInvocationAsTheReferenceServerDoes() {
    assertThat(hex(EnvelopeCodec.writeInvocation(Set.of(), twoProtocols(), null)))
        .isEqualTo(INVOCATION);
    assertThat(hex(EnvelopeCodec.writeInvocation(Set.of("a"), twoProtocols(), null)))
        .isEqualTo(WITH_EXCLUSION);
  }

  @Test
  void readsAnInvocation() throws IOException {
    Invocation invocation = EnvelopeCodec.readInvocation(bytes(WITH_EXCLUSION));

    assertThat(invocation.excludedIds()).containsExactly("a");
    assertThat(invocation.message().encoded(new Named("p1"))).containsExactly(0x2A);
    assertThat(invocation.message().encoded(new Named("p2"))).containsExactly(0x2A);
    assertThat(invocation.message().encoded(new Named("p3"))).isNull();
  }

  @Test
  void aNullAmongTheExcludedIdsIsIgnored() throws IOException {
    String withNull = WITH_EXCLUSION.replaceFirst("91 A1 61", "92 C0 A1 61");

    assertThat(EnvelopeCodec.readInvocation(bytes(withNull)).excludedIds()).containsExactly("a");
  }

  @Test
  void writesAndReadsAnInvocationThatWantsAnAnswerAsTheReferenceServerDoes() throws IOException {
    String wanted = INVOCATION.replaceFirst("92", "94") + " A1 69 A1 72";
    ReturnAddress asked = new ReturnAddress("i", "r", null);
    assertThat(hex(EnvelopeCodec.writeInvocation(Set.of(), twoProtocols(), asked)))
        .isEqualTo(wanted);

    Invocation invocation = EnvelopeCodec.readInvocation(bytes(wanted));

    assertThat(invocation.message().encoded(new Named("p1"))).containsExactly(0x2A);
    assertThat(invocation.asked()).isEqualTo(asked);
    assertThat(invocation.origin()).isNull();
    assertThat(invocation.number()).isZero();
  }

  @Test
  void writesAndReadsWhoAsksBehindIt() throws IOException {
    String front = INVOCATION.replaceFirst("92", "96") + " A1 69 A1 72 A1 6E";
    ReturnAddress asked = new ReturnAddress("i", "r", "n");
    assertThat(hex(EnvelopeCodec.writeFrontOfNumber(Set.of(), twoProtocols(), asked, "n")))
        .isEqualTo(front);

    Invocation invocation = EnvelopeCodec.readInvocation(bytes(front + " 05"));

    assertThat(invocation.asked()).isEqualTo(asked);
    assertThat(invocation.number()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C0 C0", "A1 69 C0", "C0 A1 72", "07 A1 72", "A1 69 81 01 02"})
  void nobodyWaitsForAnAnswerWithoutAnIdOrAPlaceForIt(String items) throws IOException {
    String wanted = INVOCATION.replaceFirst("92", "94") + " " + items;

    assertThat(EnvelopeCodec.readInvocation(bytes(wanted)).asked()).isNull();
  }

  @Test
  void writesOriginAndNumberBehindTwoNilsAndReadsThem() throws IOException {
    String front = INVOCATION.replaceFirst("92", "96") + " C0 C0 A1 6E";
    assertThat(hex(EnvelopeCodec.writeFrontOfNumber(Set.of(), twoProtocols(), null, "n")))
        .isEqualTo(front);

    Invocation invocation =
        EnvelopeCodec.readInvocation(bytes(front + " CF 00 00 00 02 00 00 00 05"));

    assertThat(invocation.origin()).isEqualTo("n");
    assertThat(invocation.number()).isEqualTo(2L << 32 | 5);
    assertThat(invocation.message().encoded(new Named("p2"))).containsExactly(0x2A);
  }

  @Test
  void readsNumbersOfAnyWidthAndSkipsAMapBehindThem() throws IOException {
    String more = INVOCATION.replaceFirst("92", "97") + " C0 C0 A1 6E 05 81 A1 78 C3";

    assertThat(EnvelopeCodec.readInvocation(bytes(more)).number()).isEqualTo(5);
  }

  /** A later reference server may put something of its own there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "C0 C0 C0 05",
        "C0 C0 A0 05",
        "C0 C0 A1 6E C0",
        "C0 C0 A1 6E 00",
        "C0 C0 A1 6E FF",
        "C0 C0 07 05",
        "C0 C0 A1 6E CF FF FF FF FF FF FF FF FF",
        "C0 C0 81 01 02 90"
      })
  void whatIsNoOriginAndNumberIsNone(String items) throws IOException {
    Invocation invocation =
        EnvelopeCodec.readInvocation(bytes(INVOCATION.replaceFirst("92", "96") + " " + items));

    assertThat(invocation.origin()).isNull();
    assertThat(invocation.number()).isZero();
    assertThat(invocation.message().encoded(new Named("p1"))).containsExactly(0x2A);
  }

  @Test
  void refusesAServersIdOverTheBoundAndTakesOneAtTheBound() throws IOException {
    GroupCommand atBound = new GroupCommand(1, "s".repeat(256), true, "G", "C");
    GroupCommand over = new GroupCommand(1, "s".repeat(257), true, "G", "C");

    assertThat(EnvelopeCodec.readGroupCommand(EnvelopeCodec.writeGroupCommand(atBound)))
        .isEqualTo(atBound);
    assertThatThrownBy(() -> EnvelopeCodec.readGroupCommand(EnvelopeCodec.writeGroupCommand(over)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("257 characters; the bound is 256");
  }

  @Test
  void skipsItemsBehindThoseItKnows() throws IOException {
    String more = INVOCATION.replaceFirst("92", "96") + " C0 C0 A1 6E CE 00 00 00 05";

    assertThat(EnvelopeCodec.readInvocation(bytes(more)).excludedIds()).isEmpty();
    assertThat(EnvelopeCodec.readGroupCommand(bytes(COMMAND.replaceFirst("95", "96") + " 80")))
        .isEqualTo(new GroupCommand(42, "S", true, "G", "C"));
    assertThat(EnvelopeCodec.readAck(bytes("92 2A C0"))).isEqualTo(42);
  }

  @Test
  void writesAndReadsAGroupCommandAsTheReferenceServerDoes() throws IOException {
    GroupCommand add = new GroupCommand(42, "S", true, "G", "C");
    GroupCommand remove = new GroupCommand(42, "S", false, "G", "C");

    assertThat(hex(EnvelopeCodec.writeGroupCommand(add))).isEqualTo(COMMAND);
    assertThat(EnvelopeCodec.readGroupCommand(bytes(COMMAND))).isEqualTo(add);
    assertThat(EnvelopeCodec.readGroupCommand(EnvelopeCodec.writeGroupCommand(remove)))
        .isEqualTo(remove);
  }

  @Test
  void refusesAnUnknownAction() {
    assertThatThrownBy(() -> EnvelopeCodec.readGroupCommand(bytes("95 2A A1 53 03 A1 47 A1 43")))
        .isInstanceOf(IOException.class)
        .hasMessage("group command 42 has the unknown action 3");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 91 00",
    "42, 91 2A",
    "180, 91 CC B4",
    "384, 91 CD 01 80",
    "70000, 91 CE 00 01 11 70"
  })
  void writesAndReadsAcksAsTheReferenceServerDoes(int id, String vector) throws IOException {
    assertThat(hex(EnvelopeCodec.writeAck(id))).isEqualTo(vector);
    assertThat(EnvelopeCodec.readAck(bytes(vector))).isEqualTo(id);
  }

  @Test
  void refusesTooFewItems() {
    assertThatThrownBy(() -> EnvelopeCodec.readInvocation(bytes("91 90")))
        .isInstanceOf(IOException.class)
        .hasMessage("Insufficient items in Invocation array.");
    assertThatThrownBy(() -> EnvelopeCodec.readGroupCommand(bytes("94 2A A1 53 01 A1 47")))
        .isInstanceOf(IOException.class)
        .hasMessage("Insufficient items in GroupCommand array.");
    assertThatThrownBy(() -> EnvelopeCodec.readAck(bytes("90")))
        .isInstanceOf(IOException.class)
        .hasMessage("Insufficient items in Ack array.");
  }

  /** Lengths of two billion in a few bytes; what is announced is not there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "C1",
        "C0",
        "DD 7F FF FF FF",
        "DD FF FF FF FF",
        "92 DD 7F FF FF FF",
        "92 90 DF 7F FF FF FF",
        "92 90 DF FF FF FF FF",
        "92 90 81 A2 70 31 C6 7F FF FF FF",
        "92 90 81 A2 70 31 C6 FF FF FF FF",
        "92 90 81 A2 70 31 C6 00 00 00 20 2A",
        "92 90 81 DB 7F FF FF FF 41",
        "92 91 DB 7F FF FF FF 41",
        "92 C0 80"
      })
  void refusesWhatAnnouncesMoreThanThereIs(String hex) {
    byte[] bytes = hex.isEmpty() ? new byte[0] : bytes(hex);

    assertThatThrownBy(() -> EnvelopeCodec.readInvocation(bytes)).isInstanceOf(IOException.class);
  }

  @Test
  void nothingButAnIoExceptionComesOutOfBytesThatWereChanged() {
    Random random = new Random(42);
    String numbered =
        INVOCATION.replaceFirst("92", "96") + " C0 C0 A1 6E CF 00 00 00 02 00 00 00 05";
    for (String vector :
        new String[] {INVOCATION, WITH_EXCLUSION, numbered, COMMAND, "91 CE 00 01 11 70"}) {
      for (int i = 0; i < 5_000; i++) {
        byte[] bytes = bytes(vector);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        readAll(bytes);
        readAll(cut);
      }
    }
  }

  private static void readAll(byte[] bytes) {
    for (Reading reading :
        new Reading[] {
          EnvelopeCodec::readInvocation, EnvelopeCodec::readGroupCommand, EnvelopeCodec::readAck
        }) {
      try {
        reading.of(bytes);
      } catch (IOException expected) {
        // It may be one, it may be none.
      } catch (RuntimeException | Error e) {
        throw new AssertionError(hex(bytes), e);
      }
    }
  }

  private interface Reading {
    Object of(byte[] bytes) throws IOException;
  }
}
