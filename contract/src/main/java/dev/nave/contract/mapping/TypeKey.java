package dev.nave.contract.mapping;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * What a type is known by until it has a name.
 *
 * @param direction of its values
 * @param javaType the type with its type arguments
 * @param variant tells two types apart that one Java type becomes; in general empty
 * @param simpleName the name that it gets if no other type has it
 * @param qualifiedName the name that it gets otherwise
 */
record TypeKey(
    Direction direction, String javaType, String variant, String simpleName, String qualifiedName) {
  static TypeKey of(Direction direction, JavaType type, String variant) {
    return new TypeKey(
        direction,
        type.toCanonical(),
        variant,
        simpleName(type) + variant,
        qualifiedName(type) + variant);
  }

  /** Returns the key of a reference. */
  static TypeKey of(String id) {
    int at = id.indexOf('#');
    Direction direction = id.charAt(0) == 'R' ? Direction.READ : Direction.WRITTEN;
    return new TypeKey(direction, id.substring(2, at), id.substring(at + 1), "", "");
  }

  TypeKey in(Direction other) {
    return new TypeKey(other, javaType, variant, simpleName, qualifiedName);
  }

  /** Returns what references call it. */
  String id() {
    return direction.name().charAt(0) + ":" + javaType + "#" + variant;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TypeKey that && id().equals(that.id());
  }

  @Override
  public int hashCode() {
    return id().hashCode();
  }

  private static String simpleName(JavaType type) {
    return withArguments(type.getRawClass().getSimpleName(), type);
  }

  private static String qualifiedName(JavaType type) {
    Class<?> raw = type.getRawClass();
    Class<?> outer = raw.getEnclosingClass();
    String prefix = outer == null ? lastOf(raw.getPackageName()) : outer.getSimpleName();
    return withArguments(prefix + raw.getSimpleName(), type);
  }

  private static String lastOf(String packageName) {
    String last = packageName.substring(packageName.lastIndexOf('.') + 1);
    return last.isEmpty() ? "" : Character.toUpperCase(last.charAt(0)) + last.substring(1);
  }

  private static String withArguments(String name, JavaType type) {
    StringBuilder full = new StringBuilder(name.replace("[]", "Array"));
    for (int i = 0; i < type.containedTypeCount(); i++) {
      full.append(i == 0 ? "Of" : "And").append(simpleName(type.containedType(i)));
    }
    String identifier = full.toString().replaceAll("[^A-Za-z0-9_$]", "_");
    return Character.toUpperCase(identifier.charAt(0)) + identifier.substring(1);
  }
}
