package dev.nave.hub.internal.send;

import dev.nave.hub.protocol.InvocationMessage;
import java.util.concurrent.CompletableFuture;

/** Takes a message for whom it is meant: the {@link Fanout}, or somebody who watches over it. */
@FunctionalInterface
public interface Sender {
  /** Sends; as {@link dev.nave.hub.ClientProxy} says. */
  CompletableFuture<Void> send(Target target, InvocationMessage invocation);
}
