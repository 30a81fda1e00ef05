package dev.nave.hub.internal.clients;

import dev.nave.hub.ClientProxy;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A proxy that also sends arguments whose types are declared. Any thread. */
interface PayloadProxy extends ClientProxy {
  /** Sends; otherwise as {@link ClientProxy} says. */
  CompletableFuture<Void> send(InvocationMessage message);

  /** Sends arguments as they are declared. */
  default CompletableFuture<Void> send(String method, Payload arguments) {
    return send(InvocationMessage.send(method, arguments));
  }

  @Override
  default CompletableFuture<Void> send(String method) {
    return send(method, Payload.ofAll());
  }

  @Override
  default CompletableFuture<Void> send(String method, @Nullable Object argument) {
    return send(method, Payload.of(argument));
  }

  @Override
  default CompletableFuture<Void> send(
      String method, @Nullable Object first, @Nullable Object second, @Nullable Object... more) {
    return send(method, payload(first, second, more));
  }

  /** Returns two arguments or more, as a payload that goes by their values. */
  static Payload payload(
      @Nullable Object first, @Nullable Object second, @Nullable Object... more) {
    @Nullable Object[] arguments = new @Nullable Object[2 + more.length];
    arguments[0] = first;
    arguments[1] = second;
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Payload.ofAll(arguments);
  }
}
