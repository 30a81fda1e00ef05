package dev.nave.spring.boot.autoconfigure;

import jakarta.validation.ConstraintViolationException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Has clients told which of their arguments broke a constraint of a {@code @Validated} hub. */
@AutoConfiguration(after = NaveAutoConfiguration.class)
@ConditionalOnClass(ConstraintViolationException.class)
@ConditionalOnBean(HubServerSetup.class)
public final class HubValidationAutoConfiguration {
  @Bean
  ArgumentErrors hubArgumentErrors() {
    return new ArgumentErrors();
  }
}
