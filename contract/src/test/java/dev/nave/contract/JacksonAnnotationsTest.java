package dev.nave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonFilter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRootName;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.ValueType;
import dev.nave.contract.typescript.TypeScriptClient;
import dev.nave.hub.Hub;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.std.SimpleBeanPropertyFilter;
import tools.jackson.databind.ser.std.SimpleFilterProvider;
import tools.jackson.databind.util.StdConverter;

/** Values with annotations of Jackson are written as they are typed. */
class JacksonAnnotationsTest {
  static class Open {
    public int known = 1;
    private final Map<String, Object> rest = new LinkedHashMap<>(Map.of("more", "text"));

    @JsonAnyGetter
    public Map<String, Object> rest() {
      return rest;
    }

    @JsonAnySetter
    public void put(String name, Object value) {
      rest.put(name, value);
    }
  }

  interface Inside {}

  record Viewed(@JsonView(Inside.class) int inside, int always) {}

  @JsonFilter("short")
  record Filtered(int kept, int dropped) {}

  @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
  static class Node {
    public String name = "node";
    public @Nullable Node self = this;
  }

  record Point(int x, int y) {}

  record Unwrapped(@JsonUnwrapped(prefix = "at_", suffix = "_m") Point at, String label) {}

  record Valued(@JsonValue Map<String, Integer> counts) {}

  record ValuedList(@JsonValue List<Point> points) {}

  static class OneWay {
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public int onlyWritten = 1;

    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
    public String onlyRead = "secret";

    @JsonAlias("other")
    public int both = 2;
  }

  @JsonFormat(shape = JsonFormat.Shape.OBJECT)
  enum AsObject {
    ONE(1);

    public final int number;

    AsObject(int number) {
      this.number = number;
    }
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record AsArray(int x, String y) {}

  enum Color {
    RED,
    @JsonProperty("green!")
    GREEN
  }

  enum Size {
    SMALL,
    LARGE
  }

