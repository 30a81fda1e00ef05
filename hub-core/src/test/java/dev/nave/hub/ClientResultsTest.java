package dev.nave.hub;

import static dev.nave.hub.ClientResultAssertions.assertHubException;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One server that invokes methods of its clients, and what they return. */
class ClientResultsTest extends ClientResultsFixture {
  record Point(int x, int y) {}

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
  void anAnswerOfTooManyValuesFailsTheQuestionAlone() {
    HubTester server = start(options -> options.maxValuesPerMessage(8 + 2));
    TestClient ann = server.connect("ann");
    ann.onInvoke("answer", question -> List.of(1, 2));

    assertThat(proxy(server, ann).invoke(int[].class, "answer", "few").join())
        .containsExactly(1, 2);
    ann.onInvoke("answer", question -> List.of(1, 2, 3));
    assertHubException(
        proxy(server, ann).invoke(int[].class, "answer", "many"),
        "Error trying to deserialize result to int[].");
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
}
