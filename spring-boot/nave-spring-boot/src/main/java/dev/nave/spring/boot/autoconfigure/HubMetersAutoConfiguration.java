package dev.nave.spring.boot.autoconfigure;

import dev.nave.hub.meters.HubMeters;
import dev.nave.metrics.micrometer.MicrometerMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Registers what the hub server measures in the application's registry. */
@AutoConfiguration(after = NaveAutoConfiguration.class)
@ConditionalOnClass({MicrometerMeters.class, MeterRegistry.class})
@ConditionalOnBean(HubServerSetup.class)
@ConditionalOnMissingBean(HubMeters.class)
public final class HubMetersAutoConfiguration {
  @Bean
  @ConditionalOnSingleCandidate(MeterRegistry.class)
  HubMeters hubMeters(MeterRegistry registry) {
    return MicrometerMeters.of(registry);
  }
}
