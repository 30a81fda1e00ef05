package dev.nave.spring.boot.servlet;

import java.util.Arrays;
import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the application has beans of the scopes of the web: only then do calls pay for them. */
final class OnScopesOfTheWeb extends SpringBootCondition implements ConfigurationCondition {
  private static final Set<String> SCOPES = Set.of("request", "session");

  /** After the beans of the application are known. */
  @Override
  public ConfigurationPhase getConfigurationPhase() {
    return ConfigurationPhase.REGISTER_BEAN;
  }

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    ConfigurableListableBeanFactory beans = context.getBeanFactory();
    boolean some =
        beans != null
            && Arrays.stream(beans.getBeanDefinitionNames())
                .map(name -> beans.getBeanDefinition(name).getScope())
                .anyMatch(scope -> scope != null && SCOPES.contains(scope));
    return new ConditionOutcome(
        some,
        ConditionMessage.forCondition("scopes of the web")
            .because((some ? "there are" : "there are no") + " beans of " + SCOPES));
  }
}
