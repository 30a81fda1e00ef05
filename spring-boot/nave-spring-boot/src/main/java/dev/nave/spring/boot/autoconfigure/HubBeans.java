package dev.nave.spring.boot.autoconfigure;

import dev.nave.hub.AbstractHub;
import dev.nave.spring.boot.HubBeanException;
import dev.nave.spring.boot.HubController;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Finds the beans that are hubs. Creates none of them, and no factory bean. */
final class HubBeans {
  private HubBeans() {}

  /**
   * A bean that is a hub.
   *
   * @param type the class that the application wrote
   */
  record HubBean(String name, Class<? extends AbstractHub> type, HubController mapping) {
    /** Returns how properties call it: {@code chatHub}. */
    String propertyName() {
      return StringUtils.uncapitalize(type.getSimpleName());
    }

    /** Returns whether a property means it: names are in any case, with or without hyphens. */
    boolean isCalled(String spelling) {
      return OptionTexts.normalized(propertyName()).equals(OptionTexts.normalized(spelling));
    }
  }

  /**
   * Returns the hubs in the order of their definitions.
   *
   * @throws HubBeanException if a bean has {@link HubController} and cannot be one
   */
  static List<HubBean> of(ConfigurableListableBeanFactory beans) {
    List<HubBean> hubs = new ArrayList<>();
    for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
      HubController mapping =
          ScopedProxyUtils.isScopedTarget(name)
              ? null
              : beans.findAnnotationOnBean(name, HubController.class, false);
      if (mapping != null) {
        hubs.add(new HubBean(name, hubClass(name, beans.getType(name, false)), mapping));
      }
    }
    return hubs;
  }

  private static Class<? extends AbstractHub> hubClass(String name, @Nullable Class<?> type) {
    if (type == null || !AbstractHub.class.isAssignableFrom(type)) {
      throw new HubBeanException(
          "bean '"
              + name
              + "' has @HubController but is no hub: "
              + (type == null ? "its class is not known" : type.getName())
              + " does not extend Hub or TypedHub"
              + (type != null && Proxy.isProxyClass(type)
                  ? "; it is a proxy of interfaces, a hub needs one of its class"
                      + " (proxyTargetClass)"
                  : ""));
    }
    return ClassUtils.getUserClass(type).asSubclass(AbstractHub.class);
  }

  /**
   * Checks that each call gets an object of its own.
   *
   * @throws HubBeanException if the scope of the bean says otherwise
   */
  static void checkScope(ConfigurableListableBeanFactory beans, HubBean hub) {
    if (!beans.isPrototype(hub.name())) {
      String scope =
          beans.containsBeanDefinition(hub.name())
              ? beans.getMergedBeanDefinition(hub.name()).getScope()
              : null;
      throw new HubBeanException(
          "hub bean '"
              + hub.name()
              + "' ("
              + hub.type().getName()
              + ") has the scope "
              + (scope == null || scope.isEmpty() ? "singleton" : scope)
              + ", but each call of a client needs an object of its own: leave its scope to"
              + " @HubController, or use @Scope(\"prototype\") without a scoped proxy");
    }
  }
}
