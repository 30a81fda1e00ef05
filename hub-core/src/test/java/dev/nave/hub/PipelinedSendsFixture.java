package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A server over a network that confirms sends when a test says so, and what its hub has seen. */
abstract class PipelinedSendsFixture {
  final UnconfirmedBackplane backplane = new UnconfirmedBackplane();
  final List<String> events = new CopyOnWriteArrayList<>();
  final AtomicInteger inMethod = new AtomicInteger();
  final AtomicInteger mostInMethod = new AtomicInteger();
  final AtomicInteger begun = new AtomicInteger();

  /** How many sends were not confirmed when a method began, at the most. */
  final AtomicInteger mostUnconfirmed = new AtomicInteger();

  /** What the first call of a method has returned. */
  final CompletableFuture<CompletableFuture<Void>> first = new CompletableFuture<>();

  @Nullable HubTester tester;

  /** What clients implement. */
  interface Told {
    CompletableFuture<Void> told(int number);
  }

  /** Whom a method sends to, and returns the stage as it is. */
  enum To {
    ALL,
    OTHERS,
    GROUP,
    USERS,
    CLIENT,
    TYPED
  }

  /** What else a method may return. */
  enum Holding {
    DERIVED,
    OF_A_CONTEXT
  }

  /** The hub of all tests. */
  public final class TellingHub extends Hub {
    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      events.add("disconnected");
    }

    /** Tells all. */
    public CompletionStage<Void> tell(int number) {
      return in(() -> clients().all().send("told", number));
    }

    /** Tells some. */
    public CompletionStage<Void> tellSome(To to, int number) {
      return in(
          () ->
              switch (to) {
                case ALL -> clients().all().send("told", number);
                case OTHERS -> clients().others().send("told", number);
                case GROUP -> clients().group("g").send("told", number);
                case USERS -> clients().users(List.of("u", "v")).send("told", number);
                case CLIENT -> clients().client("elsewhere").send("told", number);
                case TYPED -> clients(Told.class).all().told(number);
              });
    }

    /** Tells all, and holds up the next call. */
    public CompletionStage<Void> tellHolding(Holding way, int number) {
      return in(
          () ->
              switch (way) {
                case DERIVED -> clients().all().send("told", number).thenRun(() -> {});
                case OF_A_CONTEXT -> context("told", number);
              });
    }

    /** Joins a group, and tells all. */
    public CompletionStage<Void> joinAndTell(int number) {
      return in(
          () -> {
            groups().add("g");
            return clients().all().send("told", number);
          });
    }

    /** Tells all, and returns what it returned first. */
    public CompletionStage<Void> tellAsBefore(int number) {
      return in(
          () -> {
            CompletableFuture<Void> own = clients().all().send("told", number);
            first.complete(own);
            return first.join();
          });
    }

    private CompletableFuture<Void> context(String target, int number) {
      return tester().server().hubContext(TellingHub.class).clients().all().send(target, number);
    }

    /** Notes when the client is gone. */
    public void noteAbort() {
      context().aborted().onCancelled(() -> events.add("aborted"));
    }
  }

  /** Runs what a method does, and notes what it finds. */
  private CompletionStage<Void> in(Supplier<CompletionStage<Void>> method) {
    mostInMethod.accumulateAndGet(inMethod.incrementAndGet(), Math::max);
    mostUnconfirmed.accumulateAndGet(backplane.unconfirmed(), Math::max);
    try {
      return method.get();
    } finally {
      inMethod.decrementAndGet();
      begun.incrementAndGet();
    }
  }

  HubTester tester() {
    HubTester running = tester;
    if (running == null) {
      throw new IllegalStateException("no server was started");
    }
    return running;
  }

  TestClient connect(Consumer<HubServerBuilder> settings) {
    tester =
        HubTester.of(
            "/hub",
            server -> {
              server.backplane(backplane).hub("/hub", TellingHub.class, TellingHub::new);
              settings.accept(server);
            });
    return tester().connect();
  }

  static CompletableFuture<?> call(TestClient client, int number) {
    return client.invokeAsync(Object.class, "tell", number);
  }

  static List<CompletableFuture<?>> call(TestClient client, int from, int to) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      answers.add(call(client, i));
    }
    return answers;
  }

  void awaitBegun(int calls) {
    await("so many calls").until(() -> begun.get() == calls);
  }

  /** Confirms one send after the other until all these calls are answered. */
  void confirmOneByOne(List<CompletableFuture<?>> answers) throws Exception {
    for (int i = 0; i < answers.size(); i++) {
      int publication = i;
      await("the next publication")
          .pollInterval(Duration.ofMillis(1))
          .until(() -> backplane.published() > publication);
      backplane.confirm(i);
      answers.get(i).get(30, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void stop() {
    backplane.confirmAll();
    if (tester != null) {
      tester.close();
    }
    assertThat(mostInMethod.get()).as("methods of the one client at a time").isLessThanOrEqualTo(1);
  }
}
