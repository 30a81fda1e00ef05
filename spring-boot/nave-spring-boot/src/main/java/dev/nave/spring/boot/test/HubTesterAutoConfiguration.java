package dev.nave.spring.boot.test;

import dev.nave.hub.HubServer;
import dev.nave.hub.testing.HubTester;
import dev.nave.spring.boot.autoconfigure.HubServerSetup;
import dev.nave.spring.boot.autoconfigure.NaveAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Serves the hubs of an application without a socket. Imported by tests alone. */
@AutoConfiguration(before = NaveAutoConfiguration.class)
public final class HubTesterAutoConfiguration {
  @Bean
  HubTester hubTester(HubServerSetup setup) {
    return HubTester.of(setup.firstPath(), setup.prepared());
  }

  @Bean
  HubServer hubServer(HubTester tester) {
    return tester.server();
  }
}
