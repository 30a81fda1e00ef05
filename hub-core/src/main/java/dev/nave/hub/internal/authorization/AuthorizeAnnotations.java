package dev.nave.hub.internal.authorization;

import dev.nave.hub.AllowAnonymous;
import dev.nave.hub.Authorize;
import dev.nave.hub.Hub;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads {@link Authorize} and {@link AllowAnonymous}. Those of a hub's bases and of overridden
 * methods count as well: a derived class can ask for more, never for less.
 *
 * <p>Source: the reference server takes the attributes of a hub and of a method with those that
 * they inherit, and those of a class for its endpoint only (HubEndpointRouteBuilderExtensions,
 * DefaultHubDispatcher).
 */
public final class AuthorizeAnnotations {
  private AuthorizeAnnotations() {}

  /**
   * Returns what it takes to enter a hub.
   *
   * @throws IllegalArgumentException if a policy is not known, or an {@code @Authorize} stands
   *     below an {@code @AllowAnonymous}, which would overrule it
   */
  public static Authorization ofHub(Class<? extends Hub> hub, Policies policies) {
    if (allowsAnonymous(hub)) {
      refuseOverruled(hub);
      return Authorization.NONE;
    }
    List<Requirement> requirements = new ArrayList<>();
    classes(hub).forEach(type -> add(type, "hub " + type.getName(), policies, requirements));
    return requirements.isEmpty() ? Authorization.NONE : new Authorization(requirements);
  }

  /** Who asks for a user below a base that lets everybody in must not be left to believe it. */
  private static void refuseOverruled(Class<? extends Hub> hub) {
    classes(hub)
        .takeWhile(type -> !type.isAnnotationPresent(AllowAnonymous.class))
        .filter(type -> type.getDeclaredAnnotationsByType(Authorize.class).length > 0)
        .findFirst()
        .ifPresent(
            type -> {
              throw new IllegalArgumentException(
                  "@Authorize on "
                      + type.getName()
                      + " would never be asked: a base of it lets everybody in by"
                      + " @AllowAnonymous");
            });
  }

  /** Returns whether a hub, or a base of it, lets everybody in. */
  public static boolean allowsAnonymous(Class<? extends Hub> hub) {
    return classes(hub).anyMatch(type -> type.isAnnotationPresent(AllowAnonymous.class));
  }

  /** Returns what it takes to call a method, given with those that it overrides. */
  public static Authorization ofMethod(List<Method> overrides, Policies policies) {
    List<Requirement> requirements = new ArrayList<>();
    overrides.forEach(method -> add(method, "hub method " + name(method), policies, requirements));
    return requirements.isEmpty() ? Authorization.NONE : new Authorization(requirements);
  }

  /**
   * Checks that nobody relies on an annotation that is never asked.
   *
   * @param called the methods that clients call, with those that they override
   * @throws IllegalArgumentException if it stands on another method of the hub, or on an interface
   *     or one of its methods
   */
  public static void refuseUnasked(Class<? extends Hub> hub, Collection<Method> called) {
    Set<Method> asked = Set.copyOf(called);
    interfaces(hub)
        .filter(type -> type.getAnnotationsByType(Authorize.class).length > 0)
        .findFirst()
        .ifPresent(type -> refuse(type.getName()));
    Stream.concat(classes(hub), interfaces(hub))
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> !method.isSynthetic() && !asked.contains(method))
        .filter(method -> method.getAnnotationsByType(Authorize.class).length > 0)
        .findFirst()
        .ifPresent(method -> refuse(name(method)));
  }

  private static void refuse(String where) {
    throw new IllegalArgumentException(
        "@Authorize on "
            + where
            + " would never be asked: it belongs on a hub class, or on a method of one that clients"
            + " may call");
  }

  private static void add(
      AnnotatedElement element, String where, Policies policies, List<Requirement> to) {
    for (Authorize asked : element.getDeclaredAnnotationsByType(Authorize.class)) {
      Set<String> roles = Set.of(asked.roles());
      boolean named = !asked.policy().isEmpty();
      to.add(
          new Requirement(
              roles.isEmpty() && !named,
              roles,
              named ? policies.find(asked.policy(), where) : null));
    }
  }

  /** The hub and its bases below {@link Hub}. */
  private static Stream<Class<?>> classes(Class<?> hub) {
    return Stream.<Class<?>>iterate(hub, type -> type != Hub.class, Class::getSuperclass);
  }

  private static Stream<Class<?>> interfaces(Class<?> hub) {
    return classes(hub)
        .flatMap(type -> Arrays.stream(type.getInterfaces()))
        .flatMap(AuthorizeAnnotations::withBases)
        .distinct();
  }

  private static Stream<Class<?>> withBases(Class<?> type) {
    return Stream.concat(
        Stream.of(type),
        Arrays.stream(type.getInterfaces()).flatMap(AuthorizeAnnotations::withBases));
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getName() + "." + method.getName();
  }
}
