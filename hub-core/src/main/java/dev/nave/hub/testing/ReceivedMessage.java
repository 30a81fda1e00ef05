package dev.nave.hub.testing;

import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.InvocationMessage;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client was sent: the name of one of its methods, and arguments. Immutable; any thread. */
public final class ReceivedMessage {
  private final InvocationMessage invocation;

  ReceivedMessage(InvocationMessage invocation) {
    this.invocation = invocation;
  }

  /** Returns the name of the client's method, as the hub wrote it. */
  public String target() {
    return invocation.target();
  }

  /**
   * Returns all arguments in the types that are natural to the hub protocol: text, booleans,
   * numbers, lists, maps.
   */
  public List<@Nullable Object> arguments() {
    return bind(Collections.nCopies(size(), Object.class));
  }

  /**
   * Returns one argument, read as a client would.
   *
   * @param index counted from 0
   * @throws AssertionError if there is no such argument, or it does not fit the type
   */
  public <T> @Nullable T argument(int index, Class<T> type) {
    if (index < 0 || index >= size()) {
      throw new AssertionError("there is no argument " + index + " in " + this);
    }
    List<Type> types = new ArrayList<>(Collections.nCopies(size(), Object.class));
    types.set(index, type);
    return Values.cast(type, bind(types).get(index));
  }

  private int size() {
    return invocation.arguments().size();
  }

  private List<@Nullable Object> bind(List<? extends Type> types) {
    try {
      return Collections.unmodifiableList(Arrays.asList(invocation.arguments().bind(types)));
    } catch (BindingException e) {
      throw new AssertionError("the arguments of \"" + target() + "\" are not " + types, e);
    }
  }

  /** Shows target and arguments. */
  @Override
  public String toString() {
    return target() + arguments();
  }
}
