package dev.nave.hub.testing;

import dev.nave.hub.TypeRef;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.InvocationMessage;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client was sent: the name of one of its methods, and arguments; perhaps its result is
 * wanted. Any thread.
 */
public final class ReceivedMessage {
  private final InvocationMessage invocation;
  private final Consumer<CompletionMessage> answers;

  ReceivedMessage(InvocationMessage invocation, Consumer<CompletionMessage> answers) {
    this.invocation = invocation;
    this.answers = answers;
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
    return argument(index, ValueType.of(type));
  }

  /** Returns one argument of a generic type; otherwise as above. */
  public <T> @Nullable T argument(int index, TypeRef<T> type) {
    return argument(index, ValueType.of(type));
  }

  private <T> @Nullable T argument(int index, ValueType<T> type) {
    if (index < 0 || index >= size()) {
      throw new AssertionError("there is no argument " + index + " in " + this);
    }
    List<Type> types = new ArrayList<>(Collections.nCopies(size(), Object.class));
    types.set(index, type.type());
    return type.cast(bind(types).get(index));
  }

  /** Returns whether the hub waits for a result. */
  public boolean isAsking() {
    return invocation.invocationId() != null;
  }

  /**
   * Answers with a result.
   *
   * @throws IllegalStateException if the server does not wait for a result of it
   */
  public void answer(@Nullable Object result) {
    answers.accept(CompletionMessage.withResult(questionId(), result));
  }

  /**
   * Answers with an error.
   *
   * @throws IllegalStateException if the server does not wait for a result of it
   */
  public void answerError(String error) {
    answers.accept(CompletionMessage.withError(questionId(), error));
  }

  private String questionId() {
    String id = invocation.invocationId();
    if (id == null) {
      throw new IllegalStateException("the server does not wait for a result of " + this);
    }
    return id;
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
