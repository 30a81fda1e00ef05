package dev.nave.spring.boot.autoconfigure;

import dev.nave.spring.boot.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Refuses a Spring Boot that this module cannot run on. It looks before there are any beans: those
 * of an older one clash with the newer modules that the starter brings, and the error says nothing
 * of versions.
 */
final class BootVersion implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final int OLDEST = 4;

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    check(SpringBootVersion.getVersion());
  }

  static void check(@Nullable String version) {
    if (version != null && major(version) < OLDEST) {
      throw new UnsupportedVersionException(
          "the hub server needs Spring Boot 4.0 or later, but found " + version);
    }
  }

  private static int major(String version) {
    try {
      return Integer.parseInt(version.substring(0, Math.max(0, version.indexOf('.'))));
    } catch (NumberFormatException e) {
      return OLDEST; // Not a form that was ever released; let it run.
    }
  }
}
