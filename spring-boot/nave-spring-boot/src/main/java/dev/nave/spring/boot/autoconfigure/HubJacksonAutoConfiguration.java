package dev.nave.spring.boot.autoconfigure;

import dev.nave.spring.boot.HubServerBuilderCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** Has the values of hubs read and written as those of the application's controllers are. */
@AutoConfiguration(after = NaveAutoConfiguration.class)
@ConditionalOnClass(JsonMapperBuilderCustomizer.class)
@ConditionalOnBean(HubServerSetup.class)
public final class HubJacksonAutoConfiguration {
  @Bean
  @Order(Integer.MIN_VALUE)
  HubServerBuilderCustomizer hubJsonMapperCustomizer(
      ObjectProvider<JsonMapperBuilderCustomizer> customizers) {
    return server ->
        server.jsonMapper(
            mapper -> customizers.orderedStream().forEach(each -> each.customize(mapper)));
  }
}
