package dev.nave.hub.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", ":", "*", "Straße/群", "🎡", "a🎡🎡b", "\ufffd", "\ud7ff\ue000"})
  void takesEveryNameThatIsValidUnicode(String name) {
    assertThat(Names.check("a group name", name)).isSameAs(name);
  }

  @ParameterizedTest
  @CsvSource({"h, D800, 0", "l, DC00, 0", "ah, D800, 1", "lh, DC00, 0", "hh, D800, 0", "hla, , "})
  void refusesHalfASurrogatePairAndSaysWhere(String shape, String unit, Integer index) {
    String name = shape.replace('h', '\ud800').replace('l', '\udc00');
    if (unit == null) {
      assertThat(Names.check("a user id", name)).isSameAs(name);
      return;
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Names.check("a user id", name))
        .withMessage(
            "a user id has half a surrogate pair (U+%s) at index %d; a name must be valid Unicode",
            unit, index);
  }
}
