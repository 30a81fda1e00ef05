package dev.nave.spring.boot.autoconfigure;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** Has the container create the object for one call, and destroy it afterwards. Any thread. */
final class BeanHubFactory<H extends AbstractHub> implements HubFactory<H> {
  private final ConfigurableBeanFactory beans;
  private final String name;
  private final Class<H> type;

  BeanHubFactory(ConfigurableBeanFactory beans, String name, Class<H> type) {
    this.beans = beans;
    this.name = name;
    this.type = type;
  }

  @Override
  public H create() {
    return beans.getBean(name, type);
  }

  @Override
  public void release(H hub) {
    beans.destroyBean(name, hub);
  }

  @Override
  public String toString() {
    return "the bean '" + name + "'";
  }
}
