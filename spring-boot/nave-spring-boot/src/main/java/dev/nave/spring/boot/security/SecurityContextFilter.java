package dev.nave.spring.boot.security;

import dev.nave.hub.HubException;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubFilterContext;
import dev.nave.hub.HubInvocation;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Has hub code run with the security context of its caller, so that method security holds. The
 * context is there as long as the method runs on its thread; the stages that it returns have it
 * not.
 *
 * <p>A refusal is told to the client as {@code Access is denied}, without details.
 */
final class SecurityContextFilter implements HubFilter, Ordered {
  private final SecurityContextHolderStrategy holder;

  SecurityContextFilter() {
    this(SecurityContextHolder.getContextHolderStrategy());
  }

  SecurityContextFilter(SecurityContextHolderStrategy holder) {
    this.holder = holder;
  }

  /** Around the filters of the application. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 100;
  }

  @Override
  public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
    return told(within(invocation, () -> next.proceed(invocation)));
  }

  @Override
  public CompletionStage<?> connected(HubFilterContext context, ConnectedNext next) {
    return told(within(context, next::proceed));
  }

  @Override
  public CompletionStage<?> disconnected(
      HubFilterContext context, @Nullable Throwable cause, DisconnectedNext next) {
    return within(context, () -> next.proceed(cause));
  }

  private CompletionStage<?> within(HubFilterContext call, Supplier<CompletionStage<?>> next) {
    SecurityContext own = holder.createEmptyContext();
    own.setAuthentication(HubAuthentications.of(call.context().user()));
    SecurityContext outer = holder.getContext();
    holder.setContext(own);
    try {
      return next.get();
    } finally {
      if (outer.getAuthentication() == null) {
        holder.clearContext();
      } else {
        holder.setContext(outer);
      }
    }
  }

  private static CompletionStage<?> told(CompletionStage<?> outcome) {
    return outcome.handle(
        (value, failure) -> {
          if (failure == null) {
            return value;
          }
          Throwable cause = failure;
          while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
          }
          if (cause instanceof AccessDeniedException || cause instanceof AuthenticationException) {
            throw new CompletionException(new HubException("Access is denied"));
          }
          throw failure instanceof CompletionException wrapped
              ? wrapped
              : new CompletionException(failure);
        });
  }
}
