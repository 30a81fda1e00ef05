package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hubs on an executor of the application. */
class HubExecutorOptionTest {
  /** What an application keeps with its threads: who they work for, a class loader, a trace. */
  private static final ThreadLocal<@Nullable String> CONTEXT = new ThreadLocal<>();

  private static final List<String> seen = new CopyOnWriteArrayList<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Executor withContext =
      task ->
          threads.execute(
              () -> {
                CONTEXT.set("tenant 7");
                try {
                  task.run();
                } finally {
                  CONTEXT.remove();
                }
              });

  private volatile boolean rejecting;
  private final Executor moody =
      task -> {
        if (rejecting) {
          throw new RejectedExecutionException("full");
        }
        withContext.execute(task);
      };

  public static final class ContextHub extends Hub {
    @Override
    protected void onConnected() {
      seen.add("connected: " + CONTEXT.get());
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      seen.add("disconnected: " + CONTEXT.get());
    }

    @Override
    protected void onAuthenticationRefreshed() {
      seen.add("refreshed: " + CONTEXT.get());
    }

    public @Nullable String tenant() {
      return CONTEXT.get();
    }

    public CompletionStage<@Nullable String> later() {
      return CompletableFuture.completedStage(CONTEXT.get());
    }

    public Stream<@Nullable String> items() {
      return Stream.of(CONTEXT.get(), "end");
    }

    public void fail() {
      throw new HubException("no " + CONTEXT.get());
    }

    public void tellAll() {
      clients().all().send("told").join();
    }
  }

  /** A hub without anything to do when clients come and go. */
  public static final class QuietHub extends Hub {
    public @Nullable String which() {
      return CONTEXT.get();
    }
  }

  @AfterEach
  void noThreadIsLeft() {
    threads.shutdownNow();
    seen.clear();
  }

  private static HubTester tester(Executor executor, Consumer<HubServerBuilder> settings) {
    return HubTester.of(
        "/hub",
        server -> {
          settings.accept(server);
          server.hubExecutor(executor).hub("/hub", ContextHub.class).hub("/quiet", QuietHub.class);
        });
  }

  private static HubTester tester(Executor executor) {
    return tester(executor, server -> {});
  }

  @Test
  void hubMethodsRunWithTheContextOfTheExecutor() {
    try (HubTester tester = tester(withContext)) {
      TestClient ann = tester.connect();

      assertThat(ann.invoke(String.class, "Tenant")).isEqualTo("tenant 7");
      assertThat(ann.invoke(String.class, "Later")).isEqualTo("tenant 7");
      assertThat(ann.stream(String.class, "Items").expectItem()).isEqualTo("tenant 7");
      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> ann.invoke("Fail"))
          .withMessageContaining("HubException: no tenant 7");
    }
  }

  @Test
  void lifecycleMethodsRunWithTheContextOfTheExecutor() {
    try (HubTester tester =
        tester(withContext, server -> server.options(o -> o.authenticationRefresh(true)))) {
      TestClient ann = tester.connect("ann");
      tester.refresh(ann, HubUser.of("ann").withRoles(Set.of("admin")));
      await().untilAsserted(() -> assertThat(seen).contains("refreshed: tenant 7"));
      ann.close();
      await().untilAsserted(() -> assertThat(seen).contains("disconnected: tenant 7"));
    }
    assertThat(seen)
        .containsExactly("connected: tenant 7", "refreshed: tenant 7", "disconnected: tenant 7");
  }

  @Test
  void filtersRunWithTheContextOfTheExecutorAlsoBehindALaterNext() {
    HubFilter filter =
        new HubFilter() {
          @Override
          public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
            seen.add("filter: " + CONTEXT.get());
            return CompletableFuture.supplyAsync(() -> "elsewhere")
                .thenCompose(unused -> next.proceed(invocation));
          }
        };
    try (HubTester tester = tester(withContext, server -> server.filter(filter))) {
      assertThat(tester.connect().invoke(String.class, "Tenant")).isEqualTo("tenant 7");
    }
    assertThat(seen).contains("filter: tenant 7");
  }

  @Test
  void rejectedCallIsAnsweredWithAnErrorAndLaterOnesWork() {
    try (HubTester tester = tester(moody)) {
      TestClient ann = tester.connect();
      rejecting = true;
      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> ann.invoke("TellAll"))
          .withMessage(
              "An unexpected error occurred invoking 'TellAll' on the server."
                  + " HubException: The server is busy.");
      rejecting = false;

      ann.invoke("TellAll");
      ann.expect("told");
      ann.expectNothing();
    }
  }

  @Test
  void clientThatConnectsIsRefusedWhileTheExecutorTakesNoWork() {
    try (HubTester tester = tester(moody)) {
      rejecting = true;
      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(tester::connect)
          .withMessageContaining("The server is busy.");
      rejecting = false;

      assertThat(tester.connect().invoke(String.class, "Tenant")).isEqualTo("tenant 7");
    }
  }

  @Test
  void hubWithoutLifecycleMethodsNeedsNoExecutorToConnect() {
    try (HubTester tester = tester(moody)) {
      rejecting = true;
      TestClient ann = tester.connect(HttpRequest.builder("GET", "/quiet").build());
      rejecting = false;
      assertThat(ann.invoke(String.class, "Which")).isEqualTo("tenant 7");
    }
  }

  @Test
  void hubHearsOfDisconnectedClientsThoughTheExecutorTakesNoWork() {
    try (HubTester tester = tester(moody)) {
      TestClient ann = tester.connect();
      rejecting = true;
      ann.close();
      await().untilAsserted(() -> assertThat(seen).contains("disconnected: null"));
    }
  }

  @Test
  void executorThatRunsTasksOnTheCallingThreadHoldsNoEventLoop() {
    List<String> callers = new CopyOnWriteArrayList<>();
    Executor direct =
        task -> {
          callers.add(Thread.currentThread().getName());
          task.run();
        };
    try (HubTester tester = tester(direct)) {
      tester.connect().invoke("TellAll");
    }
    assertThat(callers).isNotEmpty().allMatch(name -> name.startsWith("nave-hub-"));
  }

  @Test
  void serverLeavesTheExecutorRunning() {
    try (HubTester tester = tester(withContext)) {
      tester.connect();
    }
    assertThat(threads.isShutdown()).isFalse();
  }
}
