package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.BreakableBackplane;
import dev.nave.backplane.tck.BreakableBackplane.PublishOutcome;
import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers that ask each other's clients while the link between them is cut. */
class ClientResultsOutageTest {
  private static final Duration LONG = Duration.ofDays(1);

  private final InMemoryCluster cluster = new InMemoryCluster();
  private final BreakableBackplane oneLink = link();
  private final BreakableBackplane twoLink = link();
  private final HubTester one = tester(oneLink);
  private final HubTester two = tester(twoLink);

  public static class AnyHub extends Hub {}

  private BreakableBackplane link() {
    return new BreakableBackplane(new SpyBackplane(cluster, SpyBackplane.Wire.BYTES));
  }

  private static HubTester tester(BreakableBackplane backplane) {
    return HubTester.of(
        "/hub",
        server ->
            server
                .backplane(backplane)
                .serverOptions(options -> options.announceInterval(Duration.ofMillis(100)))
                .options(options -> options.maxClientResultsPerConnection(1))
                .hub("/hub", AnyHub.class, AnyHub::new));
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  private static CompletableFuture<@Nullable String> ask(HubTester from, TestClient client) {
    return from.server()
        .hubContext(AnyHub.class)
        .clients()
        .client(client.connectionId())
        .withTimeout(LONG)
        .invoke(String.class, "answer", "why?");
  }

  private static void cut(BreakableBackplane link) {
    link.disconnect(new IOException("a test cut the link"));
  }

  private static void assertFails(CompletableFuture<?> asked, Class<? extends Exception> type) {
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(asked::join)
        .withCauseInstanceOf(type);
  }

  @Test
  void whileTheLinkIsDownAQuestionIsRefusedAtOnceUnlessTheClientIsHere() {
    TestClient ann = one.connect("ann");
    TestClient bob = two.connect("bob");
    ann.onInvoke("answer", question -> "here");
    cut(oneLink);

    assertFails(ask(one, bob), BackplaneUnavailableException.class);
    assertThat(ask(one, ann).join()).isEqualTo("here");
  }

  @Test
  void aQuestionOutlastsAnOutageAndIsAnsweredAfterIt() {
    TestClient bob = two.connect("bob");
    CompletableFuture<@Nullable String> asked = ask(one, bob);
    ReceivedMessage question = bob.expect("answer");
    cut(oneLink);
    oneLink.reconnect().toCompletableFuture().join();

    question.answer("still here");

    assertThat(asked.join()).isEqualTo("still here");
  }

  @Test
  void aQuestionOfUnknownOutcomeFails() {
    TestClient bob = two.connect("bob");
    oneLink.publishOutcome(PublishOutcome.UNKNOWN_SENT);

    assertFails(ask(one, bob), BackplaneTimeoutException.class);

    oneLink.publishOutcome(PublishOutcome.ACCEPTED);
  }

  @Test
  void aServerThatDiesEndsWhatItsClientsWereAsked() {
    TestClient bob = two.connect("bob");
    CompletableFuture<@Nullable String> asked = ask(one, bob);
    bob.expect("answer");

    cut(twoLink);

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(asked::join)
        .havingCause()
        .isInstanceOfSatisfying(
            ClientResultException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SERVER_LOST));
  }

  @Test
  void clientsOweNothingToAServerThatDied() {
    TestClient bob = two.connect("bob");
    CompletableFuture<@Nullable String> asked = ask(one, bob);
    ReceivedMessage question = bob.expect("answer");
    assertFails(ask(two, bob), ClientResultException.class);

    cut(oneLink);

    // One is as many as it may owe.
    bob.onInvoke("answer", again -> "room again");
    await().until(() -> "room again".equals(ask(two, bob).exceptionally(failure -> "").join()));
    question.answer("late");
    assertThat(ask(two, bob).join()).as("still connected").isEqualTo("room again");
    assertThat(asked).isNotDone();
  }
}
