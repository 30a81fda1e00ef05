package dev.nave.hub;

import static dev.nave.hub.ClientResultAssertions.assertNoAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many results may be pending, and what runs while a call waits for one. */
class ClientResultBoundsTest extends ClientResultsFixture {
  @Test
  void aClientOwesAsManyResultsAsTheOptionAllows() {
    HubTester server = start(options -> options.maxClientResultsPerConnection(2));
    TestClient ann = server.connect("ann");
    TestClient bob = server.connect("bob");
    CompletableFuture<@Nullable String> first = proxy(server, ann).invoke(String.class, "answer");
    CompletableFuture<@Nullable String> second = proxy(server, ann).invoke(String.class, "answer");

    assertNoAnswer(
        proxy(server, ann).invoke(String.class, "answer"),
        Reason.TOO_MANY,
        "has 2 pending results, as many as maxClientResultsPerConnection allows");

    bob.onInvoke("answer", question -> "of another client");
    assertThat(proxy(server, bob).invoke(String.class, "answer").join())
        .isEqualTo("of another client");
    ann.expect("answer").answer("room again");
    assertThat(first.join()).isEqualTo("room again");
    ann.expect("answer");
    ann.onInvoke("answer", question -> "asked again");
    assertThat(proxy(server, ann).invoke(String.class, "answer").join()).isEqualTo("asked again");
    assertThat(second).isNotDone();
  }

  @Test
  void theClientsOfAHubOweAsManyResultsAsTheOptionAllows() {
    HubTester server = start(options -> options.maxClientResults(1));
    TestClient ann = server.connect("ann");
    TestClient bob = server.connect("bob");
    CompletableFuture<@Nullable String> first = proxy(server, ann).invoke(String.class, "answer");

    assertNoAnswer(
        proxy(server, bob).invoke(String.class, "answer"),
        Reason.TOO_MANY,
        "have 1 pending results, as many as maxClientResults allows");

    ann.expect("answer").answer("done");
    first.join();
    bob.onInvoke("answer", question -> "room again");
    assertThat(proxy(server, bob).invoke(String.class, "answer").join()).isEqualTo("room again");
  }

  @Test
  void theNextCallsOfTheClientRunWhileItIsAsked() {
    TestClient ann = start().connect("ann");
    CompletableFuture<@Nullable String> blocked =
        ann.invokeAsync(String.class, "askAndBlock", "why?");
    ReceivedMessage question = ann.expect("answer");

    assertThat(ann.invoke(int.class, "add", 1, 2)).isEqualTo(3);
    CompletableFuture<@Nullable String> another = ann.invokeAsync(String.class, "ask", "how?");
    ann.expect("answer").answer("so");
    assertThat(another.join()).isEqualTo("so");
    question.answer("because");

    assertThat(blocked.join()).isEqualTo("because");
  }

  @Test
  void theHubIsToldOfTheEndThoughAMethodWaitsForAnotherClient() {
    HubTester server = start(options -> options.onDisconnectedGrace(Duration.ofDays(1)));
    TestClient late = server.connect("late");
    TestClient bob = server.connect("bob");
    late.send("askOther", bob.connectionId(), "why?");
    ReceivedMessage question = bob.expect("answer");

    late.close();

    assertThat(inOnDisconnected).succeedsWithin(Duration.ofSeconds(30));
    question.answer("because");
  }
}
