package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8ValidatorTest {

  @Test
  void takesCharactersOfEveryLengthCutAnywhere() {
    byte[] text = "plain, ä, €, 😀, and enough behind it".getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= text.length; cut++) {
      Utf8Validator validator = new Utf8Validator();
      assertThat(validator.accept(Arrays.copyOfRange(text, 0, cut))).isTrue();
      assertThat(validator.accept(Arrays.copyOfRange(text, cut, text.length))).isTrue();
      assertThat(validator.isComplete()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff",
        "80",
        "c080",
        "c1bf",
        "e09fbf",
        "eda080",
        "f08fbfbf",
        "f4908080",
        "f5808080"
      })
  void refusesWhatIsNoCharacter(String hex) {
    assertThat(new Utf8Validator().accept(HexFormat.of().parseHex(hex))).isFalse();
    assertThat(new Utf8Validator().accept(HexFormat.of().parseHex("6161616161616161" + hex)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3", "e2", "e282", "f0", "f09f", "f09f98"})
  void isNotCompleteWithinACharacter(String hex) {
    Utf8Validator validator = new Utf8Validator();
    assertThat(validator.accept(HexFormat.of().parseHex(hex))).isTrue();
    assertThat(validator.isComplete()).isFalse();
  }

  @Test
  void agreesWithTheDecoderOfThePlatformOnSequencesOfBytesAtTheBounds() {
    byte[] bounds = HexFormat.of().parseHex("007f808f909fa0bfc0c1c2dfe0e1ecedeeeff0f1f3f4f5ff");
    for (byte first : bounds) {
      for (byte second : bounds) {
        for (byte third : bounds) {
          for (byte fourth : bounds) {
            assertAgrees(new byte[] {first, second, third, fourth});
          }
        }
      }
    }
  }

  private static void assertAgrees(byte[] bytes) {
    Utf8Validator validator = new Utf8Validator();
    boolean valid = validator.accept(bytes) && validator.isComplete();
    CoderResult expected =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), true);
    if (valid == expected.isError()) {
      fail("not so for " + HexFormat.of().formatHex(bytes));
    }
  }
}
