package dev.nave.hub.internal.clients;

import dev.nave.hub.SingleClientProxy;
import dev.nave.hub.TypeRef;
import dev.nave.hub.internal.send.Target;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The proxy of one connection. Any thread.
 *
 * @param timeout how long results are awaited; null for as long as the hub's option says
 */
record SingleTargetProxy(Messenger messenger, String connectionId, @Nullable Duration timeout)
    implements SingleClientProxy, PayloadProxy {

  @Override
  public SingleClientProxy withTimeout(Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("timeout must be positive but was " + value);
    }
    return new SingleTargetProxy(messenger, connectionId, value);
  }

  @Override
  public CompletableFuture<Void> send(InvocationMessage message) {
    return messenger.send(Target.connection(connectionId), message);
  }

  @Override
  public <T> CompletableFuture<@Nullable T> invoke(Class<T> result, String method) {
    return ask(result, method, Payload.ofAll());
  }

  @Override
  public <T> CompletableFuture<@Nullable T> invoke(
      Class<T> result, String method, @Nullable Object argument) {
    return ask(result, method, Payload.of(argument));
  }

  @Override
  public <T> CompletableFuture<@Nullable T> invoke(
      Class<T> result,
      String method,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object... more) {
    return ask(result, method, PayloadProxy.payload(first, second, more));
  }

  @Override
  public <T> CompletableFuture<@Nullable T> invoke(TypeRef<T> result, String method) {
    return ask(result.type(), method, Payload.ofAll());
  }

  @Override
  public <T> CompletableFuture<@Nullable T> invoke(
      TypeRef<T> result, String method, @Nullable Object argument) {
    return ask(result.type(), method, Payload.of(argument));
  }

  @Override
  public <T> CompletableFuture<@Nullable T> invoke(
      TypeRef<T> result,
      String method,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object... more) {
    return ask(result.type(), method, PayloadProxy.payload(first, second, more));
  }

  /** Asks for a result, which is read as the type that {@code T} stands for. */
  @SuppressWarnings("unchecked")
  <T> CompletableFuture<@Nullable T> ask(Type result, String method, Payload arguments) {
    return (CompletableFuture<@Nullable T>)
        messenger.ask(new ClientCall(connectionId, result, method, arguments, timeout));
  }
}
