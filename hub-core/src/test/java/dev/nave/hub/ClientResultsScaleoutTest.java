package dev.nave.hub;

import static dev.nave.hub.ClientResultAssertions.assertHubException;
import static dev.nave.hub.ClientResultAssertions.assertNoAnswer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two servers of one application that ask each other's clients. The display names are those of the
 * reference server's specification tests, as in {@link ScaleoutTest}.
 */
@ParameterizedClass
@EnumSource(SpyBackplane.Wire.class)
class ClientResultsScaleoutTest {
  private final SpyBackplane.Wire wire;
  private final InMemoryCluster cluster = new InMemoryCluster();
  private final HubTester one;
  private final HubTester two;

  public static class AnyHub extends Hub {}

  ClientResultsScaleoutTest(SpyBackplane.Wire wire) {
    this.wire = wire;
    one = start();
    two = start();
  }

  private HubTester start() {
    return HubTester.of(
        "/hub",
        server ->
            server
                .backplane(new SpyBackplane(cluster, wire))
                .options(options -> options.maxClientResultsPerConnection(2).maxClientResults(3))
                .hub("/hub", AnyHub.class, AnyHub::new));
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  private static SingleClientProxy proxy(HubTester of, String connectionId) {
    return of.server().hubContext(AnyHub.class).clients().client(connectionId);
  }

  private CompletableFuture<@Nullable String> ask(TestClient client) {
    return proxy(one, client.connectionId())
        .withTimeout(Duration.ofDays(1))
        .invoke(String.class, "answer", "why?");
  }

  @Test
  @DisplayName("CanProcessClientReturnResultAcrossServers")
  void aClientOfAnotherServerAnswers() {
    TestClient ann = two.connect("ann");
    two.protocol(MessagePackHubProtocol.create());
    TestClient bob = two.connect("bob");
    ann.onInvoke("answer", question -> "ann, " + question.argument(0, String.class));
    bob.onInvoke("answer", question -> "bob, " + question.argument(0, String.class));

    assertThat(ask(ann).join()).isEqualTo("ann, why?");
    assertThat(ask(bob).join()).isEqualTo("bob, why?");
  }

  @Test
  @DisplayName("CanProcessClientReturnErrorResultAcrossServers")
  void aClientOfAnotherServerAnswersWithAnError() {
    TestClient ann = two.connect("ann");
    CompletableFuture<@Nullable String> asked = ask(ann);

    ann.expect("answer").answerError("no idea");

    assertHubException(asked, "no idea");
  }

  @Test
  @DisplayName("ClientReturnResultAcrossServersWithWrongReturnedTypeErrors")
  void anAnswerOfTheWrongTypeFailsTheQuestion() {
    TestClient ann = two.connect("ann");
    ann.onInvoke("answer", question -> "many");

    assertHubException(
        proxy(one, ann.connectionId()).invoke(int.class, "answer", "how many?"),
        "Error trying to deserialize result to int.");
    assertThat(ask(ann).join()).as("still connected").isEqualTo("many");
  }

  @Test
  void whatIsAskedOfAClientThatEndsAtThatMomentIsAnswered() {
    for (int round = 0; round < 200; round++) {
      TestClient ann = two.connect("ann");
      CompletableFuture<Void> cut = CompletableFuture.runAsync(ann::cut);

      CompletableFuture<@Nullable String> asked = ask(ann);
      CompletableFuture<Void> joined =
          one.server().hubContext(AnyHub.class).groups().add(ann.connectionId(), "g");

      assertThat(asked)
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .withCauseInstanceOf(ClientResultException.class);
      assertThat(joined).succeedsWithin(Duration.ofSeconds(20));
      cut.join();
    }
  }

  @Test
  @DisplayName("ConnectionIDNotPresentMultiServerWhenInvokingClientResult")
  void aConnectionThatNoServerHasFails() {
    assertNoAnswer(
        proxy(one, "nobody").invoke(String.class, "answer"),
        Reason.NO_SUCH_CONNECTION,
        "Connection 'nobody' does not exist.");
  }

  @Test
  @DisplayName("ClientDisconnectsWithoutCompletingClientResultOnSecondServer")
  void aClientThatLeavesAnotherServerEndsTheWaitAtOnce() {
    TestClient ann = two.connect("ann");
    CompletableFuture<@Nullable String> asked = ask(ann);
    ann.expect("answer");

    ann.cut();

    assertNoAnswer(asked, Reason.DISCONNECTED, "Connection disconnected.");
  }

  /** A hub protocol of a client that notes the questions and answers as the test says. */
  private static HubProtocol json(
      Consumer<InvocationMessage> questions, UnaryOperator<CompletionMessage> answers) {
    HubProtocol json = JsonHubProtocol.create();
    return (HubProtocol)
        Proxy.newProxyInstance(
            HubProtocol.class.getClassLoader(),
            new Class<?>[] {HubProtocol.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("write")
                  && arguments[0] instanceof CompletionMessage answer) {
                return json.write(answers.apply(answer));
              }
              Object result = method.invoke(json, arguments);
              if (result instanceof InvocationMessage question) {
                questions.accept(question);
              }
              return result;
            });
  }

