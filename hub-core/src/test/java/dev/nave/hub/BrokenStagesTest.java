package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A method may return a stage of a library that cannot be waited for. */
class BrokenStagesTest {
  private final AtomicInteger released = new AtomicInteger();
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server
                  .options(options -> options.detailedErrors(true).maxStreamsPerClient(1))
                  .hub("/hub", BrokenHub.class, new Factory()));

  private final class Factory implements HubFactory<BrokenHub> {
    @Override
    public BrokenHub create() {
      return new BrokenHub();
    }

    @Override
    public void release(BrokenHub hub) {
      released.incrementAndGet();
    }
  }

  /** A stage that takes no functions. */
  private static final class Broken<T> extends CompletableFuture<T> {
    @Override
    public CompletableFuture<T> whenComplete(
        BiConsumer<? super @Nullable T, ? super @Nullable Throwable> next) {
      throw new UnsupportedOperationException("takes no functions");
    }
  }

  /** The hub of the tests. */
  public static final class BrokenHub extends Hub {
    public CompletionStage<String> value() {
      return new Broken<>();
    }

    public CompletionStage<Flow.Publisher<String>> stream() {
      return new Broken<>();
    }

    public String works() {
      return "works";
    }
  }

  @AfterEach
  void stop() {
    tester.close();
  }

  @Test
  void theCallFailsAndItsHubObjectIsReleased() {
    TestClient ann = tester.connect("ann");

    assertThatExceptionOfType(HubInvocationException.class)
        .isThrownBy(() -> ann.invoke(String.class, "value"))
        .withMessageContaining("takes no functions");

    await().until(() -> released.get() >= 2); // The first served onConnected.
    assertThat(ann.invoke(String.class, "works")).isEqualTo("works");
  }

  @Test
  void theStreamFailsAndLeavesItsPlace() {
    TestClient ann = tester.connect("ann");

    for (int i = 0; i < 2; i++) {
      assertThat(ann.stream(String.class, "stream").expectError()).contains("takes no functions");
    }
  }
}
