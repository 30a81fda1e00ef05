package dev.nave.spring.boot.autoconfigure;

import dev.nave.hub.HubServer;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.spring.boot.HubController;
import dev.nave.spring.boot.HubServerBuilderCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * Makes a {@link HubServer} where an application has hubs: beans with {@link HubController}, or a
 * {@link HubServerBuilderCustomizer} that maps some. It is started and stopped with the context.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
      "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure"
          + ".CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnClass(HubServer.class)
@ConditionalOnProperty(name = "nave.enabled", matchIfMissing = true)
@Conditional(NaveAutoConfiguration.OnHubs.class)
public final class NaveAutoConfiguration {
  @Bean
  static HubContextRegistrar naveHubContextRegistrar() {
    return new HubContextRegistrar();
  }

  @Bean
  HubServerSetup naveHubServerSetup(
      ConfigurableListableBeanFactory beans,
      Environment environment,
      ApplicationEventPublisher events) {
    return new HubServerSetup(beans, environment, events);
  }

  @Bean
  @ConditionalOnMissingBean
  HubServer hubServer(HubServerSetup setup, ServerTransport transport) {
    return setup.prepared().transport(transport).build();
  }

  @Bean
  HubServerLifecycle naveHubServerLifecycle(
      ObjectProvider<HubServer> server, Environment environment) {
    return new HubServerLifecycle(server, environment);
  }

  /** Whether there is something to serve. */
  static final class OnHubs extends AnyNestedCondition {
    OnHubs() {
      super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnBean(annotation = HubController.class)
    static final class Annotated {}

    @ConditionalOnBean(HubServerBuilderCustomizer.class)
    static final class Mapped {}
  }
}
