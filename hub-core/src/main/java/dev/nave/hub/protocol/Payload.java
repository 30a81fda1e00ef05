package dev.nave.hub.protocol;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The application's values inside a message: Java objects on the way out ({@link Values}),
 * undecoded bytes on the way in.
 *
 * <p>A codec reads the syntax of a whole message at once, but makes Java objects of the payload
 * only for a caller that knows the types. That runs constructors of the application, so it belongs
 * to the hub executor and not to an event loop. Immutable; any thread.
 */
public interface Payload {
  /** As how many values an array or object counts, by the memory that it takes. */
  int VALUES_OF_STRUCTURE = 8;

  /** Creates a payload of one value, which may be null or an array. */
  static Payload of(@Nullable Object value) {
    return of(value, null);
  }

  /**
   * Creates a payload of one value, which may be null or an array.
   *
   * @param type as what it is declared, without type variables; null to go by the value alone
   */
  static Payload of(@Nullable Object value, @Nullable Type type) {
    return new Values(Collections.singletonList(value), type == null ? List.of() : List.of(type));
  }

  /** Creates a payload of the elements of {@code values}, which is copied. */
  static Payload ofAll(@Nullable Object... values) {
    return ofAll(List.of(), values);
  }

  /**
   * Creates a payload of the elements of {@code values}, which is copied.
   *
   * @param types as what they are declared, one each, without type variables; empty to go by the
   *     values alone
   */
  static Payload ofAll(List<? extends Type> types, @Nullable Object... values) {
    return new Values(
        Collections.unmodifiableList(Arrays.asList(values.clone())), List.copyOf(types));
  }

  /**
   * Decodes the values into {@code types}, one each.
   *
   * @throws BindingException if there are more or fewer values than types, or one does not fit
   */
  @Nullable Object[] bind(List<? extends Type> types) throws BindingException;

  /**
   * Returns the number of values; 0 where the bytes are too broken to tell, so that no bind will
   * succeed.
   */
  int size();

  /** Returns the size of the undecoded bytes; 0 for values that are not encoded yet. */
  int encodedBytes();

  /**
   * Returns how many values there are, at all depths; an array or object counts as {@link
   * #VALUES_OF_STRUCTURE}. 0 for values that are not encoded yet.
   */
  default int valueCount() {
    return 0;
  }

  /**
   * Makes sure that binding does not make more than so many values.
   *
   * @throws BindingException if there are more than {@code max}, counted as by {@link #valueCount}
   */
  default void checkValues(int max) throws BindingException {
    if (valueCount() > max) {
      throw new BindingException(
          "There are more values than maxValuesPerMessage allows, which is " + max + ".");
    }
  }

  /**
   * Returns about how many bytes the payload keeps alive while it waits. Those are more than {@link
   * #encodedBytes} where it is a piece of a message that it keeps as a whole.
   */
  default int keptBytes() {
    return encodedBytes();
  }

  /**
   * Values that are still Java objects.
   *
   * @param values the values, in order; must not be modified any more
   * @param types as what they are declared, one each; empty where nothing is declared
   */
  record Values(List<@Nullable Object> values, List<Type> types) implements Payload {

    /** Rejects types that are not one for each value. */
    public Values {
      if (!types.isEmpty() && types.size() != values.size()) {
        throw new IllegalArgumentException(
            types.size() + " types are declared for " + values.size() + " values");
      }
    }

    /** Returns as what a value is declared; null where that is not known, or a null is. */
    public @Nullable Type type(int index) {
      return types.isEmpty() ? null : types.get(index);
    }

    /** Hands out the values as they are, where they are instances of the raw types asked for. */
    @Override
    public @Nullable Object[] bind(List<? extends Type> types) throws BindingException {
      if (types.size() != values.size()) {
        throw BindingException.wrongCount(values.size(), types.size());
      }
      return values.toArray();
    }

    @Override
    public int size() {
      return values.size();
    }

    @Override
    public int encodedBytes() {
      return 0;
    }
  }
}
