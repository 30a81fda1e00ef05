package dev.nave.hub.internal.clients;

import dev.nave.hub.internal.send.Sender;
import dev.nave.hub.internal.send.Target;
import dev.nave.hub.protocol.InvocationMessage;
import java.util.concurrent.CompletableFuture;

/** The proxy of one target. Any thread. */
record TargetProxy(Sender sender, Target target) implements PayloadProxy {

  @Override
  public CompletableFuture<Void> send(InvocationMessage message) {
    return sender.send(target, message);
  }
}