  record Shapes(
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) Instant instant,
      @JsonFormat(shape = JsonFormat.Shape.STRING) Color text,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) Size number,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) boolean bit,
      @JsonFormat(shape = JsonFormat.Shape.STRING) double decimal,
      @JsonFormat(shape = JsonFormat.Shape.STRING) boolean truth,
      @JsonFormat(shape = JsonFormat.Shape.ARRAY) LocalDate date,
      @JsonFormat(with = JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
          List<String> single) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record NonEmpty(List<String> list, String text, @Nullable String missing, int number) {}

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  record NonDefault(int number, boolean truth, @Nullable String missing) {}

  record Absent(
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> one,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String two) {}

  @JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
  @JsonRootName("root")
  @JsonIgnoreProperties("hiddenOne")
  record Named(int twoWords, int hiddenOne, @JsonProperty("own Name") int own) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(Car.class), @JsonSubTypes.Type(Bike.class)})
  interface Vehicle {}

  @JsonTypeName("car!")
  record Car(int doors) implements Vehicle {}

  record Bike() implements Vehicle {}

  record Garage(
      @JsonTypeInfo(
              use = JsonTypeInfo.Id.NAME,
              include = JsonTypeInfo.As.EXTERNAL_PROPERTY,
              property = "kind")
          @JsonSubTypes({
            @JsonSubTypes.Type(value = Plain.class, name = "plain"),
            @JsonSubTypes.Type(value = Fancy.class, name = "fancy")
          })
          Object content) {}

  record Plain(int size) {}

  record Fancy(String text) {}

  static class Parent {
    @JsonManagedReference public List<Child> children = new ArrayList<>();
  }

  static class Child {
    public int age = 3;
    @JsonBackReference public @Nullable Parent parent;
  }

  static class ToText extends StdConverter<Point, String> {
    @Override
    public String convert(Point point) {
      return point.x() + "/" + point.y();
    }
  }

  record Converted(@JsonSerialize(converter = ToText.class) Point point) {}

  private static List<Object> values() {
    Parent parent = new Parent();
    Child child = new Child();
    child.parent = parent;
    parent.children.add(child);
    return List.of(
        new Open(),
        new Viewed(1, 2),
        new Filtered(1, 2),
        new Node(),
        new Unwrapped(new Point(1, 2), "a"),
        new Valued(Map.of("a", 1)),
        new ValuedList(List.of(new Point(1, 2))),
        new OneWay(),
        AsObject.ONE,
        new AsArray(1, "y"),
        new Shapes(
            Instant.EPOCH,
            Color.GREEN,
            Size.LARGE,
            true,
            0.5,
            true,
            LocalDate.EPOCH,
            List.of("one")),
        new NonEmpty(List.of(), "", null, 0),
        new NonEmpty(List.of("a"), "b", "c", 1),
        new NonDefault(0, false, null),
        new NonDefault(1, true, "a"),
        new Absent(Optional.empty(), null),
        new Absent(Optional.of("a"), "b"),
        new Named(1, 2, 3),
        new Car(4),
        new Garage(new Plain(1)),
        new Garage(new Fancy("f")),
        parent,
        new Converted(new Point(1, 2)));
  }

  static class AnnotatedHub extends Hub {
    public Open open(Open value) {
      return value;
    }

    public Viewed viewed(Viewed value) {
      return value;
    }

    public Filtered filtered(Filtered value) {
      return value;
    }

    public Node node(Node value) {
      return value;
    }

    public Unwrapped unwrapped(Unwrapped value) {
      return value;
    }

    public Valued valued(Valued value) {
      return value;
    }

    public ValuedList valuedList(ValuedList value) {
      return value;
    }

    public OneWay oneWay(OneWay value) {
      return value;
    }

    public AsObject asObject() {
      return AsObject.ONE;
    }

    public AsArray asArray(AsArray value) {
      return value;
    }

    public Shapes shapes(Shapes value) {
      return value;
    }

    public NonEmpty nonEmpty(NonEmpty value) {
      return value;
    }

    public NonDefault nonDefault(NonDefault value) {
      return value;
    }

    public Absent absent(Absent value) {
      return value;
    }

    public Named named(Named value) {
      return value;
    }

    public Vehicle car(Vehicle value) {
      return value;
    }

    public Garage garage(Garage value) {
      return value;
    }

    public Parent parent(Parent value) {
      return value;
    }

    public Converted converted() {
      return new Converted(new Point(1, 2));
    }
  }

  private static final HubContract CONTRACT =
      ContractBuilder.of(AnnotatedHub.class, "/annotated")
          .jsonMapper(JacksonAnnotationsTest::configure)
          .build();

  private final ObjectMapper mapper = JsonHubProtocol.newMapper(JacksonAnnotationsTest::configure);
  private final String client =
      TypeScriptClient.typeScript(CONTRACT, "it").getOrDefault("it.ts", "");

  private static void configure(JsonMapper.Builder mapper) {
    mapper.filterProvider(
        new SimpleFilterProvider()
            .addFilter("short", SimpleBeanPropertyFilter.serializeAllExcept("dropped")));
  }

  private static ValueType result(Object value) {
    String name = value.getClass().getSimpleName();
    String method = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return CONTRACT.methods().stream()
        .filter(each -> each.name().equals(method))
        .findFirst()
        .flatMap(HubContract.Method::result)
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("values")
  void valueIsWrittenAsItIsTyped(Object value) {
    JsonNode written =
        mapper.readTree(
            value instanceof Car
                ? mapper.writerFor(Vehicle.class).writeValueAsString(value)
                : mapper.writeValueAsString(value));

    assertThat(new WrittenValues(CONTRACT).fits(result(value), written))
        .as("%s is %s in%n%s", written, result(value), client)
        .isTrue();
  }

  @Test
  void objectsWithPropertiesOfAnyNameAreOpen() {
    assertThat(client)
        .containsPattern("interface Open \\{\\s+known: number;\\s+\\[name: string]: unknown;\\s+}");
  }

  @Test
  void idBesideAnObjectIsAPropertyOfItsOwn() {
    assertThat(client)
        .containsPattern(
            "interface Garage \\{\\s+content: Fancy \\| Plain;\\s+kind: \"fancy\" \\| \"plain\";\\s+}");
  }

  @Test
  void listsOfOneItemMayBeTheItem() {
    assertThat(client).contains("single: string | string[];");
  }

  @Test
  void whatIsNotKnownIsListed() {
    assertThat(client).contains("node(arg0: unknown): Promise<unknown>;");
    assertThat(CONTRACT.unknown())
        .singleElement()
        .asString()
        .contains("JacksonAnnotationsTest$Node is unknown: only its first occurrence is an object");
  }
}
