package dev.nave.spring.boot;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubSettings;

/**
 * Changes the settings of one hub, after what properties have set: filters, redirects, the refresh
 * of credentials. Beans of this type are called in their order, once for each hub.
 */
@FunctionalInterface
public interface HubSettingsCustomizer {
  /** Changes the settings of a hub. */
  void customize(Class<? extends AbstractHub> hub, HubSettings settings);
}
