package dev.nave.hub;

import static dev.nave.hub.ClientResultAssertions.assertHubException;
import static dev.nave.hub.ClientResultAssertions.assertNoAnswer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One server that asks its clients. */
class ClientResultsTest {
  private @Nullable HubTester tester;
  private final AtomicReference<@Nullable Throwable> inOnConnected = new AtomicReference<>();
  private final CompletableFuture<Throwable> inOnDisconnected = new CompletableFuture<>();

  interface Answering {
    CompletionStage<String> answer(String question);

    void told(String text);
  }

  record Point(int x, int y) {}

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

  private static Throwable failureOf(CompletableFuture<?> future) {
    try {
      return new AssertionError("there is a result: " + future.join());
    } catch (CompletionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  private HubTester start(Consumer<HubOptions.Builder> options) {
    HubTester started =
        HubTester.of(
            "/hub", server -> server.options(options).hub("/hub", AskingHub.class, AskingHub::new));
    tester = started;
    return started;
  }

  private HubTester start() {
    return start(options -> {});
  }

  @AfterEach
  void stop() {
    if (tester != null) {
      tester.close();
    }
  }

  private static SingleClientProxy proxy(HubTester of, TestClient client) {
    return of.server().hubContext(AskingHub.class).clients().client(client.connectionId());
  }

  // From where it is asked.

  @Test
  void aHubMethodGetsTheAnswerOfItsCaller() {
    TestClient ann = start().connect("ann");
    ann.onInvoke("answer", question -> "because of " + question.argument(0, String.class));

    assertThat(ann.invoke(String.class, "ask", "rain")).isEqualTo("because of rain");
    assertThat(ann.invoke(String.class, "askAndBlock", "snow")).isEqualTo("because of snow");
    assertThat(ann.invoke(String.class, "askTyped", "hail")).isEqualTo("because of hail");
  }

  @Test
  void aHubMethodGetsTheAnswerOfAnotherClient() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    server.protocol(MessagePackHubProtocol.create());
    TestClient bob = server.connect("bob");
    bob.onInvoke("answer", question -> "because");

    assertThat(ann.invoke(String.class, "askOther", bob.connectionId(), "why?"))
        .isEqualTo("because");
  }

  @Test
  void theHubContextGetsAnswersOfAnyType() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    SingleClientProxy proxy = proxy(server, ann);
    ann.onInvoke("where", question -> new Point(1, question.arguments().size()));
    ann.onInvoke("track", question -> List.of(new Point(3, 4)));
    ann.onInvoke("count", ReceivedMessage::arguments);

    assertThat(proxy.invoke(Point.class, "where").join()).isEqualTo(new Point(1, 0));
    assertThat(proxy.invoke(Point.class, "where", 1, 2, 3).join()).isEqualTo(new Point(1, 3));
    TypeRef<List<Point>> points = new TypeRef<>() {};
    assertThat(proxy.invoke(points, "track").join()).containsExactly(new Point(3, 4));
    assertThat(proxy.invoke(points, "track", (Object) null).join()).hasSize(1);
    TypeRef<List<Object>> objects = new TypeRef<>() {};
    assertThat(proxy.invoke(objects, "count", 1, 2, 3).join()).containsExactly(1, 2, 3);
  }

  @Test
  void questionsAreReceivedInTheOrderInWhichTheyAreSentAmongMessages() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    SingleClientProxy proxy = proxy(server, ann);

    proxy.send("first");
    CompletableFuture<@Nullable String> asked = proxy.invoke(String.class, "answer");
    proxy.send("last");

