package dev.nave.hub.docs;

import dev.nave.hub.HubException;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubFilterContext;
import dev.nave.hub.HubInvocation;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.docs.ClientsSnippets.BoardHub;
import dev.nave.hub.docs.GroupsSnippets.RoomHub;
import dev.nave.hub.transport.ServerTransport;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The Java of {@code docs/filters.md}. */
final class FiltersSnippets {
  private FiltersSnippets() {}

  static final class Stopwatch implements HubFilter {
    private final BiConsumer<String, Long> report;

    Stopwatch(BiConsumer<String, Long> report) {
      this.report = report;
    }

    @Override
    public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
      long begin = System.nanoTime();
      return next.proceed(invocation)
          .whenComplete(
              (result, failure) ->
                  report.accept(
                      invocation.hubName() + "." + invocation.target(), System.nanoTime() - begin));
    }
  }

  static final class Translator implements HubFilter {
    @Override
    public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
      return next.proceed(invocation)
          .exceptionally(
              failure -> {
                if (failure instanceof IllegalArgumentException) {
                  throw new HubException("that is not possible: " + failure.getMessage(), failure);
                }
                throw new CompletionException(failure);
              });
    }
  }

  /** Marks what only so many may do at a time. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Costly {}

  static final class Turnstile implements HubFilter {
    private final Semaphore free = new Semaphore(10);

    @Override
    public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
      if (!invocation.method().isAnnotationPresent(Costly.class)) {
        return next.proceed(invocation);
      }
      if (!free.tryAcquire()) {
        throw new HubException("too many at a time, try again later");
      }
      return next.proceed(invocation).whenComplete((result, failure) -> free.release());
    }
  }

  static final class Trimmer implements HubFilter {
    @Override
    public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
      List<@Nullable Object> trimmed =
          invocation.arguments().stream()
              .<@Nullable Object>map(value -> value instanceof String text ? text.trim() : value)
              .toList();
      return next.proceed(invocation.withArguments(trimmed));
    }
  }

  static final class Doorman implements HubFilter {
    @Override
    public CompletionStage<?> connected(HubFilterContext context, ConnectedNext next) {
      if (context.context().request().query("version").isEmpty()) {
        throw new HubException("this client is too old");
      }
      return next.proceed();
    }

    @Override
    public CompletionStage<?> disconnected(
        HubFilterContext context, @Nullable Throwable cause, DisconnectedNext next) {
      return next.proceed(cause);
    }
  }

  static HubServerBuilder filtered(Stopwatch stopwatch, ServerTransport web) {
    return HubServer.builder()
        .transport(web)
        .filter(stopwatch) // Around the calls of all hubs; the first is the outermost.
        .filter(new Translator())
        .hub("/board", BoardHub.class, BoardHub::new)
        .hub("/rooms", RoomHub.class, RoomHub::new, hub -> hub.filter(new Turnstile()));
  }
}
