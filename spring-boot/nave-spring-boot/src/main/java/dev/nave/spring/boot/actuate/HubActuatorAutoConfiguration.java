package dev.nave.spring.boot.actuate;

import dev.nave.backplane.Backplane;
import dev.nave.hub.HubServer;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.spring.boot.autoconfigure.HubServerSetup;
import dev.nave.spring.boot.autoconfigure.NaveAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health, readiness and an endpoint for the hub server. */
@AutoConfiguration(
    after = NaveAutoConfiguration.class,
    afterName =
        "org.springframework.boot.health.autoconfigure.actuate.endpoint"
            + ".AvailabilityProbesAutoConfiguration")
@ConditionalOnBean(HubServerSetup.class)
public final class HubActuatorAutoConfiguration {
  private static final String MEMBER = "nave";

  /** For Boot's health. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  @ConditionalOnEnabledHealthIndicator(MEMBER)
  static final class OfHealth {
    @Bean
    @ConditionalOnMissingBean(name = "naveHealthIndicator")
    HealthIndicator naveHealthIndicator(HubServer server) {
      return new HubServerHealthIndicator(server);
    }
  }

  /** For the probes of an orchestrator. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthEndpointGroupsPostProcessor.class)
  @ConditionalOnEnabledHealthIndicator(MEMBER)
  @ConditionalOnProperty(name = "nave.health.readiness", matchIfMissing = true)
  static final class OfReadiness {
    @Bean
    static HealthEndpointGroupsPostProcessor naveReadinessGroup() {
      return new ReadinessGroup(MEMBER);
    }
  }

  /** For the endpoint. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
  static final class OfEndpoint {
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    HubsEndpoint hubsEndpoint(
        HubServer server,
        ObjectProvider<ServerTransport> transport,
        ObjectProvider<Backplane> backplane) {
      return new HubsEndpoint(server, transport, backplane);
    }
  }
}
