package dev.nave.hub;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A hub behind filters that note what they see. */
abstract class HubFilterFixture {
  final List<String> seen = new CopyOnWriteArrayList<>();
  @Nullable HubTester tester;

  /** The hub of all tests. */
  public final class WordHub extends Hub {
    @Override
    protected void onConnected() {
      seen.add("onConnected");
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      seen.add("onDisconnected " + (cause == null ? "" : cause.getMessage()));
    }

    /** Joins two words. */
    public String join(String one, String two) {
      seen.add("join on " + Thread.currentThread().getName().replaceAll("[0-9]", ""));
      return one + two;
    }

    /** Answers later. */
    public CompletionStage<String> later(String word) {
      return CompletableFuture.supplyAsync(() -> word);
    }

    /** Fails. */
    public void fail() {
      throw new IllegalStateException("a secret");
    }

    /** Fails later. */
    public CompletionStage<String> failLater() {
      return CompletableFuture.failedStage(new IllegalStateException("a secret"));
    }
  }

  /** A filter of invocations alone. */
  @FunctionalInterface
  interface OfInvocations extends HubFilter {
    @Override
    CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) throws Exception;
  }

  @AfterEach
  void stop() {
    if (tester != null) {
      tester.close();
    }
  }

  TestClient connect(HubFilter... filters) {
    HubTester started =
        HubTester.of(
            "/words",
            server -> {
              for (HubFilter filter : filters) {
                server.filter(filter);
              }
              server.hub("/words", WordHub.class, WordHub::new);
            });
    tester = started;
    return started.connect("ann");
  }

  TestClient connectFiltered(OfInvocations filter) {
    return connect(filter);
  }
}
