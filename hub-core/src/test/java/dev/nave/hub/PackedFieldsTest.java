package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedFieldsTest {
  private static Map<String, List<String>> fields(String... namesAndValues) {
    PackedFields.Builder builder = new PackedFields.Builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  @Test
  void findsAllValuesOfANameInTheirOrderWhateverItsCase() {
    Map<String, List<String>> fields = fields("Cookie", "a=1", "Host", "x", "cookie", "b=2");

    assertThat(fields.get("COOKIE")).containsExactly("a=1", "b=2");
    assertThat(fields.get("host")).containsExactly("x");
    assertThat(fields.get("hos")).isNull();
    assertThat(fields.get("hosts")).isNull();
    assertThat(fields.get("a=1")).isNull(); // A value is no name.
    assertThat(fields.getOrDefault("accept", List.of("none"))).containsExactly("none");
    assertThat(fields.containsKey("COOKIE")).isTrue();
    assertThat(fields.containsKey("accept")).isFalse();
  }

  @Test
  void isAMapInTheOrderOfItsNamesAsTheyWereFirstWritten() {
    Map<String, List<String>> fields = fields("Host", "x", "Cookie", "a=1", "cookie", "b=2");

    assertThat(fields).isEqualTo(Map.of("Host", List.of("x"), "Cookie", List.of("a=1", "b=2")));
    assertThat(fields.keySet()).containsExactly("Cookie", "Host");
    assertThat(fields).hasSize(2).hasToString("{Cookie=[a=1, b=2], Host=[x]}");
  }

  /** Lengths take one digit up to 127, two up to 16,383, then three. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 129, 255, 256, 16_383, 16_384, 100_000})
  void textsMayHaveAnyLength(int length) {
    String text = "\u0080".repeat(length);
    Map<String, List<String>> fields = fields("before", "1", text, "name", "value", text, "z", "2");

    assertThat(fields.get("before")).containsExactly("1");
    assertThat(fields.get(text)).containsExactly("name");
    assertThat(fields.get("value")).containsExactly(text);
    assertThat(fields.get("z")).containsExactly("2");
    assertThat(fields).hasSize(4);
  }

  @Test
  void textsMayHaveAnyCharacters() {
    String text = "\u0000\u0001\r\n=&\u00ff\u20ac\ud83d\ude00\ud800";
    Map<String, List<String>> fields = fields(text, text, "\u00c4\u20ac", "upper");

    assertThat(fields.get(text)).containsExactly(text);
    assertThat(fields.get("\u00e4\u20ac")).containsExactly("upper");
  }

  @Test
  void mayHaveNone() {
    assertThat(fields()).isEmpty();
    assertThat(fields().get("a")).isNull();
    assertThat(fields("", "").get("")).containsExactly("");
    assertThat(fields("", "").isEmpty()).isFalse();
  }

  @Test
  void cannotBeChanged() {
    Map<String, List<String>> fields = fields("a", "1", "a", "2", "b", "1");

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> fields.put("c", List.of()));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> fields.remove("a"));
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(fields::clear);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> Objects.requireNonNull(fields.get("a")).add("3"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> fields.entrySet().iterator().next().setValue(List.of()));
  }

  @Test
  void aNameIsNeverNull() {
    assertThatNullPointerException().isThrownBy(() -> fields("a", "1").get(null));
    assertThatNullPointerException().isThrownBy(() -> fields("a", "1").containsKey(null));
  }
}
