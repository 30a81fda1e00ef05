package dev.nave.hub.internal.send;

import dev.nave.hub.protocol.InvocationMessage;
import java.util.concurrent.CompletableFuture;

/** Sends a message to its target: the {@link Fanout}, or a wrapper that checks it. */
@FunctionalInterface
public interface Sender {
  /** Sends; as {@link dev.nave.hub.ClientProxy} says. */
  CompletableFuture<Void> send(Target target, InvocationMessage invocation);
}
