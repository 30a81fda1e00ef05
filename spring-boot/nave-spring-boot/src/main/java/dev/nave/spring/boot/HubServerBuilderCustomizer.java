package dev.nave.spring.boot;

import dev.nave.hub.HubServerBuilder;

/**
 * Changes the hub server before it is built, after all that properties and other beans have set.
 * Beans of this type are called in their order.
 */
@FunctionalInterface
public interface HubServerBuilderCustomizer {
  /** Changes the server; must not call {@link HubServerBuilder#build}. */
  void customize(HubServerBuilder server);
}
