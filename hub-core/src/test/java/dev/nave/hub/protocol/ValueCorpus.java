package dev.nave.hub.protocol;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The classes whose values {@link RecordedValuesTest} writes and reads. */
final class ValueCorpus {
  private ValueCorpus() {}

  enum Colour {
    RED,
    GREEN;

    @Override
    public String toString() {
      return "colour " + name();
    }
  }

  enum Named {
    @JsonProperty("first")
    ONE,
    TWO
  }

  enum Coded {
    A(10),
    B(20);

    private final int code;

    Coded(int code) {
      this.code = code;
    }

    @JsonValue
    public int code() {
      return code;
    }
  }

  @JsonFormat(shape = JsonFormat.Shape.STRING)
  enum Worded {
    YES,
    NO
  }

  record Point(int x, int y) {}

  /** Neither by name nor by type. */
  record Unsorted(String zulu, int alpha, @Nullable String mike, boolean Bravo) {}

  record Computed(String name) {
    public String getShout() {
      return name + "!";
    }
  }

  record Times(
      Instant instant, LocalDate date, Duration duration, Date old, Optional<Instant> perhaps) {
    @Override
    public String toString() {
      return "Times[" + instant + ", ...]";
    }
  }

  record Formatted(
      @JsonFormat(pattern = "dd.MM.yyyy") LocalDate day,
      @JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm", timezone = "UTC") Date old,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) Duration length,
      @JsonFormat(shape = JsonFormat.Shape.STRING) Duration text,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) Instant seconds,
      @JsonFormat(shape = JsonFormat.Shape.STRING) Instant instant,
      @JsonFormat(pattern = "HH:mm") LocalDateTime clock,
      @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
      @JsonFormat(shape = JsonFormat.Shape.STRING) Colour name,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) Worded number,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) boolean flag) {
    @Override
    public String toString() { // A Date's own text depends on the zone.
      Object utc = old == null ? null : old.toInstant();
      return "Formatted"
          + Arrays.asList(day, utc, length, text, seconds, instant, clock, id, name, number, flag);
    }
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record AsArray(int x, @Nullable String y) {}

  record Raw(@JsonRawValue String json, @JsonRawValue @Nullable String none) {}

  record Wrapper(@JsonValue String text) {}

  record Unwrapped(String id, @JsonUnwrapped(prefix = "at_") Point point) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NonNull(@Nullable String a, @Nullable Integer b) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record NonEmpty(String a, List<String> b, Optional<String> c, Map<String, String> d) {}

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  record NonDefault(int a, boolean b, @Nullable String c) {}

  record Renamed(@JsonProperty("type") int kind, @JsonAlias({"old", "older"}) String name) {}

  record Holder(Object any, Object other, List<Object> list) {}

  record Zoned(ZonedDateTime time) {}

  record Strict(@JsonProperty(required = true) int needed, int other) {}

  record Node(int value, @Nullable Node next) {}

  record Generic<T>(T value, List<T> more) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({@JsonSubTypes.Type(Circle.class), @JsonSubTypes.Type(Square.class)})
  interface Shape {}

  @JsonTypeName("circle")
  record Circle(double radius) implements Shape {}

  @JsonTypeName("square")
  record Square(int side, @Nullable String zebra, @Nullable String apple) implements Shape {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes(@JsonSubTypes.Type(value = Wrapped.class, name = "w"))
  interface WrappedBase {}

  record Wrapped(int n) implements WrappedBase {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({@JsonSubTypes.Type(Cat.class), @JsonSubTypes.Type(Dog.class)})
  interface Deduced {}

  record Cat(String meow) implements Deduced {}

  record Dog(String bark) implements Deduced {}

  record Outer(
      String id,
      @JsonTypeInfo(
              use = JsonTypeInfo.Id.NAME,
              include = JsonTypeInfo.As.EXTERNAL_PROPERTY,
              property = "what")
          @JsonSubTypes({
            @JsonSubTypes.Type(value = Point.class, name = "point"),
            @JsonSubTypes.Type(value = Cat.class, name = "cat")
          })
          Object payload) {}

  record Classy(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Point value) {}

  @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
  static class Linked {
    public int id = 1;
    public @Nullable Linked self = this;
  }

  static class Base {
    private String zeta = "z";

    public String getZeta() {
      return zeta;
    }

    public void setZeta(String zeta) {
      this.zeta = zeta;
    }
  }

  /** Getters, a field and a base class, in no order. */
  static final class Bean extends Base {
    public int field = 1;
    public final int constant = 2;
    private @Nullable String name = "n";
    private boolean ready = true;
    private long alpha = 3;
    private final List<String> tags = new ArrayList<>(List.of("t"));
    public transient int passing = 9;
    @JsonIgnore public int hidden = 10;

    public @Nullable String getName() {
      return name;
    }

    public void setName(@Nullable String name) {
      this.name = name;
    }

    public boolean isReady() {
      return ready;
    }

    public void setReady(boolean ready) {
      this.ready = ready;
    }

    public long getAlpha() {
      return alpha;
    }

    public void setAlpha(long alpha) {
      this.alpha = alpha;
    }

    /** There is no setter: what comes is added. */
    public List<String> getTags() {
      return tags;
    }

    public String getURL() {
      return "u";
    }

    @Override
    public String toString() {
      return "Bean[%s, %s, %s, %s, %s, %s, %s]"
          .formatted(field, constant, name, ready, alpha, tags, getZeta());
    }
  }

  @JsonPropertyOrder({"c", "a"})
  static final class Ordered {
    public int a = 1;
    public int b = 2;
    public int c = 3;

    @JsonProperty(index = 0)
    public int last = 4;
  }

  static final class Alphabetic {
    public int b = 1;

    @JsonProperty("A")
    public int a = 2;
  }

  static final class Open {
    private final Map<String, Object> more = new LinkedHashMap<>(Map.of("extra", 1));

    @JsonAnyGetter
    public Map<String, Object> more() {
      return more;
    }

    public int getKnown() {
      return 2;
    }
  }

  static final class Empty {}

  static final class Awkward {
    public int getxAxis() {
      return 4;
    }
  }

  /** Made by a constructor of one argument that has no annotation. */
  static final class OneArgument {
    private final String text;

    public OneArgument(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return "OneArgument[" + text + "]";
    }
  }

  /** Made by a constructor of two arguments that has no annotation. */
  static final class TwoArguments {
    private final String text;
    private final int count;

    public TwoArguments(String text, int count) {
      this.text = text;
      this.count = count;
    }

    @Override
    public String toString() {
      return "TwoArguments[" + text + ", " + count + "]";
    }
  }

  static final class Created {
    private final String text;
    private final int count;

    @JsonCreator
    Created(@JsonProperty("text") String text, @JsonProperty("count") int count) {
      this.text = text;
      this.count = count;
    }

    @Override
    public String toString() {
      return "Created[" + text + ", " + count + "]";
    }
  }

  static final class Made {
    private final String text;

    private Made(String text) {
      this.text = text;
    }

    @JsonCreator
    public static Made of(String text) {
      return new Made(text);
    }

    @Override
    public String toString() {
      return "Made[" + text + "]";
    }
  }

  static final class ValueOf {
    private final String text;

    private ValueOf(String text) {
      this.text = text;
    }

    public static ValueOf valueOf(String text) {
      return new ValueOf(text);
    }

    @Override
    public String toString() {
      return "ValueOf[" + text + "]";
    }
  }
}
