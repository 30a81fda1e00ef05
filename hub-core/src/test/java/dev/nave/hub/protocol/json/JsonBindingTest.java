package dev.nave.hub.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.ProtocolException;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class JsonBindingTest {
  private static final String WRONG_TYPE =
      "Error binding arguments. Make sure that the types of the provided values match the types of"
          + " the hub method being invoked.";

  private final JsonHubProtocol protocol = JsonHubProtocol.create();

  @ParameterizedTest
  @ValueSource(strings = {"'one'", "'1'", "1.5", "1.0", "1e2", "null", "2147483648", "true", "[1]"})
  void takesNothingButAnIntegerForAnInt(String json) {
    assertWrongType(json, int.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'1'", "1.0", "1e2", "null", "9223372036854775808"})
  void takesNothingButAnIntegerForALong(String json) {
    assertWrongType(json, long.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'1'", "1.0", "null", "32768", "true"})
  void takesNothingButAnIntegerForAShort(String json) {
    assertWrongType(json, short.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'1.5'", "'NaN'", "null", "true"})
  void takesNothingButANumberForADouble(String json) {
    assertWrongType(json, double.class);
    assertWrongType(json, float.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "'true'", "null"})
  void takesNothingButABooleanForABoolean(String json) {
    assertWrongType(json, boolean.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.5", "true", "['x']", "{}"})
  void takesNothingButAStringForAString(String json) {
    assertWrongType(json, String.class);
    assertWrongType("[" + json + "]", String[].class);
    assertWrongType("{'name':" + json + "}", Person.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "{}", "'1'", "[1.5]", "['1']", "[null]"})
  void takesNothingButIntegersForAnIntArray(String json) {
    assertWrongType(json, int[].class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'***'", "'AQ'", "'_-8='", "1", "[1,2]", "[]"})
  void takesNothingButBase64ForBytes(String json) {
    assertWrongType(json, byte[].class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'Ada'", "1", "[]", "{'age':'3'}", "{'age':null}", "{'age':1.0}"})
  void takesNothingButAFittingObjectForARecord(String json) {
    assertWrongType(json, Person.class);
  }

  @Test
  void readsNumbersAtTheirLimits() throws Exception {
    assertThat(bind("-2147483648", int.class)).isEqualTo(Integer.MIN_VALUE);
    assertThat(bind("-0", int.class)).isEqualTo(0);
    assertThat(bind("9223372036854775807", long.class)).isEqualTo(Long.MAX_VALUE);
    assertThat(bind("3", double.class)).isEqualTo(3.0);
    assertThat(bind("1e2", double.class)).isEqualTo(100.0);
  }

  @Test
  void readsNullForBoxesAndObjects() throws Exception {
    for (Type type :
        List.of(Integer.class, String.class, int[].class, Person.class, Object.class)) {
      assertThat(bind("null", type)).isNull();
    }
    assertThat(bind("null", Optional.class)).isEqualTo(Optional.empty());
  }

  @Test
  void readsPropertiesIgnoringCaseAndUnknownOnes() throws Exception {
    Person person =
        (Person) bind("{'NAME':'Ada','aGe':36,'more':{'x':[1]},'tags':null}", Person.class);
    assertThat(person).isEqualTo(new Person("Ada", 36, null));
  }

  @Test
  void leavesMissingPropertiesAtTheirDefault() throws Exception {
    assertThat(bind("{}", Person.class)).isEqualTo(new Person(null, 0, null));
    assertThat(((Bean) Objects.requireNonNull(bind("{}", Bean.class))).count).isEqualTo(7);
  }

  @Test
  void readsEnumsByNumberAndByName() throws Exception {
    for (String json : List.of("1", "'GREEN'", "'Green'")) {
      assertThat(bind(json, JsonWritingTest.Colour.class)).isEqualTo(JsonWritingTest.Colour.GREEN);
    }
    assertWrongType("2", JsonWritingTest.Colour.class);
    assertWrongType("'BLUE'", JsonWritingTest.Colour.class);
  }

  @Test
  void readsNaturalValuesWhereNoTypeIsNamed() throws Exception {
    assertThat(bind("{'b':1,'A':[1,'x',null,{'c':{}},2.5,true]}", Object.class))
        .isEqualTo(
            Map.of("b", 1, "A", Arrays.asList(1, "x", null, Map.of("c", Map.of()), 2.5, true)));
    assertThat(bind("2147483648", Object.class)).isEqualTo(2147483648L);
    assertThat(bind("12345678901234567890123", Object.class))
        .isEqualTo(new BigInteger("12345678901234567890123"));
  }

  @Test
  void countsArgumentsBeforeItLooksAtThem() {
    assertThatThrownBy(() -> arguments("[1]").bind(List.of(int.class, int.class)))
        .isInstanceOf(BindingException.class)
        .hasMessage("Invocation provides 1 argument(s) but target expects 2.");
    assertThatThrownBy(() -> arguments("['x',[2,{}],3]").bind(List.of(int.class, int.class)))
        .hasMessage("Invocation provides 3 argument(s) but target expects 2.");
  }

  @Test
  void bindsAsOftenAsAsked() throws Exception {
    var payload = arguments("['a',{'name':'Ada'},3]");
    List<Type> types = List.of(String.class, Person.class, long.class);
    Object[] expected = {"a", new Person("Ada", 0, null), 3L};
    assertThat(payload.bind(types)).isEqualTo(expected);
    assertThat(payload.bind(types)).isEqualTo(expected);
  }

  @Test
  void reportsWhatAConstructorThrows() {
    assertWrongType("{'name':'x'}", Picky.class);
  }

  @Test
  void refusesNumbersThatTakeForeverToRead() {
    assertWrongType("1".repeat(2000), BigInteger.class);
    assertWrongType("1e999999999", BigInteger.class);
  }

  @Test
  void refusesDefaultTyping() {
    assertThatThrownBy(
            () ->
                JsonHubProtocol.create(
                    mapper ->
                        mapper.activateDefaultTyping(
                            BasicPolymorphicTypeValidator.builder().build())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("default typing")
        .hasMessageContaining("@JsonTypeInfo");
  }

  private void assertWrongType(String json, Type type) {
    assertThatThrownBy(() -> bind(json, type))
        .isInstanceOf(BindingException.class)
        .hasMessage(WRONG_TYPE);
  }

  private @Nullable Object bind(String json, Type type) throws BindingException, ProtocolException {
    return arguments("[" + json + "]").bind(List.of(type))[0];
  }

  private Payload arguments(String json) throws ProtocolException {
    String text = "{'type':1,'target':'t','arguments':" + json + "}";
    return JsonFrames.read(protocol, InvocationMessage.class, text.replace('\'', '"')).arguments();
  }

  record Person(@Nullable String name, int age, @Nullable List<String> tags) {}

  record Picky(String name) {
    Picky {
      throw new IllegalStateException("not you");
    }
  }

  static final class Bean {
    public int count = 7;
  }
}
