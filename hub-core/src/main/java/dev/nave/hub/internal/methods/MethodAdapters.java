package dev.nave.hub.internal.methods;

import dev.nave.hub.adapter.AdaptedMethod;
import dev.nave.hub.adapter.HubMethodAdapter;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** What the class path of a hub has of {@link HubMethodAdapter}. */
final class MethodAdapters {
  private final List<HubMethodAdapter> adapters;

  private MethodAdapters(List<HubMethodAdapter> adapters) {
    this.adapters = adapters;
  }

  /**
   * Finds them.
   *
   * @throws java.util.ServiceConfigurationError if one cannot be loaded
   */
  static MethodAdapters of(Class<?> hub) {
    return new MethodAdapters(
        ServiceLoader.load(HubMethodAdapter.class, hub.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /** Returns what the first of them makes of a method; null if none knows it. */
  @Nullable AdaptedMethod adapt(Method method) {
    return adapters.stream()
        .map(adapter -> adapter.adapt(method))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
