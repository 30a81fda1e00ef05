package dev.nave.hub.kotlin;

import dev.nave.hub.adapter.AdaptedMethod;
import dev.nave.hub.adapter.HubMethodAdapter;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;

/**
 * Lets hub methods suspend, return a {@code Flow} that clients stream, and take those that clients
 * upload. Found as a service: an application only adds the module to its dependencies.
 */
public final class KotlinMethodAdapter implements HubMethodAdapter {
  /** Creates one, as {@link java.util.ServiceLoader} does. */
  public KotlinMethodAdapter() {}

  @Override
  public @Nullable AdaptedMethod adapt(Method method) {
    List<Type> parameters = List.of(method.getGenericParameterTypes());
    Class<?>[] erased = method.getParameterTypes();
    if (erased.length > 0 && erased[erased.length - 1] == Continuation.class) {
      return KotlinMethod.suspending(parameters);
    }
    Type result = method.getGenericReturnType();
    return KotlinTypes.isFlow(result) || parameters.stream().anyMatch(KotlinTypes::isFlow)
        ? KotlinMethod.plain(parameters, result)
        : null;
  }
}
