package dev.nave.contract;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One type of every kind. */
@SuppressWarnings("ArrayRecordComponent")
final class EveryKind {
  private EveryKind() {}

  enum Color {
    RED,
    GREEN
  }

  enum Level {
    LOW("low"),
    HIGH("high");

    private final String text;

    Level(String text) {
      this.text = text;
    }

    @JsonValue
    String text() {
      return text;
    }
  }

  record Numbers(
      boolean truth,
      byte small,
      short shorter,
      int number,
      long longer,
      float single,
      double precise,
      BigInteger huge,
      BigDecimal exact,
      @JsonFormat(shape = JsonFormat.Shape.STRING) long asText) {}

  record Texts(
      char letter, String text, UUID id, URI link, byte[] bytes, Color color, Level level) {}

  record Times(
      Instant instant,
      OffsetDateTime offset,
      LocalDateTime local,
      LocalDate date,
      LocalTime time,
      Duration length,
      Period period,
      Year year) {}

  record Holders(
      Optional<String> optional,
      OptionalInt optionalNumber,
      @Nullable String nullable,
      List<@Nullable Integer> list,
      int[] array,
      Map<String, Point> map,
      Map<Color, List<String>> byColor,
      Page<Point> page,
      Object anything) {}

  record Point(int x, int y) {}

  record Page<T>(List<T> items, @Nullable Page<T> next) {}

  record Money(String amount) {
    @JsonValue
    @Override
    public String amount() {
      return amount;
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sparse(@Nullable String maybe, int always) {}

  record Flat(@JsonUnwrapped Point at, String label) {}

  record Empty() {}

  /** A bean with properties that go one way only. */
  static final class Account {
    private String name = "";
    private String password = "";
    private int logins;

    @JsonProperty("user-name")
    public String getName() {
      return name;
    }

    @JsonProperty("user-name")
    public void setName(String value) {
      name = value;
    }

    @JsonIgnore
    public String getPassword() {
      return password;
    }

    @JsonProperty("password")
    public void setPassword(String value) {
      password = value;
    }

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public int getLogins() {
      return logins;
    }

    void logIn() {
      logins++;
    }
  }

  /** Known by its type id. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Circle.class, name = "circle"),
    @JsonSubTypes.Type(value = Group.class, name = "group")
  })
  sealed interface Shape permits Circle, Group {}

  record Circle(Point center, double radius) implements Shape {}

  record Group(List<Shape> shapes) implements Shape {}
}
