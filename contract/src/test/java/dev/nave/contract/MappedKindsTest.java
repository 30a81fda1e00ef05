package dev.nave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.WireProtocol;
import dev.nave.contract.typescript.TypeScriptClient;
import dev.nave.hub.Hub;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** What the mapper of an application makes of rarer types. */
class MappedKindsTest {
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes(@JsonSubTypes.Type(value = Wrapped.Leaf.class, name = "leaf"))
  interface Wrapped {
    record Leaf(int size) implements Wrapped {}
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
  @JsonSubTypes(@JsonSubTypes.Type(value = InArray.One.class, name = "one"))
  interface InArray {
    record One(int size) implements InArray {}
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({@JsonSubTypes.Type(Cat.class), @JsonSubTypes.Type(Dog.class)})
  interface Animal {}

  record Cat(int lives) implements Animal {}

  record Dog(String owner) implements Animal {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
  @JsonSubTypes(@JsonSubTypes.Type(Derived.class))
  static class Concrete {
    public int base;
  }

  static final class Derived extends Concrete {
    public @Nullable Concrete inner;
  }

  /** Found by its permitted classes alone. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "@type")
  sealed interface Answer permits Yes, No {}

  record Yes(int times) implements Answer {}

  record No() implements Answer {}

  record Delegated(int value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Delegated of(List<String> parts) {
      return new Delegated(parts.size());
    }
  }

  enum Unit {
    METER,
    FOOT
  }

  record Length(
      @JsonFormat(shape = JsonFormat.Shape.STRING) Unit unit, AtomicReference<Unit> other) {}

  record Odd(@JsonRawValue String raw, @JsonFormat(pattern = "dd.MM.yyyy") LocalDate day) {}

  record Person(String firstName) {}

  static class Outer {
    record Person(int size) {}
  }

  static class KindsHub extends Hub {
    public Wrapped wrapped(Wrapped value) {
      return value;
    }

    public InArray inArray(InArray value) {
      return value;
    }

    public Animal animal(Animal value) {
      return value;
    }

    public Concrete concrete(Concrete value) {
      return value;
    }

    public Answer answer(Answer value) {
      return value;
    }

    public Delegated delegated(Delegated value) {
      return value;
    }

    public Length length(Length value) {
      return value;
    }

    public Odd odd(Odd value) {
      return value;
    }

    public void persons(Person one, Outer.Person other) {}

    public List<@Nullable String> texts(@Nullable String @Nullable [] given, int[] sizes) {
      return given == null ? List.of() : Arrays.asList(given);
    }
  }

  private static String client(Consumer<JsonMapper.Builder> mapper) {
    HubContract contract =
        ContractBuilder.of(KindsHub.class, "/kinds")
            .protocol(WireProtocol.JSON)
            .jsonMapper(mapper)
            .build();
    return TypeScriptClient.typeScript(contract, "kinds").getOrDefault("kinds.ts", "");
  }

  private final String client = client(mapper -> {});

  @Test
  void typeIdsAroundObjectsAreAroundTheirTypes() {
    assertThat(client)
        .contains("wrapped(arg0: Wrapped): Promise<Wrapped>")
        .contains("type Wrapped = { leaf: Leaf };")
        .contains("type InArray = [\"one\", One];");
  }

  @Test
  void textsInListsAndArraysMayBeNullWhereThatIsDeclared() {
    assertThat(client)
        .contains(
            "texts(arg0: (string | null)[] | null, arg1: number[]): Promise<(string | null)[]>");
  }

  @Test
  void deducedTypesAreUnionsWithoutDiscriminator() {
    assertThat(client).contains("type Animal = Cat | Dog;").doesNotContain("kind: ");
  }

  @Test
  void baseThatHasObjectsOfItsOwnIsOneOfItsVariants() {
    assertThat(client)
        .contains("type Concrete = ConcreteItself | Derived;")
        .containsPattern("interface ConcreteItself \\{\\s+type: \"Concrete\";\\s+base: number;")
        .containsPattern("interface Derived \\{\\s+type: \"Derived\";\\s+base: number;")
        .contains("inner: Concrete | null;");
  }

  @Test
  void permittedClassesOfSealedTypesAreTheirVariants() {
    assertThat(client)
        .contains("type Answer = No | Yes;")
        .containsPattern("interface No \\{\\s+\"@type\": \"No\";\\s+}");
  }

  @Test
  void whatIsReadThroughAnotherTypeIsThatType() {
    assertThat(client).contains("delegated(arg0: string[]): Promise<Delegated>");
  }

  @Test
  void enumThatIsTextInOnePropertyIsNoNumberThere() {
    assertThat(client)
        .contains("unit: Unit;")
        .contains("type Unit = \"METER\" | \"FOOT\";")
        .contains("other: UnitNumber | null;")
        .containsPattern("const UnitNumber = \\{\\s+METER: 0,\\s+FOOT: 1,\\s+} as const");
  }

  @Test
  void rawValuesAreUnknownAndOwnFormatsAreText() {
    assertThat(client).contains("raw: unknown;").containsPattern("raw: unknown;\\s+day: string;");
  }

  @Test
  void typesOfOneNameGetLongerNames() {
    assertThat(client)
        .contains("persons(arg0: MappedKindsTestPerson, arg1: Person): Promise<void>")
        .containsPattern("interface Person \\{\\s+size: number;");
  }

  @Test
  void mapperOfTheApplicationDecidesAboutNamesAndEnums() {
    String adapted =
        client(
            mapper ->
                mapper
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(EnumFeature.WRITE_ENUMS_USING_INDEX));

    assertThat(adapted).contains("first_name: string;").contains("other: Unit | null;");
  }

  @Test
  void serializerOfTheApplicationSaysWhatItWrites() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(
        Person.class,
        new StdSerializer<>(Person.class) {
          @Override
          public void serialize(
              Person value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.firstName());
          }
        });

    assertThat(client(mapper -> mapper.addModule(module))).contains("persons(arg0: unknown,");
  }

  @Test
  void sameContractIsTheSameText() {
    assertThat(client(mapper -> {})).isEqualTo(client);
  }
}
