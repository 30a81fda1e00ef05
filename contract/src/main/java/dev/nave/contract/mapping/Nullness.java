package dev.nave.contract.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;

/**
 * Finds out where null is declared: by an annotation named {@code Nullable}, of JSpecify or of
 * another library, on a type, a member or a parameter. Pure functions.
 */
final class Nullness {
  private Nullness() {}

  /** Returns whether a type is annotated. */
  static boolean isNullable(@Nullable AnnotatedType type) {
    return type != null && isAnnotated(type.getAnnotations());
  }

  /** Returns whether a member that Jackson found is annotated, or its type. */
  static boolean isNullable(@Nullable AnnotatedMember member) {
    if (member == null) {
      return false;
    }
    AnnotatedElement element = member.getAnnotated();
    return isNullable(typeOf(member))
        || (element != null && isAnnotated(element.getAnnotations()))
        || member
            .annotations()
            .anyMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
  }

  /** Returns whether annotations of a parameter or a method are among these. */
  static boolean isAnnotated(Annotation[] annotations) {
    return Arrays.stream(annotations)
        .anyMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
  }

  /** Returns the type of a member as it is declared; null if that is not known. */
  static @Nullable AnnotatedType typeOf(@Nullable AnnotatedMember member) {
    if (member == null) {
      return null;
    }
    if (member instanceof AnnotatedParameter parameter) {
      AnnotatedElement owner = parameter.getOwner().getAnnotated();
      return owner instanceof Executable executable
          ? at(executable.getAnnotatedParameterTypes(), parameter.getIndex())
          : null;
    }
    AnnotatedElement element = member.getAnnotated();
    if (element instanceof Field field) {
      return field.getAnnotatedType();
    }
    if (element instanceof Method method) {
      return method.getParameterCount() == 0
          ? method.getAnnotatedReturnType()
          : at(method.getAnnotatedParameterTypes(), 0);
    }
    return null;
  }

  /** Returns the last type argument, or the type of the elements; null if there is none. */
  static @Nullable AnnotatedType contentOf(@Nullable AnnotatedType type) {
    if (type instanceof AnnotatedArrayType array) {
      return array.getAnnotatedGenericComponentType();
    }
    if (type instanceof AnnotatedParameterizedType parameterized) {
      AnnotatedType[] arguments = parameterized.getAnnotatedActualTypeArguments();
      return at(arguments, arguments.length - 1);
    }
    return null;
  }

  private static @Nullable AnnotatedType at(AnnotatedType[] types, int index) {
    return index >= 0 && index < types.length ? types[index] : null;
  }
}
