package dev.nave.hub;

import dev.nave.hub.internal.types.TypeResolver;
import java.lang.reflect.Type;

/**
 * A {@link Hub} that names the methods of its clients by an interface:
 *
 * <pre>{@code
 * public final class OrderHub extends TypedHub<OrderClient> {
 *   public void changePrice(int order, long cents) {
 *     clients().others().priceChanged(order, cents);
 *   }
 * }
 * }</pre>
 *
 * {@link HubServerBuilder#build} checks the interface. All else is as {@link Hub} says.
 *
 * @param <C> an interface whose methods return {@code void} or a {@code CompletionStage<Void>}, or
 *     a stage of something else to ask one client for a result
 */
public abstract class TypedHub<C> extends AbstractHub {
  private static final ClassValue<Class<?>> CLIENT =
      new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> type) {
          Type client = TypeResolver.argumentOf(type, TypedHub.class);
          return TypeResolver.erase(client);
        }
      };

  /** Creates the hub object; the server sets the caller before it calls a method. */
  protected TypedHub() {}

  /** Returns the clients to send to. */
  @SuppressWarnings("unchecked") // It is what the hub's class says of C.
  protected final TypedHubCallerClients<C> clients() {
    return (TypedHubCallerClients<C>) call().clients(clientOf(getClass()));
  }

  /** Returns the interface that a class derived from this one names. */
  static Class<?> clientOf(Class<?> hub) {
    return CLIENT.get(hub);
  }
}
