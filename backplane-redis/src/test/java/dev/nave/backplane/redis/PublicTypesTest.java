package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A type that an application cannot come to from the backplane is not for it. */
class PublicTypesTest {
  private final Set<String> met = new TreeSet<>();
  private final Queue<Class<?>> toLookAt = new ArrayDeque<>();

  @Test
  void anApplicationMeetsEachOfThem() throws Exception {
    meet(RedisBackplane.class);
    for (Class<?> type = toLookAt.poll(); type != null; type = toLookAt.poll()) {
      Arrays.stream(type.getMethods()).filter(this::isOurs).forEach(this::meetTypesOf);
      Arrays.stream(type.getConstructors()).forEach(this::meetTypesOf);
      Arrays.stream(type.getClasses()).forEach(this::meet);
    }

    assertThat(publicTypes()).isEqualTo(met);
  }

  private boolean isOurs(Method method) {
    return method.getDeclaringClass().getPackage().equals(RedisBackplane.class.getPackage());
  }

  private void meetTypesOf(Executable member) {
    Arrays.stream(member.getGenericParameterTypes()).forEach(this::meet);
    if (member instanceof Method method) {
      meet(method.getGenericReturnType());
    }
  }

  private void meet(Type type) {
    if (type instanceof Class<?> plain) {
      if (plain.getPackage() == RedisBackplane.class.getPackage() && met.add(plain.getName())) {
        toLookAt.add(plain);
      }
    } else if (type instanceof ParameterizedType generic) {
      meet(generic.getRawType());
      Arrays.stream(generic.getActualTypeArguments()).forEach(this::meet);
    } else if (type instanceof WildcardType any) {
      Arrays.stream(any.getLowerBounds()).forEach(this::meet);
      Arrays.stream(any.getUpperBounds()).forEach(this::meet);
    } else if (type instanceof GenericArrayType array) {
      meet(array.getGenericComponentType());
    }
  }

  private static Set<String> publicTypes() throws Exception {
    Path classes =
        Path.of(RedisBackplane.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String name = RedisBackplane.class.getPackageName();
    try (Stream<Path> files = Files.list(classes.resolve(name.replace('.', '/')))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
          .map(file -> type(name + "." + file.replace(".class", "")))
          .filter(PublicTypesTest::isVisible)
          .map(Class::getName)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return !type.isAnonymousClass()
        && Modifier.isPublic(type.getModifiers())
        && (outer == null || isVisible(outer));
  }
}
