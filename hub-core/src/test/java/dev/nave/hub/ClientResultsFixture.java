package dev.nave.hub;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** One server whose hub invokes methods of its clients. */
abstract class ClientResultsFixture {
  @Nullable HubTester tester;
  final AtomicReference<@Nullable Throwable> inOnConnected = new AtomicReference<>();
  final CompletableFuture<Throwable> inOnDisconnected = new CompletableFuture<>();

  interface Answering {
    CompletionStage<String> answer(String question);

    void told(String text);
  }

  public final class AskingHub extends Hub {
    @Override
    protected void onConnected() {
      if ("early".equals(context().userId())) {
        inOnConnected.set(failureOf(clients().caller().invoke(String.class, "answer", "who?")));
      }
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      if ("late".equals(context().userId())) {
        inOnDisconnected.complete(
            failureOf(clients().caller().invoke(String.class, "answer", "why?")));
      }
    }

    public CompletionStage<@Nullable String> ask(String question) {
      return clients().caller().invoke(String.class, "answer", question);
    }

    public @Nullable String askAndBlock(String question) {
      return clients().caller().invoke(String.class, "answer", question).join();
    }

    public CompletionStage<@Nullable String> askOther(String id, String question) {
      return clients().client(id).invoke(String.class, "answer", question);
    }

    public CompletionStage<String> askTyped(String question) {
      return clients(Answering.class).caller().answer(question);
    }

    public int add(int a, int b) {
      return a + b;
    }
  }

  static Throwable failureOf(CompletableFuture<?> future) {
    try {
      return new AssertionError("there is a result: " + future.join());
    } catch (CompletionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  HubTester start(Consumer<HubOptions.Builder> options) {
    HubTester started =
        HubTester.of(
            "/hub", server -> server.options(options).hub("/hub", AskingHub.class, AskingHub::new));
    tester = started;
    return started;
  }

  HubTester start() {
    return start(options -> {});
  }

  @AfterEach
  void stop() {
    if (tester != null) {
      tester.close();
    }
  }

  static SingleClientProxy proxy(HubTester of, TestClient client) {
    return of.server().hubContext(AskingHub.class).clients().client(client.connectionId());
  }
}
