package dev.nave.hub.internal.authorization;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.AllowAnonymous;
import dev.nave.hub.Authorize;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads {@link Authorize} and {@link AllowAnonymous}. Those of a hub's bases and of overridden
 * methods count as well, and each {@link Authorize} of its interfaces and of their methods: a
 * derived class can ask for more, never for less.
 *
 * <p>Source: the reference server takes the attributes of a hub and of a method with those that
 * they inherit, and those of a class for its endpoint only (HubEndpointRouteBuilderExtensions,
 * DefaultHubDispatcher). It does not see those of interfaces, which here would be an open door.
 */
public final class AuthorizeAnnotations {
  private AuthorizeAnnotations() {}

  /**
   * Returns what it takes to enter a hub.
   *
   * @throws IllegalArgumentException if a policy is not known, or an {@code @Authorize} stands
   *     below an {@code @AllowAnonymous}, which would overrule it
   */
  public static Authorization ofHub(Class<? extends AbstractHub> hub, Policies policies) {
    refuseAnonymousInterface(hub);
    if (allowsAnonymous(hub)) {
      refuseOverruled(hub);
      return Authorization.NONE;
    }
    List<Requirement> requirements = new ArrayList<>();
    Stream.concat(classes(hub), interfaces(hub))
        .forEach(type -> add(type, "hub " + type.getName(), policies, requirements));
    return requirements.isEmpty() ? Authorization.NONE : new Authorization(requirements);
  }

  /** Who asks for a user below a base that lets everybody in must not be left to believe it. */
  private static void refuseOverruled(Class<? extends AbstractHub> hub) {
    Stream.concat(
            classes(hub).takeWhile(type -> !type.isAnnotationPresent(AllowAnonymous.class)),
            interfaces(hub))
        .filter(type -> type.getDeclaredAnnotationsByType(Authorize.class).length > 0)
        .findFirst()
        .ifPresent(
            type -> {
              throw new IllegalArgumentException(
                  "@Authorize on "
                      + type.getName()
                      + " would never be asked: "
                      + hub.getName()
                      + " or a base of it lets everybody in by @AllowAnonymous");
            });
  }

  private static void refuseAnonymousInterface(Class<? extends AbstractHub> hub) {
    interfaces(hub)
        .filter(type -> type.isAnnotationPresent(AllowAnonymous.class))
        .findFirst()
        .ifPresent(
            type -> {
              throw new IllegalArgumentException(
                  "@AllowAnonymous on the interface "
                      + type.getName()
                      + " does not open "
                      + hub.getName()
                      + ": it belongs on a hub class");
            });
  }

  /** Returns whether a hub, or a base of it, lets everybody in. */
  public static boolean allowsAnonymous(Class<? extends AbstractHub> hub) {
    return classes(hub).anyMatch(type -> type.isAnnotationPresent(AllowAnonymous.class));
  }

  /** Returns what it takes to call a method, given with those that it overrides or implements. */
  public static Authorization ofMethod(List<Method> overrides, Policies policies) {
    List<Requirement> requirements = new ArrayList<>();
    overrides.forEach(method -> add(method, "hub method " + name(method), policies, requirements));
    return requirements.isEmpty() ? Authorization.NONE : new Authorization(requirements);
  }

  /**
   * Checks that no annotation is without effect.
   *
   * @param others the methods of a hub and of its interfaces that clients do not call
   * @throws IllegalArgumentException if it stands on one of them
   */
  public static void refuseUnasked(List<Method> others) {
    others.stream()
        .filter(method -> method.getAnnotationsByType(Authorize.class).length > 0)
        .findFirst()
        .ifPresent(method -> refuse(name(method)));
  }

  private static void refuse(String where) {
    throw new IllegalArgumentException(
        "@Authorize on "
            + where
            + " would never be asked: it belongs on a hub class or an interface of one, or on a"
            + " method that clients may call");
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
              named ? asked.policy() : null,
              named ? policies.find(asked.policy(), where) : null));
    }
  }

  /** The hub and its bases below {@link AbstractHub}. */
  private static Stream<Class<?>> classes(Class<?> hub) {
    return Stream.<Class<?>>iterate(hub, type -> type != AbstractHub.class, Class::getSuperclass);
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
