package dev.nave.hub;

import dev.nave.hub.internal.filters.CalledMethod;
import dev.nave.hub.internal.filters.HubAccess;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Calls the members of hub objects that only the server may call, for other packages. */
final class HubAccessor implements HubAccess {
  private static final Method CONNECTED = method("onConnected");
  private static final Method REFRESHED = method("onAuthenticationRefreshed");
  private static final Method DISCONNECTED = method("onDisconnected", Throwable.class);

  private static Method method(String name, Class<?>... parameters) {
    try {
      return AbstractHub.class.getDeclaredMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public void bind(AbstractHub hub, HubCall call) {
    hub.bind(call);
  }

  @Override
  public HubCall callOf(AbstractHub hub) {
    return hub.call();
  }

  @Override
  public @Nullable Object invoke(AbstractHub hub, CalledMethod method, @Nullable Object[] arguments)
      throws Throwable {
    return HubProxies.mayHandOn(hub.getClass())
        ? HubProxies.serving(
            hub.call(), () -> method.invoke(HubProxies.receiver(hub, method.declared()), arguments))
        : method.invoke(hub, arguments);
  }

  @Override
  public boolean hearsOfConnected(AbstractHub hub) {
    return HubProxies.overrides(hub.getClass(), CONNECTED);
  }

  @Override
  public boolean hearsOfDisconnected(AbstractHub hub) {
    return HubProxies.overrides(hub.getClass(), DISCONNECTED);
  }

  @Override
  public void onConnected(AbstractHub hub) throws Exception {
    lifecycle(hub, CONNECTED, AbstractHub::onConnected);
  }

  @Override
  public void onAuthenticationRefreshed(AbstractHub hub) throws Exception {
    lifecycle(hub, REFRESHED, AbstractHub::onAuthenticationRefreshed);
  }

  @Override
  public void onDisconnected(AbstractHub hub, @Nullable Throwable cause) throws Exception {
    lifecycle(hub, DISCONNECTED, receiver -> receiver.onDisconnected(cause));
  }

  /** A method of {@link Hub} that applications override. */
  @FunctionalInterface
  private interface Event {
    void tell(AbstractHub receiver) throws Exception;
  }

  private static void lifecycle(AbstractHub hub, Method method, Event event) throws Exception {
    if (!HubProxies.overrides(hub.getClass(), method)) {
      return;
    }
    if (!HubProxies.mayHandOn(hub.getClass())) {
      event.tell(hub);
      return;
    }
    HubProxies.serving(
        hub.call(),
        () -> {
          event.tell(HubProxies.receiver(hub, method));
          return null;
        });
  }
}
