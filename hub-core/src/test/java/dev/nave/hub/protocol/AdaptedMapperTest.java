package dev.nave.hub.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.nave.hub.Hub;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol.PropertyNames;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** An application adapts the mapper; all that it does not touch stays as it is. */
class AdaptedMapperTest {
  private static List<HubProtocol> both(Consumer<JsonMapper.Builder> customizer) {
    return List.of(
        JsonHubProtocol.create(customizer),
        MessagePackHubProtocol.create(customizer, PropertyNames.AS_MAPPED));
  }

  @Test
  void anAdaptedMapperKeepsAllOtherRules() throws Exception {
    for (HubProtocol protocol :
        both(mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))) {
      assertThat(bind(protocol, Person.class, Map.of("FIRST_name", "n", "more", 1)))
          .isEqualTo(new Person("n", 0));
      assertThat(bind(protocol, Map.class, new Person("n", 1)))
          .isEqualTo(Map.of("first_name", "n", "age", 1));
      assertThat(bind(protocol, Instant.class, Instant.EPOCH)).isEqualTo(Instant.EPOCH);
      assertThat(bind(protocol, Optional.class, 5)).isEqualTo(Optional.of(5));
      assertThat(bind(protocol, Thread.State.class, 0)).isEqualTo(Thread.State.NEW);
      assertRefused(protocol, int.class, 1.5);
      assertRefused(protocol, int.class, "7");
      assertRefused(protocol, byte.class, 200);
      assertRefused(protocol, Instant.class, 1764324000450L);
      assertRefused(protocol, String.class, 5);
    }
  }

  @Test
  void whatIsRegisteredForATypeGoesBeforeTheRulesForIt() throws Exception {
    SimpleModule longsAsText =
        new SimpleModule("longs")
            .addSerializer(Long.class, ToStringSerializer.instance)
            .addSerializer(Instant.class, ToStringSerializer.instance);
    for (HubProtocol protocol : both(mapper -> mapper.addModule(longsAsText))) {
      assertThat(bind(protocol, Object.class, 9007199254740993L)).isEqualTo("9007199254740993");
      assertThat(bind(protocol, Object.class, List.of(1L))).isEqualTo(List.of("1"));
      assertThat(bind(protocol, Object.class, 1)).isEqualTo(1);
      assertThat(bind(protocol, Object.class, Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
    }
  }

  @Test
  void whatIsRegisteredReadsAndWritesOneValueInsideAnother() throws Exception {
    SimpleModule boxes =
        new SimpleModule("boxes")
            .addSerializer(Box.class, new BoxSerializer())
            .addDeserializer(Box.class, new BoxDeserializer());
    Box box = new Box(new Person("n", 1), JsonNodeFactory.instance.objectNode().put("a", 1));
    for (HubProtocol protocol : both(mapper -> mapper.addModule(boxes))) {
      assertThat(bind(protocol, Box.class, box)).isEqualTo(box);
      assertThat(bind(protocol, Object.class, box))
          .isEqualTo(List.of(Map.of("firstName", "n", "age", 1), Map.of("a", 1)));
    }
  }

  @Test
  void exceptionsThatAreCheckedFailTheValueAlone() throws Exception {
    SimpleModule failing =
        new SimpleModule("failing")
            .addSerializer(Box.class, new FailingSerializer())
            .addDeserializer(Box.class, new FailingDeserializer());
    Box box = new Box(new Person("n", 1), JsonNodeFactory.instance.objectNode());
    for (HubProtocol protocol : both(mapper -> mapper.addModule(failing))) {
      assertRefused(protocol, Box.class, Map.of("person", 1));
      assertThatThrownBy(() -> protocol.write(InvocationMessage.send("t", Payload.ofAll(box))))
          .isInstanceOf(EncodingException.class)
          .hasRootCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void limitsAndSafetyStayWhateverTheApplicationDoes() throws Exception {
    for (HubProtocol protocol :
        both(mapper -> mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS))) {
      byte[] frame = protocol.write(InvocationMessage.send("t", Payload.ofAll(Map.of("a", 1), 2)));
      InvocationMessage read =
          (InvocationMessage) Objects.requireNonNull(protocol.read(frame, 0, frame.length));
      assertThat(read.arguments().bind(List.of(Map.class, int.class)))
          .containsExactly(Map.of("a", 1), 2);
      assertRefused(protocol, Unsafe.class, Map.of("value", Map.of("@class", "java.util.HashMap")));
      Object deep = List.of();
      for (int i = 0; i < 600; i++) {
        deep = List.of(deep);
      }
      Object tooDeep = deep;
      assertThatThrownBy(() -> protocol.write(CompletionMessage.withResult("1", tooDeep)))
          .isInstanceOf(EncodingException.class);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                both(
                    mapper ->
                        mapper.activateDefaultTyping(
                            BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build())))
        .withMessageContaining("default typing")
        .withMessageContaining("@JsonTypeInfo");
  }

  /** Default typing under another name. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  private interface Typed {}

  @Test
  @SuppressWarnings("deprecation") // From Jackson 3.3 on.
  void noWayToTurnDefaultTypingOnIsLeft() {
    PolymorphicTypeValidator all =
        BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build();
    List<Consumer<JsonMapper.Builder>> ways =
        List.of(
            mapper -> mapper.addMixIn(Object.class, Typed.class),
            mapper -> mapper.addMixIn(Object.class, Typed.class).polymorphicTypeValidator(all),
            mapper ->
                mapper.setDefaultTyping(
                    new StdTypeResolverBuilder()
                        .init(
                            JsonTypeInfo.Value.construct(
                                JsonTypeInfo.Id.CLASS,
                                JsonTypeInfo.As.PROPERTY,
                                null,
                                null,
                                false,
                                null),
                            null)),
            mapper -> mapper.activateDefaultTyping(all, DefaultTyping.NON_FINAL),
            mapper -> mapper.activateDefaultTypingAsProperty(all, DefaultTyping.NON_FINAL, "t"));
    for (Consumer<JsonMapper.Builder> way : ways) {
      assertThatIllegalArgumentException()
          .as("way %d", ways.indexOf(way))
          .isThrownBy(() -> JsonHubProtocol.create(way))
          .withMessageContaining("default typing");
    }
  }

  @Test
  void whatIsDoneWithTheMapperLaterHasNoEffect() throws Exception {
    List<JsonMapper.Builder> kept = new ArrayList<>();
    List<HubProtocol> protocols = both(kept::add);

    for (JsonMapper.Builder mapper : kept) {
      mapper.addMixIn(Object.class, Typed.class);
      mapper.activateDefaultTyping(
          BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build());
    }

    for (HubProtocol protocol : protocols) {
      assertThat(bind(protocol, Object.class, List.of("java.util.HashMap", Map.of())))
          .isEqualTo(List.of("java.util.HashMap", Map.of()));
    }
  }

  @Test
  void theServerAdaptsBothHubProtocols() {
    try (HubTester tester =
        HubTester.of(
            "/h",
            server ->
                server
                    .jsonMapper(
                        mapper ->
                            mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))
                    .jsonMapper(
                        mapper -> mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES))
                    .hub("/h", PersonHub.class, PersonHub::new))) {
      TestClient client = tester.connect();
      assertThat(client.invoke(Object.class, "person"))
          .isEqualTo(Map.of("first_name", "Ada", "age", 36));
      assertThatThrownBy(() -> client.invoke("take", Map.of("first_name", "x", "other", 1)))
          .isInstanceOf(HubInvocationException.class);
    }
  }

  private static void assertRefused(HubProtocol protocol, Type type, Object value) {
    assertThatThrownBy(() -> bind(protocol, type, value))
        .as("%s as %s in %s", value, type, protocol.name())
        .isInstanceOf(BindingException.class);
  }

  private static @Nullable Object bind(HubProtocol protocol, Type type, Object value)
      throws Exception {
    byte[] frame = protocol.write(CompletionMessage.withResult("1", value));
    CompletionMessage read =
        (CompletionMessage) Objects.requireNonNull(protocol.read(frame, 0, frame.length));
    return Objects.requireNonNull(read.result()).bind(List.of(type))[0];
  }

  record Person(@Nullable String firstName, int age) {}

  record Box(Person content, JsonNode label) {}

  private static final class BoxSerializer extends StdSerializer<Box> {
    BoxSerializer() {
      super(Box.class);
    }

    @Override
    public void serialize(Box box, JsonGenerator generator, SerializationContext context) {
      generator.writeStartArray();
      generator.writePOJO(box.content());
      generator.writeTree(box.label());
      generator.writeEndArray();
    }
  }

  private static final class BoxDeserializer extends StdDeserializer<Box> {
    BoxDeserializer() {
      super(Box.class);
    }

    @Override
    public Box deserialize(JsonParser parser, DeserializationContext context) {
      parser.nextToken();
      Person content = parser.readValueAs(Person.class);
      parser.nextToken();
      JsonNode label = parser.readValueAsTree();
      parser.nextToken();
      return new Box(content, label);
    }
  }

  record Unsafe(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object value) {}

  public static class PersonHub extends Hub {
    public Object person() {
      return new Person("Ada", 36);
    }

    public void take(Person person) {}
  }

  /** Throws what Java would have to declare, and Kotlin has not. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> RuntimeException sneaky() throws E {
    throw (E) new IOException("checked");
  }

  private static final class FailingSerializer extends StdSerializer<Box> {
    FailingSerializer() {
      super(Box.class);
    }

    @Override
    public void serialize(Box value, JsonGenerator generator, SerializationContext context) {
      throw AdaptedMapperTest.<RuntimeException>sneaky();
    }
  }

  private static final class FailingDeserializer extends StdDeserializer<Box> {
    FailingDeserializer() {
      super(Box.class);
    }

    @Override
    public Box deserialize(JsonParser parser, DeserializationContext context) {
      throw AdaptedMapperTest.<RuntimeException>sneaky();
    }
  }
}
