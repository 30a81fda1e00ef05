package dev.nave.spring.boot.autoconfigure;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Whether servers are linked over Redis: properties say where it is, or a bean of the application's
 * does. Boot's own bean says nothing: it is always there, with localhost where nothing else is set.
 */
final class OnRedis extends SpringBootCondition implements ConfigurationCondition {
  static final String PREFIX = "nave.redis";
  static final String URL = "nave.redis.url";
  static final String[] NO_OPTIONS = {"url", "enabled"};

  private static final String ENABLED = "nave.redis.enabled";
  private static final String DATA = "spring.data.redis.";
  private static final List<String> SHARED =
      List.of(
          "url",
          "host",
          "sentinel.master",
          "cluster.nodes",
          "cluster.nodes[0]",
          "masterreplica.nodes",
          "masterreplica.nodes[0]");
  private static final String BOOT = "org.springframework.boot.data.redis.autoconfigure.";

  /** After the beans of the application are known. */
  @Override
  public ConfigurationPhase getConfigurationPhase() {
    return ConfigurationPhase.REGISTER_BEAN;
  }

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    Environment environment = context.getEnvironment();
    ConditionMessage.Builder message = ConditionMessage.forCondition("Redis of the hub server");
    String enabled = environment.getProperty(ENABLED, "");
    if (!enabled.isEmpty()) {
      return new ConditionOutcome(
          Boolean.parseBoolean(enabled), message.because(ENABLED + " is " + enabled));
    }
    if (isOwn(environment)) {
      return ConditionOutcome.match(message.because(PREFIX + ".* says where it is"));
    }
    boolean shared = SHARED.stream().anyMatch(name -> environment.containsProperty(DATA + name));
    if (!shared && isSaidByBean(context)) {
      return ConditionOutcome.match(message.because("a bean DataRedisConnectionDetails says it"));
    }
    return new ConditionOutcome(
        shared, message.because(DATA + "* says " + (shared ? "" : "not ") + "where it is"));
  }

  /** Such a bean comes with a container of a test, or from the platform. */
  private static boolean isSaidByBean(ConditionContext context) {
    ConfigurableListableBeanFactory beans = context.getBeanFactory();
    String details = BOOT + "DataRedisConnectionDetails";
    if (beans == null || !ClassUtils.isPresent(details, context.getClassLoader())) {
      return false;
    }
    Class<?> type = ClassUtils.resolveClassName(details, context.getClassLoader());
    return Stream.of(beans.getBeanNamesForType(type, true, false))
        .anyMatch(name -> !isOfBoot(beans, name));
  }

  private static boolean isOfBoot(ConfigurableListableBeanFactory beans, String name) {
    return beans.containsBeanDefinition(name)
        && (BOOT + "DataRedisAutoConfiguration")
            .equals(beans.getBeanDefinition(name).getFactoryBeanName());
  }

  /** Returns whether the server has a Redis of its own. */
  static boolean isOwn(Environment environment) {
    return environment.containsProperty(URL)
        || !OptionTexts.of(environment, PREFIX).only("endpoints").isEmpty();
  }
}
