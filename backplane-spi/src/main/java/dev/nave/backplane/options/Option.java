package dev.nave.backplane.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One declared option: what it is called, what its values are and what they mean. Made by {@link
 * DeclaredOptions#option}. Immutable.
 *
 * @param <T> what the values are
 */
public final class Option<T> {
  private static final Pattern LONG_NUMBER = Pattern.compile("\\d{5,18}");

  private final int index;
  private final List<String> names;
  private final OptionType<T> type;
  private final @Nullable T usual;
  private final String usualText;
  private final UnaryOperator<T> check;
  private final String rangeText;
  private final boolean emptyMeansDefault;
  private final boolean textHidden;
  private final String summary;

  private Option(Builder<T> builder, int index) {
    this.index = index;
    names = List.copyOf(builder.names);
    type = builder.type;
    usual = builder.usual;
    usualText = builder.usualText;
    check = builder.check;
    rangeText = builder.rangeText;
    emptyMeansDefault = builder.emptyMeansDefault;
    textHidden = builder.textHidden;
    summary = builder.summary;
  }

  /** Returns the name as code has it, for example {@code publishTimeout}. */
  public String name() {
    return names.get(0);
  }

  /** Returns the name, then other names that mean the same. */
  public List<String> names() {
    return names;
  }

  /** Returns whether values must never be shown. */
  public boolean isSecret() {
    return type.isSecret();
  }

  /** Returns whether text can set it; else only code can. */
  public boolean hasText() {
    return type.hasText();
  }

  /** Returns the option as an item of a Markdown list: names, meaning, default, range. */
  public String listItem() {
    return "- `"
        + String.join("`, `", names)
        + "`: "
        + summary
        + ". Default: "
        + usualText
        + (rangeText.isEmpty() ? "." : ". Range: " + rangeText + ".");
  }

  /** Returns the option as a row of a Markdown table: name, default, meaning. */
  public String tableRow() {
    return "| `" + name() + "` | " + usualText + " | " + summary + " |";
  }

  /** Returns the option as a row of a Markdown table: name, default, range, meaning. */
  public String tableRowWithRange() {
    String range = rangeText.isEmpty() ? "" : rangeText + " ";
    return "| `" + name() + "` | " + usualText + " | " + range + "| " + summary + " |";
  }

  private static String grouped(String text) {
    return LONG_NUMBER
        .matcher(text)
        .replaceAll(found -> String.format(Locale.ROOT, "%,d", Long.parseLong(found.group())));
  }

  /** Returns whether messages must not show a text that could not be used. */
  boolean isTextHidden() {
    return textHidden || isSecret();
  }

  int index() {
    return index;
  }

  @Nullable T usual() {
    return usual;
  }

  /** Returns the value if it is allowed; else throws an exception that names the limit. */
  T checked(T value) {
    return check.apply(Objects.requireNonNull(value, name()));
  }

  /** Returns the value of a text; null if the text stands for the default. */
  @Nullable T parse(String text) {
    return text.isEmpty() && emptyMeansDefault ? null : checked(type.parse(text));
  }

  @Nullable String format(T value) {
    return type.format(value);
  }

  String show(T value) {
    return type.show(value);
  }

  @Override
  public String toString() {
    return name();
  }

  /**
   * Collects what an option is. Not thread-safe.
   *
   * @param <T> what the values are
   */
  public static final class Builder<T> {
    private final DeclaredOptions owner;
    private final OptionType<T> type;
    private final List<String> names = new ArrayList<>();
    private @Nullable T usual;
    private String usualText = "none";
    private UnaryOperator<T> check = UnaryOperator.identity();
    private String rangeText = "";
    private boolean emptyMeansDefault;
    private boolean textHidden;
    private String summary = "";

    Builder(DeclaredOptions owner, String name, OptionType<T> type) {
      this.owner = owner;
      this.type = type;
      names.add(name);
    }

    /** Adds another name with the same meaning. */
    public Builder<T> alias(String name) {
      names.add(name);
      return this;
    }

    /** Sets the default. Default: none. */
    public Builder<T> defaultValue(T value) {
      usual = value;
      usualText = grouped(type.show(value));
      return this;
    }

    /** Sets what the page says of the default; to be called after {@link #defaultValue}. */
    public Builder<T> defaultText(String text) {
      usualText = text;
      return this;
    }

    /** Lets an empty text stand for the default, as templates leave such behind. */
    public Builder<T> emptyMeansDefault() {
      emptyMeansDefault = true;
      return this;
    }

    /** Keeps texts out of messages that, if they are malformed, may hold a password. */
    public Builder<T> textHidden() {
      textHidden = true;
      return this;
    }

    /** Adds a check: it returns the value or throws an {@link OptionException}. */
    public Builder<T> check(UnaryOperator<T> added) {
      UnaryOperator<T> before = check;
      check = value -> added.apply(before.apply(value));
      return this;
    }

    /** Sets the lowest and the highest value; both must be {@link Comparable}. */
    public Builder<T> range(T lowest, T highest) {
      String name = names.get(0);
      rangeText = grouped(type.show(lowest) + " to " + type.show(highest));
      return check(
          value -> {
            if (compare(value, lowest) < 0 || compare(value, highest) > 0) {
              throw Checks.outOfRange(
                  name, type.show(lowest), type.show(highest), type.show(value));
            }
            return value;
          });
    }

    /** As {@link #range}, but one more value is allowed beside the range. */
    public Builder<T> rangeOr(T exception, String meaning, T lowest, T highest) {
      UnaryOperator<T> before = check;
      check = UnaryOperator.identity();
      range(lowest, highest);
      UnaryOperator<T> ranged = check;
      rangeText += ", or " + meaning;
      check = value -> value.equals(exception) ? value : ranged.apply(before.apply(value));
      return this;
    }

    @SuppressWarnings("unchecked") // What is declared with a range is comparable to its own kind.
    private static <T> int compare(T a, T b) {
      return ((Comparable<T>) a).compareTo(b);
    }

    /** Sets what the page says of the values that are allowed. */
    public Builder<T> rangeText(String text) {
      rangeText = text;
      return this;
    }

    /** Sets what the option does, for the page. */
    public Builder<T> summary(String text) {
      summary = text;
      return this;
    }

    /** Declares the option. */
    public Option<T> declare() {
      Option<T> option = new Option<>(this, owner.size());
      owner.add(option);
      return option;
    }
  }

  /** Returns a name in lower case with hyphens: {@code publish-timeout} for publishTimeout. */
  static String hyphenated(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** Returns what the spellings of one name have in common. */
  static String normalized(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
