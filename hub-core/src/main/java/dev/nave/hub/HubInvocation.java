package dev.nave.hub;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The call of a hub method, as a {@link HubFilter} sees it. Immutable; any thread. */
public interface HubInvocation extends HubFilterContext {
  /** Returns the name by which clients call the method, as it is spelled in the hub. */
  String target();

  /** Returns the method as the hub declares it, for example to look for annotations. */
  Method method();

  /** Returns the arguments, one for each parameter of the method. Unmodifiable. */
  List<@Nullable Object> arguments();

  /**
   * Returns this invocation with other arguments.
   *
   * @throws IllegalArgumentException if there are not as many as the method has parameters
   */
  HubInvocation withArguments(List<? extends @Nullable Object> arguments);
}
