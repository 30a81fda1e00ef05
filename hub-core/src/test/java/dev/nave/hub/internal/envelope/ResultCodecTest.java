package dev.nave.hub.internal.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.internal.envelope.ResultCodec.Note;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultCodecTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  @Test
  void writesAndReadsACompletionAsTheReferenceServerDoes() throws IOException {
    String completion = "92 A2 70 31 C4 02 2A 2B";

    assertThat(HEX.formatHex(ResultCodec.writeCompletion("p1", new byte[] {0x2A, 0x2B})))
        .isEqualTo(completion);
    ResultCodec.Completion read = ResultCodec.readCompletion(HEX.parseHex(completion));
    assertThat(read.protocol).isEqualTo("p1");
    assertThat(read.bytes).containsExactly(0x2A, 0x2B);
  }

  @Test
  void skipsItemsBehindACompletion() throws IOException {
    assertThat(ResultCodec.readCompletion(HEX.parseHex("93 A1 70 C4 01 2A C0")).bytes)
        .containsExactly(0x2A);
  }

  @ParameterizedTest
  @ValueSource(strings = {"91 A1 70", "92 C0 C4 00", "92 A1 70 A1 70", "C0", "92 A1 70 C4 05 00"})
  void refusesWhatIsNoCompletion(String hex) {
    assertThatThrownBy(() -> ResultCodec.readCompletion(HEX.parseHex(hex)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void writesAndReadsNotes() throws IOException {
    Note owned = new Note("q", "me", true);
    Note forgotten = new Note("q", "me", false);

    assertThat(HEX.formatHex(ResultCodec.writeNote(owned))).isEqualTo("94 00 A1 71 A2 6D 65 01");
    assertThat(HEX.formatHex(ResultCodec.writeNote(forgotten)))
        .isEqualTo("94 00 A1 71 A2 6D 65 02");
    assertThat(ResultCodec.readNote(ResultCodec.writeNote(owned))).contains(owned);
    assertThat(ResultCodec.readNote(ResultCodec.writeNote(forgotten))).contains(forgotten);
  }

  @Test
  void anAcknowledgementOfAGroupChangeIsNoNoteAndTheOtherWayRound() throws IOException {
    assertThat(ResultCodec.readNote(EnvelopeCodec.writeAck(7))).isEmpty();
    assertThat(ResultCodec.readNote(HEX.parseHex("94 07 A1 71 A2 6D 65 01"))).isEmpty();
    assertThat(EnvelopeCodec.readAck(ResultCodec.writeNote(new Note("q", "me", true)))).isZero();
  }

  @Test
  void refusesNotesThatSayNothingKnownOrComeFromNoServer() {
    assertThatThrownBy(() -> ResultCodec.readNote(HEX.parseHex("94 00 A1 71 A2 6D 65 03")))
        .isInstanceOf(IOException.class);
    byte[] longName = ResultCodec.writeNote(new Note("q", "n".repeat(257), true));
    assertThatThrownBy(() -> ResultCodec.readNote(longName))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("257 characters; the bound is 256");
  }
}
