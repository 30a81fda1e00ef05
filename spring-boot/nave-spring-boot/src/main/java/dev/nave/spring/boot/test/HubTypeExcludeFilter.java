package dev.nave.spring.boot.test;

import dev.nave.hub.Authenticator;
import dev.nave.hub.AuthorizationPolicy;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubTracer;
import dev.nave.hub.UserIdProvider;
import dev.nave.spring.boot.HubController;
import dev.nave.spring.boot.HubServerBuilderCustomizer;
import dev.nave.spring.boot.HubSettingsCustomizer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Says which components of an application a {@link HubTest} has. */
final class HubTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<HubTest> {
  private static final Set<Class<?>> ALWAYS =
      Set.of(
          HubFilter.class,
          Authenticator.class,
          UserIdProvider.class,
          AuthorizationPolicy.class,
          HubTracer.class,
          HubServerBuilderCustomizer.class,
          HubSettingsCustomizer.class);

  private final Class<?>[] hubs;

  HubTypeExcludeFilter(Class<?> testClass) {
    super(testClass);
    hubs = getAnnotation().getValue("hubs", Class[].class).orElseGet(() -> new Class<?>[0]);
  }

  @Override
  protected Set<Class<?>> getKnownIncludes() {
    if (hubs.length > 0) {
      return ALWAYS;
    }
    Set<Class<?>> all = new LinkedHashSet<>(ALWAYS);
    all.add(HubController.class);
    return all;
  }

  @Override
  protected Set<Class<?>> getComponentIncludes() {
    return Set.of(hubs);
  }
}
