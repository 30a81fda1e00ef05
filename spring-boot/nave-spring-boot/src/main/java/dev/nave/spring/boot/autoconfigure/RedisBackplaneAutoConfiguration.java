package dev.nave.spring.boot.autoconfigure;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.spring.boot.NavePropertyException;
import dev.nave.spring.boot.RedisOptionsCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Links the servers of an application over Redis: that of {@code nave.redis.*} or, where none of
 * those says where it is, that which the application uses by {@code spring.data.redis.*}.
 */
@AutoConfiguration(after = NaveAutoConfiguration.class)
@ConditionalOnClass(RedisBackplane.class)
@ConditionalOnBean(HubServerSetup.class)
@ConditionalOnMissingBean(Backplane.class)
@Conditional(OnRedis.class)
public final class RedisBackplaneAutoConfiguration {
  @Bean
  Backplane hubBackplane(
      Environment environment,
      ObjectProvider<RedisSource> shared,
      ObjectProvider<RedisOptionsCustomizer> customizers) {
    RedisOptions.Builder options =
        OnRedis.isOwn(environment) ? own(environment) : shared.getObject().options();
    OptionTexts.of(environment, OnRedis.PREFIX).without(OnRedis.NO_OPTIONS).apply(options::set);
    customizers.orderedStream().forEach(each -> each.customize(options));
    return RedisBackplane.create(options.build());
  }

  private static RedisOptions.Builder own(Environment environment) {
    String url = environment.getProperty(OnRedis.URL, "");
    try {
      return url.isEmpty() ? RedisOptions.builder() : RedisOptions.builder(url);
    } catch (IllegalArgumentException e) {
      throw new NavePropertyException(OnRedis.URL, String.valueOf(e.getMessage()), e);
    }
  }

  /** Where the application's own Redis is. */
  @FunctionalInterface
  interface RedisSource {
    RedisOptions.Builder options();
  }

  /** Only where the application has Spring Data Redis. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(DataRedisConnectionDetails.class)
  static final class SharedRedis {
    @Bean
    @ConditionalOnBean(DataRedisConnectionDetails.class)
    RedisSource naveRedisSource(DataRedisConnectionDetails details, Environment environment) {
      return () -> DataRedis.options(details, environment);
    }
  }
}
