package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypeRefTest {
  private static final class Named extends Between {}

  private static class Between extends TypeRef<String> {}

  @Test
  void namesAGenericType() {
    TypeRef<List<String>> strings = new TypeRef<>() {};

    assertThat(strings).hasToString("java.util.List<java.lang.String>");
    assertThat(new TypeRef<String>() {}.type()).isEqualTo(String.class);
  }

  @Test
  void refusesASubclassThatNamesNoTypeItself() {
    assertThatIllegalStateException()
        .isThrownBy(Named::new)
        .withMessageContaining("new TypeRef<List<String>>() {}");
  }
}
