package dev.nave.hub.internal.clients;

import dev.nave.hub.internal.send.Sender;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends to clients, and asks single ones for results. */
public interface Messenger extends Sender {
  /** Returns whether a sender may send its next message before the stage of one is done. */
  boolean mayPipeline();

  /** Asks; as {@link dev.nave.hub.SingleClientProxy} says. */
  CompletableFuture<@Nullable Object> ask(ClientCall call);
}
