package dev.nave.hub.internal.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AccessorNamingStrategy;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.DefaultAccessorNamingStrategy;

/**
 * The names of properties that have accessors: what follows {@code get}, {@code is} and {@code
 * set}, with all capitals that it begins with in lower case ({@code getURL()} is {@code url}), and
 * whatever it begins with ({@code getxAxis()} is {@code xAxis}).
 */
final class BeanNames extends DefaultAccessorNamingStrategy.Provider {
  private static final long serialVersionUID = 1L;
  private static final DefaultAccessorNamingStrategy.@Nullable BaseNameValidator ANY = null;

  BeanNames() {
    super("set", "with", "get", "is", ANY);
  }

  @Override
  public AccessorNamingStrategy forPOJO(MapperConfig<?> config, AnnotatedClass type) {
    return new OfBeans(config, type);
  }

  @Override
  public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass type) {
    return new OfRecords(config, type);
  }

  private static @Nullable String name(String accessor, int prefix) {
    int end = prefix;
    while (end < accessor.length()
        && Character.toLowerCase(accessor.charAt(end)) != accessor.charAt(end)) {
      end++;
    }
    StringBuilder name = new StringBuilder(accessor.substring(prefix));
    for (int i = prefix; i < end; i++) {
      name.setCharAt(i - prefix, Character.toLowerCase(accessor.charAt(i)));
    }
    return name.isEmpty() ? null : name.toString();
  }

  private static final class OfBeans extends DefaultAccessorNamingStrategy {
    OfBeans(MapperConfig<?> config, AnnotatedClass type) {
      super(config, type, "set", "get", "is", ANY);
    }

    @Override
    protected @Nullable String stdManglePropertyName(String accessor, int prefix) {
      return name(accessor, prefix);
    }
  }

  private static final class OfRecords extends DefaultAccessorNamingStrategy.RecordNaming {
    OfRecords(MapperConfig<?> config, AnnotatedClass type) {
      super(config, type);
    }

    @Override
    protected @Nullable String stdManglePropertyName(String accessor, int prefix) {
      return name(accessor, prefix);
    }
  }
}
