package dev.nave.hub.internal.dispatch;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs one invocation. */
@FunctionalInterface
interface InvocationStart {
  /**
   * Returns the stage of an invocation that goes on after the call, or null if it is over. A {@link
   * SendWait} says that no code of the application goes on.
   *
   * @param rule for when the invocation has to wait for its client
   */
  @Nullable CompletableFuture<?> run(Invocation invocation, ClientResultWait rule);
}
