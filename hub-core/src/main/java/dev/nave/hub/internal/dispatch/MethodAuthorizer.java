package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.authorization.AuthorizationRequest;
import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.internal.stages.Outcomes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Asks whether one connection's user may call a method. On the hub executor. */
final class MethodAuthorizer {
  private final HubDispatch<?> hub;
  private final CallerContext caller;

  MethodAuthorizer(HubDispatch<?> hub, CallerContext caller) {
    this.hub = hub;
    this.caller = caller;
  }

  /** What is done once the answer is there. On the hub executor. */
  @FunctionalInterface
  interface Answer {
    /**
     * Goes on.
     *
     * @param allowed whether the method may be called
     * @param failure why that could not be found out; null if it could
     * @return the stage of what goes on, or null if it is over
     */
    @Nullable CompletableFuture<?> take(boolean allowed, @Nullable Throwable failure);
  }

  /** Returns the stage of a call that goes on after the return, or null if it is over. */
  @Nullable CompletableFuture<?> ask(
      HubMethod method, @Nullable Object[] arguments, Answer answer) {
    Executor later = caller.threads().of(Work.METHOD);
    AuthorizationRequest attempt =
        AuthorizationRequest.toCall(hub.name(), caller, method.name(), arguments);
    CompletableFuture<Boolean> allowed = method.authorization().check(attempt, later);
    CompletableFuture<Decision> decided = allowed.handle(Decision::of);
    return decided.isDone()
        ? decided.join().tell(answer)
        : decided.thenComposeAsync(decision -> end(decision.tell(answer)), later);
  }

  private static CompletableFuture<@Nullable Void> end(@Nullable CompletableFuture<?> rest) {
    return rest == null
        ? CompletableFuture.completedFuture(null)
        : rest.handle((done, failed) -> null);
  }

  private record Decision(boolean allowed, @Nullable Throwable failure) {
    static Decision of(@Nullable Boolean yes, @Nullable Throwable failure) {
      return new Decision(Boolean.TRUE.equals(yes), Outcomes.unwrap(failure));
    }

    @Nullable CompletableFuture<?> tell(Answer answer) {
      return answer.take(allowed, failure);
    }
  }
}
