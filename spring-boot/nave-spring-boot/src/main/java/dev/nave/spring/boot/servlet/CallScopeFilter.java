package dev.nave.spring.boot.servlet;

import dev.nave.hub.HubFilter;
import dev.nave.hub.HubFilterContext;
import dev.nave.hub.HubInvocation;
import jakarta.servlet.http.HttpSession;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Has beans of the scopes {@code request} and {@code session} work in hub code: a call has its own,
 * until its stage ends; a session is the one that the connection came with. They are there as long
 * as the method runs on its thread; the stages that it returns have them not.
 */
final class CallScopeFilter implements HubFilter, Ordered {
  /** Around the filters of the application. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 60;
  }

  @Override
  public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
    return within(invocation, () -> next.proceed(invocation));
  }

  @Override
  public CompletionStage<?> connected(HubFilterContext context, ConnectedNext next) {
    return within(context, next::proceed);
  }

  @Override
  public CompletionStage<?> disconnected(
      HubFilterContext context, @Nullable Throwable cause, DisconnectedNext next) {
    return within(context, () -> next.proceed(cause));
  }

  private static CompletionStage<?> within(
      HubFilterContext call, Supplier<CompletionStage<?>> next) {
    HttpSession session = call.context().request().attribute(HttpSession.class).orElse(null);
    CallAttributes attributes = new CallAttributes(session);
    RequestAttributes outer = RequestContextHolder.getRequestAttributes();
    RequestContextHolder.setRequestAttributes(attributes);
    try {
      return next.get().whenComplete((value, failure) -> attributes.requestCompleted());
    } finally {
      RequestContextHolder.setRequestAttributes(outer);
    }
  }
}
