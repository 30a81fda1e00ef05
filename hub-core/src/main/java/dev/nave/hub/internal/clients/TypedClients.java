package dev.nave.hub.internal.clients;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Function;

/**
 * Makes proxies that send through an interface of the application. Any thread.
 *
 * <p>Each method of the interface sends a message of its name with its arguments; one that returns
 * a stage of something asks the one client for it. What was learnt of an interface lives as long as
 * the interface's class.
 */
public final class TypedClients {
  private static final ClassValue<ClientInterface> KNOWN =
      new ClassValue<>() {
        @Override
        protected ClientInterface computeValue(Class<?> type) {
          return ClientInterface.of(type);
        }
      };

  private TypedClients() {}

  /**
   * Checks an interface before its first use.
   *
   * @throws IllegalArgumentException if it is not an interface, or one of its methods could not be
   *     sent
   */
  public static void check(Class<?> clientInterface) {
    KNOWN.get(clientInterface);
  }

  /**
   * Returns what can be sent through an interface, in the order of the names on the wire.
   *
   * @throws IllegalArgumentException as {@link #check}
   */
  public static List<ClientMethod> methods(Class<?> clientInterface) {
    return KNOWN.get(clientInterface).methods();
  }

  /**
   * Returns what makes a typed proxy of a {@link PayloadProxy}.
   *
   * @throws IllegalArgumentException if {@code clientInterface} is not an interface, or one of its
   *     methods could not be sent
   */
  static <C> Function<PayloadProxy, C> of(Class<C> clientInterface) {
    ClientInterface known = KNOWN.get(clientInterface);
    return proxy ->
        clientInterface.cast(
            Proxy.newProxyInstance(
                clientInterface.getClassLoader(),
                new Class<?>[] {clientInterface},
                new TypedClientHandler(known, proxy)));
  }
}
