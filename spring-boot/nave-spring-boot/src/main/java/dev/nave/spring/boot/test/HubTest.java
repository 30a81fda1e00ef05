package dev.nave.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of hubs alone: of the application's components there are its hubs, filters, authenticators
 * and policies; what they need else is imported or mocked. A {@link dev.nave.hub.testing.HubTester}
 * can be injected, as {@link AutoConfigureHubTester} says.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(HubTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(HubTypeExcludeFilter.class)
@AutoConfigureHubTester
@ImportAutoConfiguration
public @interface HubTest {
  /** The hubs to test. Default: all. */
  @AliasFor("hubs")
  Class<?>[] value() default {};

  /** The hubs to test. Default: all. */
  @AliasFor("value")
  Class<?>[] hubs() default {};

  /** Properties of the environment, {@code name=value}. */
  String[] properties() default {};

  /** Whether the filters of {@link HubTest} are used; if not, no component is found. */
  boolean useDefaultFilters() default true;

  /** Filters that add components. */
  Filter[] includeFilters() default {};

  /** Filters that leave out components. */
  Filter[] excludeFilters() default {};

  /** Auto-configurations to leave out. */
  @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
  Class<?>[] excludeAutoConfiguration() default {};
}
