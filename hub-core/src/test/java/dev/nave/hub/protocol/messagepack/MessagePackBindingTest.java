package dev.nave.hub.protocol.messagepack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol.PropertyNames;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessagePack;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.util.RawValue;

class MessagePackBindingTest extends ValueTestCase {
  private static final String ADA = "83 A44E616D65 A3416461 A3416765 24 A454616773 91 A178";

  @ParameterizedTest
  @ValueSource(strings = {"A131", "CB3FF0000000000000", "CA40000000", "C3", "C0", "91 01"})
  void takesNothingButAnIntegerForAnIntegerType(String hex) {
    for (Type type : List.of(int.class, long.class, short.class, byte.class)) {
      assertWrongType(hex, type);
    }
  }

  @Test
  void refusesIntegersThatDoNotFit() {
    assertWrongType("CE80000000", int.class);
    assertWrongType("CF8000000000000000", long.class);
    assertWrongType("CD8000", short.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A131", "C3", "C0", "A34E614E"})
  void takesNothingButANumberForAFraction(String hex) {
    assertWrongType(hex, double.class);
    assertWrongType(hex, float.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "00", "A474727565", "C0"})
  void takesNothingButABooleanForABoolean(String hex) {
    assertWrongType(hex, boolean.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "C40161", "D6FF58EC1C80", "CA3FC00000", "C3", "80"})
  void takesNothingButAStringForAString(String hex) {
    assertWrongType(hex, String.class);
    assertWrongType("91" + hex, String[].class);
    assertWrongType("81 A44E616D65" + hex, Person.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "C4026162", "80", "91 A178", "91 C0", "91 CA3F800000"})
  void takesNothingButIntegersForAnIntArray(String hex) {
    assertWrongType(hex, int[].class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A178", "93 A141 03 C0", "81 A3416765 C0", "81 A3416765 CA3F800000"})
  void takesNothingButAFittingMapForARecord(String hex) {
    assertWrongType(hex, Person.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ADA,
        "83 A46E616D65 A3416461 A3616765 24 A474616773 91 A178",
        "84 A44E414D45 A3416461 A3414745 24 A4746F6F20 91 C0 A454416753 91 A178",
      })
  void readsPropertiesIgnoringCaseAndUnknownOnes(String hex) throws Exception {
    assertThat(bind(hex, Person.class)).isEqualTo(new Person("Ada", 36, List.of("x")));
  }

  @Test
  void leavesMissingPropertiesAtTheirDefault() throws Exception {
    assertThat(bind("80", Person.class)).isEqualTo(new Person(null, 0, null));
  }

  @Test
  void writesPropertyNamesAsDotNetDeclaresThem() throws Exception {
    assertThat(written(new Person("Ada", 36, List.of("x")))).isEqualTo(ADA.replace(" ", ""));
    assertThat(written(new Explicit("x"))).isEqualTo("81A86F776E5F6E616D65A178");
    assertThat(written(Map.of("key", 1))).isEqualTo("81A36B657901");
  }

  @Test
  void writesPropertyNamesAsDeclaredByOption() throws Exception {
    MessagePackHubProtocol declared =
        MessagePackHubProtocol.create(mapper -> {}, PropertyNames.AS_MAPPED);
    assertThat(Hex.write(declared, CompletionMessage.withResult("q", new Person("A", 1, null))))
        .endsWith("83A46E616D65A141A361676501A474616773C0");
    assertThat(bind(declared, ADA, Person.class)).isEqualTo(new Person("Ada", 36, List.of("x")));
  }

  @Test
  void readsBytesFromWhatOldPackersWrite() throws Exception {
    assertThat(bind("C403 0102FF", byte[].class)).isEqualTo(new byte[] {1, 2, -1});
    assertThat(bind("A161", byte[].class)).isEqualTo(new byte[] {'a'});
    assertThat(bind("93 01 CC FF D0 FF", byte[].class)).isEqualTo(new byte[] {1, -1, -1});
    assertWrongType("91 CD0100", byte[].class);
    assertWrongType("91 CA3F800000", byte[].class);
    assertWrongType("80", byte[].class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C0",
        "C3",
        "05",
        "E0",
        "CCC8",
        "D1FF38",
        "CF7FFFFFFFFFFFFFFF",
        "CFFFFFFFFFFFFFFFFF",
        "CA3FC00000",
        "CA7FC00000",
        "CB3FF8000000000000",
        "A178",
        "C4026162",
        "D6FF58EC1C80",
        "90",
        "80",
        "82 A162 01 A141 94 01 A178 C0 81 A163 80",
        "82 01 02 FB 91 CA3FC00000",
        "81 A178 D6FF58EC1C80",
        "91 CFFFFFFFFFFFFFFFFF",
      })
  void writesWhatItReadWithoutAType(String hex) throws Exception {
    Object value = bind(hex, Object.class);
    assertThat(written(value)).isEqualTo(hex.replace(" ", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"D505616263", "82 A161 01 A161 02", "81 C0 01", "81 91 01 02", "81 C40161 01"})
  void refusesWhatHasNoNaturalValue(String hex) {
    assertWrongType(hex, Object.class);
  }

  @Test
  void readsNaturalValuesInsideOfOtherTypes() throws Exception {
    assertThat(bind("81 A16F 83 A161 CA3FC00000 A162 D6FF58EC1C80 A163 92 01 C0", Holder.class))
        .isEqualTo(
            new Holder(
                Map.of(
                    "a",
                    1.5f,
                    "b",
                    Instant.parse("2017-04-11T00:00:00Z"),
                    "c",
                    Arrays.asList(1, null))));
  }

  @Test
  void readsNumbersAsKeys() throws Exception {
    Type type = new TypeOf<Map<Integer, String>>() {}.type();
    assertThat(bind("81 05 A178", type)).isEqualTo(Map.of(5, "x"));
    assertThat(written(Map.of(5, "x"))).isEqualTo("8105A178");
  }

  @Test
  void nests500LevelsAndNoMore() throws Exception {
    for (String level : List.of("91", "81 A178")) {
      Object value = bind(level.repeat(500) + "C0", Object.class);
      assertThat(written(value)).isEqualTo(level.replace(" ", "").repeat(500) + "C0");
      for (int depth : List.of(501, 1000, 20_000)) {
        assertWrongType(level.repeat(depth) + "C0", Object.class);
        assertWrongType(level.repeat(depth) + "C0", List.class);
        assertWrongType(level.repeat(depth) + "C0", Map.class);
      }
    }
  }

  @Test
  void refusesWhatContainsItself() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);
    assertThatThrownBy(() -> written(circle)).isInstanceOf(EncodingException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 255, 65_535, 65_536})
  void writesCollectionsOfAnySizeAsShortAsPossible(int size) throws Exception {
    List<Integer> list = Collections.nCopies(size, 1);
    byte[] expected;
    try (var packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(size);
      for (int i = 0; i < size; i++) {
        packer.packInt(1);
      }
      expected = packer.toByteArray();
    }
    assertThat(written(list)).isEqualTo(Hex.text(expected));
    assertThat(written(new Unsized(list))).isEqualTo("81A44C697374" + Hex.text(expected));
  }

  @Test
  void refusesNumbersThatTakeForeverToRead() {
    String digits = "31".repeat(2000);
    assertWrongType("DA07D0" + digits, BigInteger.class);
    assertWrongType("A178", BigInteger.class);
    assertWrongType("CA3FC00000", BigInteger.class);
  }

  @Test
  void refusesDefaultTyping() {
    assertThatThrownBy(
            () ->
                MessagePackHubProtocol.create(
                    mapper ->
                        mapper.activateDefaultTyping(
                            BasicPolymorphicTypeValidator.builder().build()),
                    PropertyNames.PASCAL_CASE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reportsWhatCannotBeWritten() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);
    assertThatThrownBy(() -> written(circle))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("ArrayList");
  }

  @Test
  void writesTextThatIsJsonAlreadyAsTheValuesThatItStandsFor() throws Exception {
    assertThat(written(List.of(new RawValue("{\"a\":[1,null]}")))).isEqualTo("9181A1619201C0");
  }

  record Person(@Nullable String name, int age, @Nullable List<String> tags) {}

  record Explicit(@JsonProperty("own_name") String name) {}

  record Holder(Map<String, Object> o) {}

  record Unsized(Iterable<Integer> list) {}

  abstract static class TypeOf<T> {
    Type type() {
      return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }
  }
}
