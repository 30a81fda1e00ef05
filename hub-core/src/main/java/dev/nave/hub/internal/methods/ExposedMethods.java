package dev.nave.hub.internal.methods;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.Hub;
import dev.nave.hub.HubIgnore;
import dev.nave.hub.HubMethodName;
import dev.nave.hub.TypedHub;
import dev.nave.hub.internal.types.TypeResolver;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which methods of a hub class clients may call.
 *
 * <p>They are the public, non-static methods that the class and its bases below {@link Hub}
 * declare. Left out are
 *
 * <ul>
 *   <li>overrides of methods of {@link Hub} and {@link Object}, and {@code close()};
 *   <li>what a compiler added: bridges, synthetic methods, Kotlin's property accessors and mangled
 *       names;
 *   <li>what is annotated {@link HubIgnore}, or {@code Inject} or {@code Autowired} of any package.
 * </ul>
 *
 * Annotations of an overridden method, and of the method of an interface that a method implements,
 * count for that method, so that a hub does not expose by accident what its base hides. A default
 * method of an interface is exposed where a class overrides it.
 */
final class ExposedMethods {
  private static final int INHERITED = Modifier.PUBLIC | Modifier.PROTECTED;
  private static final TypeResolver NO_BASES = TypeResolver.of(Object.class);
  private static final Set<Signature> NEVER_EXPOSED =
      Stream.concat(
              Stream.of(new Signature("close", List.of())),
              Stream.of(AbstractHub.class, Hub.class, TypedHub.class, Object.class)
                  .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                  .filter(method -> (method.getModifiers() & INHERITED) != 0)
                  .map(method -> Signature.of(method, NO_BASES)))
          .collect(Collectors.toUnmodifiableSet());

  /** By simple name, for there is one in jakarta.inject, one in javax.inject, and so on. */
  private static final Set<String> INJECTION = Set.of("Inject", "Autowired");

  private ExposedMethods() {}

  /**
   * A method that clients may call.
   *
   * @param name what they call it by
   * @param overrides its declarations: that of the most derived class first, those of interfaces
   *     last
   */
  record Exposed(String name, List<Method> overrides) {
    /** Returns the declaration to call. */
    Method method() {
      return overrides.get(0);
    }
  }

  /**
   * Returns the methods of {@code hub} that clients may call.
   *
   * @param hub a class that the application wrote
   * @throws IllegalArgumentException if interfaces give one method several names
   */
  static List<Exposed> of(Class<? extends AbstractHub> hub, TypeResolver types) {
    List<Exposed> exposed = new ArrayList<>();
    for (List<Method> overrides : declared(hub, types).values()) {
      Method method = overrides.get(0);
      if (Modifier.isPublic(method.getModifiers())
          && !NEVER_EXPOSED.contains(Signature.of(method, types))
          && overrides.stream().noneMatch(ExposedMethods::isHidden)) {
        exposed.add(new Exposed(name(overrides), overrides));
      }
    }
    return exposed;
  }

  /**
   * Returns the methods of {@code hub}, its bases below {@link AbstractHub} and its interfaces that
   * no client reaches: an annotation for calls is without effect there.
   *
   * @param exposed those that clients may call
   */
  static List<Method> others(Class<? extends AbstractHub> hub, List<Exposed> exposed) {
    Set<Method> called = new HashSet<>();
    exposed.forEach(each -> called.addAll(each.overrides()));
    return Stream.<Class<?>>iterate(hub, type -> type != AbstractHub.class, Class::getSuperclass)
        .flatMap(type -> Stream.concat(Stream.of(type), WrittenHub.interfaces(type)))
        .distinct()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> !method.isSynthetic() && !called.contains(method))
        .toList();
  }

  /** Returns for each signature its declarations, that of the most derived class first. */
  private static Map<Signature, List<Method>> declared(Class<?> hub, TypeResolver types) {
    Map<Signature, List<Method>> declared = new LinkedHashMap<>();
    for (Class<?> type = hub; type != AbstractHub.class; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        int modifiers = method.getModifiers();
        if (!method.isSynthetic()
            && !Modifier.isStatic(modifiers)
            && !Modifier.isPrivate(modifiers)) {
          declared
              .computeIfAbsent(Signature.of(method, types), signature -> new ArrayList<>())
              .add(method);
        }
      }
    }
    for (Class<?> type = hub; type != AbstractHub.class; type = type.getSuperclass()) {
      WrittenHub.interfaces(type)
          .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
          .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
          .forEach(method -> addTo(declared.get(Signature.of(method, types)), method));
    }
    return declared;
  }

  /** Adds an interface's method to what implements it, if anything does; an interface once. */
  private static void addTo(@Nullable List<Method> implementing, Method method) {
    if (implementing != null && !implementing.contains(method)) {
      implementing.add(method);
    }
  }

  private static boolean isHidden(Method method) {
    return method.isAnnotationPresent(HubIgnore.class)
        || Arrays.stream(method.getAnnotations())
            .anyMatch(found -> INJECTION.contains(found.annotationType().getSimpleName()))
        || KotlinMembers.isHidden(method);
  }

  private static String name(List<Method> overrides) {
    Set<String> named = new LinkedHashSet<>();
    for (Method method : overrides) {
      HubMethodName name = method.getAnnotation(HubMethodName.class);
      if (name != null && !method.getDeclaringClass().isInterface()) {
        return name.value();
      }
      if (name != null) {
        named.add(name.value());
      }
    }
    if (named.size() > 1) {
      Method method = overrides.get(0);
      throw new IllegalArgumentException(
          "interfaces give the hub method "
              + method.getDeclaringClass().getName()
              + "."
              + method.getName()
              + " several names, "
              + named
              + "; give it one with @HubMethodName in the class");
    }
    return named.stream().findFirst().orElse(overrides.get(0).getName());
  }

  private record Signature(String name, List<Class<?>> parameters) {
    static Signature of(Method method, TypeResolver types) {
      return new Signature(method.getName(), types.erasedParameters(method));
    }
  }
}
