package dev.nave.spring.boot.autoconfigure;

import dev.nave.hub.HubContext;
import dev.nave.hub.TypedHub;
import dev.nave.hub.TypedHubContext;
import dev.nave.spring.boot.autoconfigure.HubBeans.HubBean;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

/**
 * Adds a bean of type {@code HubContext<ChatHub>} for each hub and, for a typed hub, one of type
 * {@code TypedHubContext<ChatHub, ChatClient>}, unless the application has one.
 */
final class HubContextRegistrar implements BeanDefinitionRegistryPostProcessor {
  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    if (registry instanceof ConfigurableListableBeanFactory beans) {
      for (HubBean hub : HubBeans.of(beans)) {
        addContexts(registry, beans, hub);
      }
    }
  }

  private static void addContexts(
      BeanDefinitionRegistry registry, ConfigurableListableBeanFactory beans, HubBean hub) {
    add(
        registry,
        beans,
        hub.name() + "Context",
        ResolvableType.forClassWithGenerics(HubContext.class, hub.type()),
        () -> contexts(beans).of(hub.type()));
    if (TypedHub.class.isAssignableFrom(hub.type())) {
      ResolvableType client = ResolvableType.forClass(TypedHub.class, hub.type()).getGeneric(0);
      add(
          registry,
          beans,
          hub.name() + "TypedContext",
          ResolvableType.forClassWithGenerics(
              TypedHubContext.class, ResolvableType.forClass(hub.type()), client),
          () -> contexts(beans).typedOf(hub.type()));
    }
  }

  private static void add(
      BeanDefinitionRegistry registry,
      ConfigurableListableBeanFactory beans,
      String name,
      ResolvableType type,
      Supplier<?> context) {
    if (beans.getBeanNamesForType(type, true, false).length > 0) {
      return;
    }
    RootBeanDefinition definition = new RootBeanDefinition();
    definition.setTargetType(type);
    definition.setBeanClass(type.toClass());
    definition.setInstanceSupplier(context);
    registry.registerBeanDefinition(name, definition);
  }

  private static HubContexts contexts(ConfigurableListableBeanFactory beans) {
    return beans.getBean(HubServerSetup.class).contexts();
  }
}
