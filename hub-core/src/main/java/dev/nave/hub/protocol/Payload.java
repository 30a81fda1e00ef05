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
 * only when somebody who knows the types asks for them: that runs constructors of the application,
 * so it belongs to the hub executor and not to an event loop. Immutable; any thread.
 */
public interface Payload {

  /** Creates a payload of one value, which may be null or an array. */
  static Payload of(@Nullable Object value) {
    return new Values(Collections.singletonList(value));
  }

  /** Creates a payload of the elements of {@code values}, which is copied. */
  static Payload ofAll(@Nullable Object... values) {
    return new Values(Collections.unmodifiableList(Arrays.asList(values.clone())));
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
   * Values that are still Java objects.
   *
   * @param values the values, in order; must not be modified any more
   */
  record Values(List<@Nullable Object> values) implements Payload {

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
