package dev.nave.hub.adapter;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Knows methods that another language than Java declares in a way of its own, for example functions
 * of Kotlin that suspend. Hubs then have such methods as if they were declared in Java.
 *
 * <p>Adapters are found by {@link java.util.ServiceLoader}, through the class loader of the hub
 * class, whenever a server is built. The first that knows a method adapts it. Their objects are
 * used by the thread that builds the server.
 */
public interface HubMethodAdapter {
  /**
   * Looks at a method that clients are to call.
   *
   * @return how to declare and to call it; null if it is as one of Java, or nothing that this
   *     adapter knows
   * @throws IllegalArgumentException if clients cannot call the method as it is declared. {@code
   *     build()} fails with it; its message goes on after "hub method …", as in "takes a Channel;
   *     declare a Flow instead".
   */
  @Nullable AdaptedMethod adapt(Method method);
}