    ReceivedMessage first = ann.expect("first");
    assertThat(first.isAsking()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> first.answer("unasked"));
    ReceivedMessage question = ann.expect("answer");
    ann.expect("last");
    assertThat(question.isAsking()).isTrue();
    question.answer("here");
    assertThat(asked.join()).isEqualTo("here");
  }

  @Test
  void onConnectedIsRefusedAnAnswerThatWouldNotBeRead() {
    start().connect("early");

    assertThat(inOnConnected.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Client results inside OnConnectedAsync Hub methods are not allowed.");
  }

  @Test
  void onDisconnectedIsToldThatItsClientIsGone() {
    start().connect("late").close();

    assertThat(inOnDisconnected.join())
        .isInstanceOfSatisfying(
            ClientResultException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.DISCONNECTED));
  }

  @Test
  void aTypedProxyOfSeveralIsRefused() {
    HubContext<AskingHub> context = start().server().hubContext(AskingHub.class);
    Answering all = context.clients(Answering.class).all();

    all.told("hello");

    assertThatIllegalStateException().isThrownBy(() -> all.answer("why?"));
  }

  // What is answered.

  @Test
  void anErrorOfTheClientIsAHubExceptionWithItsText() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    ann.onInvoke(
        "answer",
        question -> {
          throw new IllegalStateException("no idea");
        });

    assertHubException(proxy(server, ann).invoke(String.class, "answer", "why?"), "no idea");
    assertThatExceptionOfType(HubInvocationException.class)
        .isThrownBy(() -> ann.invoke("ask", "why?"))
        .withMessage(
            "An unexpected error occurred invoking 'ask' on the server. HubException: no idea");
  }

  @Test
  void nullIsAnAnswerButNotForAPrimitive() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    ann.onInvoke("answer", question -> null);

    assertThat(proxy(server, ann).invoke(String.class, "answer", "why?").join()).isNull();
    assertHubException(
        proxy(server, ann).invoke(int.class, "answer", "why?"),
        "Error trying to deserialize result to int.");
  }

  @Test
  void anAnswerOfTheWrongTypeFailsTheQuestionAlone() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    ann.onInvoke("answer", question -> "many");

    assertHubException(
        proxy(server, ann).invoke(Integer.class, "answer", "why?"),
        "Error trying to deserialize result to Integer.");
    assertThat(ann.invoke(int.class, "add", 1, 2)).isEqualTo(3);
  }

  @Test
  void aSecondAnswerIsDropped() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    CompletableFuture<@Nullable String> asked = proxy(server, ann).invoke(String.class, "answer");
    ReceivedMessage question = ann.expect("answer");

    question.answer("one");
    question.answer("two");

    assertThat(asked.join()).isEqualTo("one");
    assertThat(ann.invoke(int.class, "add", 1, 2)).as("still connected").isEqualTo(3);
  }

  @Test
  void argumentsThatCannotBeEncodedFailTheQuestion() {
    HubTester server = start(options -> options.maxSentMessageBytes(1000));
    TestClient ann = server.connect("ann");

    assertThat(proxy(server, ann).invoke(String.class, "answer", "x".repeat(1000)))
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withCauseInstanceOf(EncodingException.class);
    ann.expectNothing();
  }

  // No answer.

  @Test
  @DisplayName("ConnectionDoesNotExist_FailsInvokeConnectionAsync")
  void aConnectionThatDoesNotExistFails() {
    SingleClientProxy nobody =
        start().server().hubContext(AskingHub.class).clients().client("nobody");

    assertNoAnswer(
        nobody.invoke(String.class, "answer"),
        Reason.NO_SUCH_CONNECTION,
        "Connection 'nobody' does not exist.");
  }

  @Test
  void aClientThatLeavesOrIsCutOffEndsTheWaitAtOnce() {
    HubTester server = start();
    for (Consumer<TestClient> end :
        List.<Consumer<TestClient>>of(TestClient::close, TestClient::cut)) {
      TestClient ann = server.connect("ann");
      CompletableFuture<@Nullable String> asked =
          proxy(server, ann).withTimeout(Duration.ofDays(1)).invoke(String.class, "answer");
      ann.expect("answer");

      end.accept(ann);

      assertNoAnswer(
          asked, Reason.DISCONNECTED, "Connection '" + ann.connectionId() + "' disconnected.");
    }
  }

  @Test
  void aClientThatTakesTooLongFailsTheQuestionAndItsLateAnswerIsDropped() {
    HubTester server = start(options -> options.clientResultTimeout(Duration.ofMillis(50)));
    TestClient ann = server.connect("ann");
    CompletableFuture<@Nullable String> asked = proxy(server, ann).invoke(String.class, "answer");
    ReceivedMessage question = ann.expect("answer");

    assertNoAnswer(asked, Reason.TIMED_OUT, "did not answer within PT0.05S");
    question.answer("late");

    assertThat(ann.invoke(int.class, "add", 1, 2)).as("still connected").isEqualTo(3);
  }

  @Test
  void aQuestionMayHaveATimeoutOfItsOwn() {
    HubTester server = start(options -> options.clientResultTimeout(Duration.ofDays(1)));
    TestClient ann = server.connect("ann");
    SingleClientProxy proxy = proxy(server, ann);

    assertNoAnswer(
        proxy.withTimeout(Duration.ofMillis(50)).invoke(String.class, "answer"),
        Reason.TIMED_OUT,
        "PT0.05S");
    assertThatIllegalArgumentException().isThrownBy(() -> proxy.withTimeout(Duration.ZERO));
  }

  @Test
  void aTimeoutMayBeLongerThanAnyClockReaches() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    ann.onInvoke("answer", question -> "because");

    assertThat(
            proxy(server, ann)
                .withTimeout(ChronoUnit.FOREVER.getDuration())
                .invoke(String.class, "answer")
                .join())
        .isEqualTo("because");
  }

  @Test
  void aQuestionThatIsCancelledIsForgotten() {
    HubTester server = start(options -> options.maxClientResultsPerConnection(1));
    TestClient ann = server.connect("ann");
    SingleClientProxy proxy = proxy(server, ann);
    CompletableFuture<@Nullable String> asked = proxy.invoke(String.class, "answer");
    ReceivedMessage first = ann.expect("answer");

    asked.cancel(false);
    CompletableFuture<@Nullable String> again = proxy.invoke(String.class, "answer");
    first.answer("to the first");
    ann.expect("answer").answer("to the second");

    assertThat(again.join()).isEqualTo("to the second");
  }

  @Test
  void aServerThatStopsEndsTheWait() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    CompletableFuture<@Nullable String> asked =
        proxy(server, ann).withTimeout(Duration.ofDays(1)).invoke(String.class, "answer");
    ann.expect("answer");

    server.close();

    assertNoAnswer(asked, Reason.DISCONNECTED, "disconnected");
  }

  // Bounds, and the calls behind.

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
