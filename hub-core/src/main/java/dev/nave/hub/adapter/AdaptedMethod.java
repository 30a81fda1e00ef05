package dev.nave.hub.adapter;

import dev.nave.hub.AbstractHub;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hub method as it would be declared in Java, and how to call the method that is really there.
 * Immutable; any thread.
 */
public interface AdaptedMethod {
  /**
   * Returns the types that Java would declare for the parameters of the method, one for each, in
   * order: of arguments, of upload streams ({@code Flow.Publisher}), of cancellation tokens. Type
   * variables of the hub class and wildcards may occur.
   */
  List<Type> parameterTypes();

  /**
   * Returns the type that Java would declare as the result: of a value, {@code void}, {@code
   * CompletionStage}, or of a stream.
   */
  Type returnType();

  /**
   * Calls the method.
   *
   * @param method calls it with one value of its own types for each parameter
   * @param arguments one value for each of {@link #parameterTypes}, which the adapter may replace
   * @return what a method of {@link #returnType} would return
   * @throws Throwable what the method throws
   */
  @Nullable Object invoke(Declared method, AbstractHub hub, @Nullable Object[] arguments)
      throws Throwable;

  /** The method that is really there. Any thread. */
  @FunctionalInterface
  interface Declared {
    /**
     * Calls it on the calling thread.
     *
     * @param arguments one value for each parameter that it declares
     * @throws Throwable what it throws, as it was thrown
     */
    @Nullable Object invoke(AbstractHub hub, @Nullable Object[] arguments) throws Throwable;
  }
}