  @Test
  void anAnswerToAQuestionToAClientOfAnotherServerClosesItsSender() {
    AtomicReference<@Nullable String> idOfAnns = new AtomicReference<>();
    two.protocol(json(question -> idOfAnns.set(question.invocationId()), answer -> answer));
    TestClient ann = two.connect("ann");
    CompletableFuture<@Nullable String> asked = ask(ann);
    ReceivedMessage ofAnn = ann.expect("answer");
    one.protocol(
        json(
            question -> {},
            answer ->
                CompletionMessage.withResult(
                    Objects.requireNonNull(idOfAnns.get()), "instead of ann")));
    TestClient eve = one.connect("eve");
    CompletableFuture<@Nullable String> askedOfEve = ask(eve);

    eve.expect("answer").answer("forged");

    assertThat(eve.expectClosed().error()).isNotNull();
    assertNoAnswer(
        askedOfEve, Reason.DISCONNECTED, "Connection '" + eve.connectionId() + "' disconnected.");
    ofAnn.answer("ann's own");
    assertThat(asked.join()).isEqualTo("ann's own");
  }

  @Test
  @DisplayName("InvocationsFromDifferentServersUseUniqueIDs")
  void questionsOfDifferentServersAreAnsweredEach() {
    TestClient ann = two.connect("ann");
    CompletableFuture<@Nullable String> fromOne = ask(ann);
    ReceivedMessage ofOne = ann.expect("answer");
    CompletableFuture<@Nullable String> fromTwo =
        proxy(two, ann.connectionId()).invoke(String.class, "answer", "why?");
    ReceivedMessage ofTwo = ann.expect("answer");

    ofTwo.answer("to two");
    ofOne.answer("to one");

    assertThat(fromOne.join()).isEqualTo("to one");
    assertThat(fromTwo.join()).isEqualTo("to two");
  }

  @Test
  void aClientOwesResultsToAllServersTogether() {
    TestClient ann = two.connect("ann");
    CompletableFuture<@Nullable String> first = ask(ann);
    CompletableFuture<@Nullable String> second =
        proxy(two, ann.connectionId()).invoke(String.class, "answer", "why?");

    assertHubException(ask(ann), "The connection has too many pending results.");

    ann.expect("answer").answer("x");
    ann.expect("answer").answer("x");
    first.join();
    second.join();
    ann.onInvoke("answer", question -> "room again");
    assertThat(ask(ann).join()).isEqualTo("room again");
  }

  @Test
  void clientsOfOtherServersOweAsManyResultsAsTheOptionAllows() {
    CompletableFuture<?>[] asked = new CompletableFuture<?>[3];
    for (int i = 0; i < asked.length; i++) {
      asked[i] = ask(two.connect("ann" + i));
    }

    assertNoAnswer(
        ask(two.connect("one more")),
        Reason.TOO_MANY,
        "clients of other servers have 3 pending results, as many as maxClientResults allows");
    asked[0].cancel(false);
    TestClient bob = two.connect("bob");
    bob.onInvoke("answer", question -> "room again");
    await().until(() -> "room again".equals(ask(bob).exceptionally(failure -> "no").join()));
  }

  @Test
  void whatIsCancelledHereIsForgottenThere() {
    TestClient ann = two.connect("ann");
    CompletableFuture<@Nullable String> first = ask(ann);
    CompletableFuture<@Nullable String> second = ask(ann);
    ReceivedMessage firstQuestion = ann.expect("answer");
    ann.expect("answer");

    first.cancel(false);

    // Only two may be owed at a time.
    ann.onInvoke("answer", question -> "room again");
    await().until(() -> "room again".equals(ask(ann).exceptionally(failure -> "no").join()));
    firstQuestion.answer("late");
    assertThat(ask(ann).join()).as("still connected").isEqualTo("room again");
    assertThat(second).isNotDone();
  }

  @Test
  void aServerThatStopsEndsItsQuestionsToOthers() {
    TestClient ann = two.connect("ann");
    CompletableFuture<@Nullable String> asked = ask(ann);
    ann.expect("answer");

    one.close();

    assertNoAnswer(asked, Reason.STOPPED, "this server was stopped");
  }
}
