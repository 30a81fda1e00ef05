package dev.nave.spring.boot.autoconfigure;

import dev.nave.backplane.Backplane;
import dev.nave.hub.AbstractHub;
import dev.nave.hub.Authenticator;
import dev.nave.hub.AuthorizationPolicy;
import dev.nave.hub.BackplaneReport;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubSettings;
import dev.nave.hub.HubTracer;
import dev.nave.hub.UserIdProvider;
import dev.nave.hub.meters.HubMeters;
import dev.nave.spring.boot.HubServerBuilderCustomizer;
import dev.nave.spring.boot.HubSettingsCustomizer;
import dev.nave.spring.boot.NavePropertyException;
import dev.nave.spring.boot.autoconfigure.HubBeans.HubBean;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/** Collects what the application has said of its hub server, in beans and properties. */
public final class HubServerSetup implements SmartInitializingSingleton {
  private static final String HUBS = "nave.hubs";
  private static final Bindable<Map<String, Map<String, String>>> OF_HUBS =
      Bindable.of(
          ResolvableType.forClassWithGenerics(
              Map.class,
              ResolvableType.forClass(String.class),
              ResolvableType.forClassWithGenerics(Map.class, String.class, String.class)));

  private final ConfigurableListableBeanFactory beans;
  private final Environment environment;
  private final HubServerBuilder server = HubServer.builder();
  private final HubContexts contexts = new HubContexts(server);
  private final ApplicationEventPublisher events;
  private final List<HubBean> hubs;
  private final Map<String, Map<String, String>> perHub;
  private boolean prepared;

  HubServerSetup(
      ConfigurableListableBeanFactory beans,
      Environment environment,
      ApplicationEventPublisher events) {
    this.beans = beans;
    this.environment = environment;
    this.events = events;
    perHub = perHub(environment);
    hubs = HubBeans.of(beans);
    hubs.forEach(hub -> contexts.add(hub.type()));
  }

  /** Returns the path of the first hub; {@code /} if only code maps some. */
  public String firstPath() {
    return hubs.isEmpty() ? "/" : path(hubs.get(0));
  }

  private String path(HubBean hub) {
    return environment.resolveRequiredPlaceholders(hub.mapping().path());
  }

  HubContexts contexts() {
    return contexts;
  }

  /**
   * Creates each hub once, as a call would: one whose services are missing fails the start and not
   * each call.
   */
  @Override
  public void afterSingletonsInstantiated() {
    for (HubBean hub : hubs) {
      if (beans.isPrototype(hub.name())) {
        beans.destroyBean(hub.name(), beans.getBean(hub.name()));
      }
    }
  }

  /**
   * Returns the builder, which lacks nothing but the transport.
   *
   * @throws IllegalStateException at a second call: a server is built once
   */
  public synchronized HubServerBuilder prepared() {
    if (prepared) {
      throw new IllegalStateException(
          "this context has built its hub server already: it can have a HubServer or a HubTester");
    }
    prepared = true;
    OptionTexts.of(environment, "nave.hub").apply((name, text) -> options(name, text));
    OptionTexts.of(environment, "nave.server")
        .apply((name, text) -> server.serverOptions(options -> options.set(name, text)));
    checkNames();
    hubs.forEach(this::map);
    single(Backplane.class, server::backplane);
    single(Authenticator.class, server::authenticator);
    single(UserIdProvider.class, server::userIdProvider);
    single(HubTracer.class, server::tracer);
    single(HubMeters.class, server::meters);
    ordered(HubFilter.class, server::filter);
    beans.getBeansOfType(AuthorizationPolicy.class).forEach(server::asyncPolicy);
    listenToBackplane();
    useExecutor();
    ordered(HubServerBuilderCustomizer.class, customizer -> customizer.customize(server));
    return server;
  }

  private void options(String name, String text) {
    server.options(options -> options.set(name, text));
  }

  private <T> void single(Class<T> type, Consumer<T> use) {
    beans.getBeanProvider(type).ifAvailable(use);
  }

  private <T> void ordered(Class<T> type, Consumer<T> use) {
    beans.getBeanProvider(type).orderedStream().forEach(use);
  }

  private void map(HubBean hub) {
    HubBeans.checkScope(beans, hub);
    map(hub, hub.type());
  }

  private <H extends AbstractHub> void map(HubBean hub, Class<H> type) {
    server.hub(
        path(hub),
        type,
        new BeanHubFactory<>(beans, hub.name(), type),
        settings -> settle(hub, settings));
  }

  private void settle(HubBean hub, HubSettings settings) {
    if (!hub.mapping().hubName().isEmpty()) {
      settings.name(hub.mapping().hubName());
    }
    perHub.forEach(
        (name, texts) -> {
          if (hub.isCalled(name)) {
            OptionTexts.of(HUBS + "." + name, texts)
                .apply((option, text) -> settings.options(own -> own.set(option, text)));
          }
        });
    ordered(HubSettingsCustomizer.class, each -> each.customize(hub.type(), settings));
  }

  private static Map<String, Map<String, String>> perHub(Environment environment) {
    return Binder.get(environment).bind(HUBS, OF_HUBS).orElse(Map.of());
  }

  private void checkNames() {
    for (String name : perHub.keySet()) {
      if (hubs.stream().noneMatch(hub -> hub.isCalled(name))) {
        throw new NavePropertyException(
            HUBS + "." + name,
            "there is no hub of that name; hubs are "
                + hubs.stream().map(HubBean::propertyName).toList(),
            null);
      }
    }
  }

  private void listenToBackplane() {
    List<Consumer<BackplaneReport>> listeners =
        beans
            .<Consumer<BackplaneReport>>getBeanProvider(
                ResolvableType.forClassWithGenerics(Consumer.class, BackplaneReport.class))
            .orderedStream()
            .toList();
    server.backplaneListener(
        report -> {
          listeners.forEach(listener -> listener.accept(report));
          events.publishEvent(report);
        });
  }

  private void useExecutor() {
    String bean = environment.getProperty("nave.hub-executor", "");
    if (bean.isEmpty()) {
      return;
    }
    if (!beans.containsBean(bean) || !beans.isTypeMatch(bean, Executor.class)) {
      throw new NavePropertyException(
          "nave.hub-executor",
          "there is no bean '"
              + bean
              + "' that is an Executor; there are "
              + List.of(beans.getBeanNamesForType(Executor.class)),
          null);
    }
    server.hubExecutor(beans.getBean(bean, Executor.class));
  }
}
