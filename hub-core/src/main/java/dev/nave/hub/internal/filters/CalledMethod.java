package dev.nave.hub.internal.filters;

import dev.nave.hub.AbstractHub;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A hub method, as what surrounds its calls sees it. Immutable; any thread. */
public interface CalledMethod {
  /** Returns the name on the wire, as it is spelled in the hub. */
  String name();

  /** Returns the method as the hub declares it. */
  Method declared();

  /**
   * Runs the method on the calling thread.
   *
   * @param hub an object of the class that the method was found in
   * @param arguments one value for each parameter
   * @return what the method returned; null if it is void
   * @throws Throwable what the method threw, as it was thrown
   */
  @Nullable Object invoke(AbstractHub hub, @Nullable Object[] arguments) throws Throwable;
}
