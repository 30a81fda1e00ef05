package dev.nave.hub.internal.fanout;

import dev.nave.hub.ClientProxy;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The proxy of one target. Any thread. */
record TargetProxy(Sender sender, Target target) implements ClientProxy {

  @Override
  public CompletableFuture<Void> send(String method) {
    return send(method, Payload.ofAll());
  }

  @Override
  public CompletableFuture<Void> send(String method, @Nullable Object argument) {
    return send(method, Payload.of(argument));
  }

  @Override
  public CompletableFuture<Void> send(
      String method, @Nullable Object first, @Nullable Object second, @Nullable Object... more) {
    return send(method, payload(first, second, more));
  }

  private CompletableFuture<Void> send(String method, Payload arguments) {
    return sender.send(target, InvocationMessage.send(method, arguments));
  }

  static Payload payload(
      @Nullable Object first, @Nullable Object second, @Nullable Object... more) {
    @Nullable Object[] arguments = new @Nullable Object[2 + more.length];
    arguments[0] = first;
    arguments[1] = second;
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Payload.ofAll(arguments);
  }
}
