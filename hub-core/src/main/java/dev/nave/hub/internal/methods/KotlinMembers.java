package dev.nave.hub.internal.methods;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;

/**
 * Recognises methods that the author of a Kotlin class did not write as such. Kotlin's own library
 * is not needed for it.
 *
 * <p>An accessor is known by the metadata of its class. Where that cannot be read it is known by
 * the field of its property; a property without one looks like a function then.
 */
final class KotlinMembers {
  private KotlinMembers() {}

  /** Returns whether {@code method} is a property's accessor, or internal to a Kotlin module. */
  static boolean isHidden(Method method) {
    Class<?> type = method.getDeclaringClass();
    return Arrays.stream(type.getDeclaredAnnotations())
        .filter(found -> found.annotationType().getName().equals("kotlin.Metadata"))
        .anyMatch(metadata -> method.getName().contains("$") || isAccessor(method, metadata));
  }

  private static boolean isAccessor(Method method, Annotation metadata) {
    Set<String> accessors = KotlinAccessors.of(metadata);
    return accessors == null
        ? isAccessor(method, method.getDeclaringClass())
        : accessors.contains(KotlinAccessors.signature(method));
  }

  /** Returns whether {@code method} is a suspending function. */
  static boolean isSuspending(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .anyMatch(type -> type.getName().equals("kotlin.coroutines.Continuation"));
  }

  private static boolean isAccessor(Method method, Class<?> type) {
    String name = method.getName();
    if (name.startsWith("get") || name.startsWith("is")) {
      return method.getParameterCount() == 0
          && hasField(type, propertyNames(name), method.getReturnType());
    }
    return name.startsWith("set")
        && method.getParameterCount() == 1
        && hasField(type, propertyNames(name), method.getParameterTypes()[0]);
  }

  private static Set<String> propertyNames(String accessor) {
    if (accessor.startsWith("is")) {
      return Set.of(accessor);
    }
    String capitalized = accessor.substring("get".length());
    if (capitalized.isEmpty()) {
      return Set.of();
    }
    String property = Character.toLowerCase(capitalized.charAt(0)) + capitalized.substring(1);
    return property.equals(capitalized)
        ? Set.of(property)
        : Set.of(property, capitalized, "is" + capitalized);
  }

  private static boolean hasField(Class<?> type, Set<String> properties, Class<?> value) {
    return Arrays.stream(type.getDeclaredFields())
        .anyMatch(field -> holds(field, properties, value));
  }

  private static boolean holds(Field field, Set<String> properties, Class<?> value) {
    return properties.contains(field.getName())
        ? field.getType() == value
        : properties.stream().anyMatch(name -> field.getName().equals(name + "$delegate"));
  }
}
