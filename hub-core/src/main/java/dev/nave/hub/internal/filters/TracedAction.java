package dev.nave.hub.internal.filters;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubTracer;
import dev.nave.hub.TracedCall;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.internal.stages.SendStage;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call with a tracer around it. Whatever the tracer does, the call takes its course. For one
 * call; the hub executor, and any thread at the end.
 */
final class TracedAction implements HubAction {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);
  private static final HubTracer.Scope NO_SCOPE = () -> {};

  private final HubTracer tracer;
  private final TracedCall call;
  private final HubAction action;
  private HubTracer.@Nullable Span span;
  private volatile @Nullable Throwable failure;

  TracedAction(HubTracer tracer, TracedCall call, HubAction action) {
    this.tracer = tracer;
    this.call = call;
    this.action = action;
  }

  @Override
  public @Nullable Object with(AbstractHub hub, Executor later) throws Throwable {
    try {
      span = tracer.begin(call);
    } catch (Throwable e) { // Not every language declares what it throws.
      complain("begin to observe", e);
    }
    HubTracer.Scope scope = activate();
    try {
      Object value = action.with(hub, task -> later.execute(() -> activated(task)));
      return value instanceof CompletionStage<?> stage ? noted(stage) : value;
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      close(scope);
    }
  }

  private CompletionStage<?> noted(CompletionStage<?> stage) {
    return stage instanceof SendStage sent
        ? sent.behind(thrown -> note(null, thrown))
        : stage.whenComplete(this::note);
  }

  private void note(@Nullable Object unused, @Nullable Throwable thrown) {
    failure = Outcomes.unwrap(thrown);
  }

  @Override
  public void failedLater(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
  }

  @Override
  public void over() {
    HubTracer.Span begun = span;
    if (begun != null) {
      try {
        begun.end(failure);
      } catch (Throwable e) { // Not every language declares what it throws.
        complain("end the observation of", e);
      }
    }
  }

  private void activated(Runnable task) {
    HubTracer.Scope scope = activate();
    try {
      task.run();
    } finally {
      close(scope);
    }
  }

  private HubTracer.Scope activate() {
    HubTracer.Span begun = span;
    try {
      return begun == null ? NO_SCOPE : begun.activate();
    } catch (Throwable e) { // Not every language declares what it throws.
      complain("accompany", e);
      return NO_SCOPE;
    }
  }

  private void close(HubTracer.Scope scope) {
    try {
      scope.close();
    } catch (Throwable e) { // Not every language declares what it throws.
      complain("leave", e);
    }
  }

  private void complain(String what, Throwable e) {
    log.warn("the tracer could not {} {}.{}", what, call.hubName(), call.method(), e);
  }
}
