package dev.nave.backplane.options;

import dev.nave.backplane.TopicText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the values of an option are read from text, written as text, and shown to people. Immutable.
 *
 * @param <T> what the values are
 */
public final class OptionType<T> {
  private enum Kind {
    PLAIN,
    SECRET,
    CODE
  }

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final Pattern SIZE =
      Pattern.compile("([+-]?[0-9]{1,18}) ?(b|kb|kib|mb|mib|gb|gib|)");
  private static final List<String> UNITS = List.of(" bytes", " KiB", " MiB", " GiB");

  private final Function<String, T> parser;
  private final Function<T, @Nullable String> formatter;
  private final Function<T, String> display;
  private final Kind kind;

  private OptionType(
      Function<String, T> parser,
      Function<T, @Nullable String> formatter,
      Function<T, String> display,
      Kind kind) {
    this.parser = parser;
    this.formatter = formatter;
    this.display = display;
    this.kind = kind;
  }

  /**
   * Returns a type of one's own.
   *
   * @param parser throws an {@link OptionException} that shows the text and says what is allowed
   * @param formatter returns what the parser reads as the same; null if the value has no text
   */
  public static <T> OptionType<T> of(
      Function<String, T> parser, Function<T, @Nullable String> formatter) {
    return new OptionType<>(parser, formatter, String::valueOf, Kind.PLAIN);
  }

  /** Values that only code can set, such as listeners. */
  public static <T> OptionType<T> code() {
    return new OptionType<>(
        text -> {
          throw new OptionException("only code can set it");
        },
        value -> null,
        String::valueOf,
        Kind.CODE);
  }

  /** {@code true yes on 1} or {@code false no off 0}, regardless of case. */
  public static OptionType<Boolean> bool() {
    return of(OptionType::parseBool, String::valueOf);
  }

  private static boolean parseBool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default ->
          throw new OptionException(
              TopicText.quote(text) + " is neither true, yes, on, 1 nor false, no, off, 0");
    };
  }

  /** Whole numbers; what an int cannot hold is read as its largest or smallest. */
  public static OptionType<Integer> integer() {
    return of(text -> clamp(parseLong(text)), String::valueOf);
  }

  /** Whole numbers of up to 18 digits. */
  public static OptionType<Long> number() {
    return of(OptionType::parseLong, String::valueOf);
  }

  /** Bytes: {@code 65536}, {@code 64KiB}, {@code 64KB}; units are powers of 1,024. */
  public static OptionType<Long> bytes() {
    return new OptionType<>(
        OptionType::parseBytes, String::valueOf, OptionType::showBytes, Kind.PLAIN);
  }

  /** As {@link #bytes}, for what an int holds. */
  public static OptionType<Integer> intBytes() {
    return new OptionType<>(
        text -> clamp(parseBytes(text)),
        String::valueOf,
        value -> showBytes(value.longValue()),
        Kind.PLAIN);
  }

  /** Times, as {@link DurationText} reads and writes them. */
  public static OptionType<Duration> duration() {
    return new OptionType<>(
        DurationText::parse, DurationText::format, DurationText::show, Kind.PLAIN);
  }

  /** Text as it is. */
  public static OptionType<String> text() {
    return new OptionType<>(UnaryOperator.identity(), value -> value, TopicText::quote, Kind.PLAIN);
  }

  /** Paths of files. */
  public static OptionType<Path> path() {
    return of(
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new OptionException(TopicText.quote(text) + " is no path", e);
          }
        },
        Path::toString);
  }

  /** Passwords, which no message and no text form shows. */
  public static OptionType<Secret> secret() {
    return new OptionType<>(
        text -> Secret.of(text.toCharArray()),
        value -> value.isEmpty() ? "" : Secret.MASK,
        Secret::toString,
        Kind.SECRET);
  }

  /** The constants of an enum, in lower case with hyphens; read regardless of case. */
  public static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
    return new OptionType<>(
        text -> parseConstant(type, text),
        OptionType::constantText,
        OptionType::constantText,
        Kind.PLAIN);
  }

  private static <E extends Enum<E>> E parseConstant(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text) || constantText(constant).equalsIgnoreCase(text)) {
        return constant;
      }
    }
    String all =
        Arrays.stream(type.getEnumConstants())
            .map(OptionType::constantText)
            .collect(Collectors.joining(", "));
    throw new OptionException(TopicText.quote(text) + " is none of " + all);
  }

  private static String constantText(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Lists. Blanks around elements and empty elements are ignored; no element may have a separator
   * in it.
   */
  public static <T> OptionType<List<T>> list(OptionType<T> element, char separator) {
    String between = String.valueOf(separator);
    return of(
        text -> {
          List<T> values = new ArrayList<>();
          for (String part : text.split(Pattern.quote(between), -1)) {
            if (!part.isBlank()) {
              values.add(element.parse(part.strip()));
            }
          }
          return List.copyOf(values);
        },
        values ->
            values.stream()
                .map(value -> String.valueOf(element.format(value)))
                .collect(Collectors.joining(between)));
  }

  /** Returns a type that reads text in another way, and writes and shows values as this one. */
  public OptionType<T> readBy(Function<String, T> other) {
    return new OptionType<>(other, formatter, display, kind);
  }

  /**
   * Reads a value.
   *
   * @throws OptionException if it cannot be read; the message shows the text
   */
  public T parse(String text) {
    return parser.apply(text);
  }

  /** Returns what {@link #parse} reads as the same; null if the value has no text. */
  public @Nullable String format(T value) {
    return formatter.apply(value);
  }

  /** Returns the value for people. */
  String show(T value) {
    return display.apply(value);
  }

  boolean hasText() {
    return kind != Kind.CODE;
  }

  boolean isSecret() {
    return kind == Kind.SECRET;
  }

  private static long parseLong(String text) {
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      throw new OptionException(TopicText.quote(text) + " is no whole number");
    }
    return Long.parseLong(text);
  }

  private static long parseBytes(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new OptionException(
          TopicText.quote(text)
              + " is no whole number of bytes, or of one of the units KiB, MiB and GiB");
    }
    String unit = matcher.group(2);
    int shift = unit.isEmpty() ? 0 : 10 * "bkmg".indexOf(unit.charAt(0));
    long limit = Long.MAX_VALUE >> shift;
    return Math.max(-limit, Math.min(limit, Long.parseLong(matcher.group(1)))) << shift;
  }

  private static int clamp(long value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  private static String showBytes(long value) {
    int unit = 0;
    long shown = value;
    while (unit < UNITS.size() - 1 && shown != 0 && shown % 1024 == 0) {
      shown /= 1024;
      unit++;
    }
    return shown == 1 && unit == 0 ? "1 byte" : shown + UNITS.get(unit);
  }
}
