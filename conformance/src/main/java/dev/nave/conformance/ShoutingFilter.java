package dev.nave.conformance;

import dev.nave.hub.HubException;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubFilterContext;
import dev.nave.hub.HubInvocation;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Does to calls what can be done to them, each by the name of the method. */
final class ShoutingFilter implements HubFilter {
  @Override
  public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
    return switch (invocation.target()) {
      case "echoString" ->
          next.proceed(invocation).thenApply(text -> String.valueOf(text).toUpperCase(Locale.ROOT));
      case "echoInt" -> next.proceed(invocation.withArguments(List.of(1 + firstOf(invocation))));
      case "add" -> CompletableFuture.completedFuture(-1);
      case "echoBool" -> throw new HubException("not through this filter");
      case "throw" -> next.proceed(invocation).exceptionally(ShoutingFilter::translate);
      case "echoLong" ->
          CompletableFuture.runAsync(() -> {}).thenCompose(later -> next.proceed(invocation));
      default -> next.proceed(invocation);
    };
  }

  private static int firstOf(HubInvocation invocation) {
    return invocation.arguments().get(0) instanceof Integer number ? number : 0;
  }

  private static @Nullable Object translate(Throwable failure) {
    throw new HubException("translated: " + failure.getMessage());
  }

  @Override
  public CompletionStage<?> connected(HubFilterContext context, ConnectedNext next) {
    if ("eve".equals(context.context().userId())) {
      throw new HubException("not you");
    }
    context.clients().caller().send("filtered", context.hubName());
    return next.proceed();
  }
}
