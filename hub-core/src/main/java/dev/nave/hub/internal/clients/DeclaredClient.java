package dev.nave.hub.internal.clients;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.ClientMethods;
import dev.nave.hub.TypedHub;
import dev.nave.hub.internal.types.TypeResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The interface of client methods that a hub class names. Any thread. */
public final class DeclaredClient {
  private static final ClassValue<Optional<Class<?>>> KNOWN =
      new ClassValue<>() {
        @Override
        protected Optional<Class<?>> computeValue(Class<?> hub) {
          return of(hub.asSubclass(AbstractHub.class));
        }
      };

  private DeclaredClient() {}

  /**
   * Checks an interface that code sends through to the clients of a hub.
   *
   * @throws IllegalArgumentException if the hub names another one that does not extend it
   */
  public static void check(Class<? extends AbstractHub> hub, Class<?> used) {
    Optional<Class<?>> named = KNOWN.get(hub);
    if (named.isPresent() && !used.isAssignableFrom(named.get())) {
      throw new IllegalArgumentException(
          used.getName()
              + " is not what the clients of hub "
              + hub.getName()
              + " implement: that is "
              + named.get().getName()
              + ", which does not extend it");
    }
  }

  /**
   * Returns the interface that a hub or a base of it names by {@link TypedHub} or {@link
   * ClientMethods}: the most derived one; empty if there is none.
   *
   * @throws IllegalArgumentException if there are several and one does not extend the others, or
   *     its methods cannot be sent
   */
  public static Optional<Class<?>> of(Class<? extends AbstractHub> hub) {
    List<Class<?>> named = named(hub);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Class<?> client = named.get(0);
    String kind = TypedHub.class.isAssignableFrom(hub) ? "typed hub " : "hub ";
    for (Class<?> other : named) {
      if (!other.isAssignableFrom(client)) {
        throw new IllegalArgumentException(
            kind
                + hub.getName()
                + ": its clients implement "
                + client.getName()
                + ", but a base class or its type argument names "
                + other.getName()
                + ", which that does not extend");
      }
    }
    try {
      TypedClients.check(client);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(kind + hub.getName() + ": " + e.getMessage(), e);
    }
    return Optional.of(client);
  }

  /** Returns what is named, that of the most derived class first. */
  private static List<Class<?>> named(Class<? extends AbstractHub> hub) {
    List<Class<?>> named = new ArrayList<>();
    for (Class<?> type = hub; type != AbstractHub.class; type = type.getSuperclass()) {
      ClientMethods annotation = type.getDeclaredAnnotation(ClientMethods.class);
      if (annotation != null) {
        named.add(annotation.value());
      }
    }
    if (TypedHub.class.isAssignableFrom(hub)) {
      named.add(TypeResolver.erase(TypeResolver.argumentOf(hub, TypedHub.class)));
    }
    return named;
  }
}
