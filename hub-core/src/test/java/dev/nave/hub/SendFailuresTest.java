package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a value of the application throws while it is encoded is the failure of its stage. */
class SendFailuresTest {
  /** A way to send to clients. */
  enum Way {
    ALL,
    CALLER,
    TYPED,
    GROUP,
    QUESTION,
    TYPED_QUESTION,
    QUESTION_ELSEWHERE
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsThrownOutOfASend(Way way) {
    try (HubTester tester = HubTester.of(FailingHub.class, FailingHub::new)) {
      TestClient client = tester.connect();
      client.onInvoke("answer", question -> "yes");
      for (Problem problem : Problem.values()) {
        assertThat(client.invoke(String.class, "outcome", way, problem))
            .as("%s", problem)
            .isEqualTo("EncodingException");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aQuestionThatCannotBeEncodedIsNotPending(Problem problem) {
    try (HubTester tester =
        HubTester.of(
            "/h",
            server ->
                server.hub(
                    "/h",
                    FailingHub.class,
                    FailingHub::new,
                    hub ->
                        hub.options(
                            all -> all.maxClientResultsPerConnection(3).maxClientResults(5))))) {
      TestClient client = tester.connect();
      client.onInvoke("answer", question -> "yes");
      for (int i = 0; i < 20; i++) {
        for (Way way : List.of(Way.QUESTION, Way.TYPED_QUESTION, Way.QUESTION_ELSEWHERE)) {
          assertThat(client.invoke(String.class, "outcome", way, problem))
              .isEqualTo("EncodingException");
        }
      }
      assertThat(client.invoke(String.class, "ask")).isEqualTo("yes");
    }
  }

  @Test
  void theOutcomeOfASendDoesNotDependOnWhoIsConnected() {
    try (HubTester tester = HubTester.of(FailingHub.class, FailingHub::new)) {
      TestClient first = tester.protocol(MessagePackHubProtocol.create()).connect();
      assertThat(first.invoke(String.class, "nan")).isEqualTo("[false, false]");
      tester.protocol(JsonHubProtocol.create()).connect();
      assertThat(first.invoke(String.class, "nan")).isEqualTo("[false, false]");
    }
  }

  @Test
  void aSendThatCannotBeEncodedFailsThoughNoClientIsConnected() {
    try (HubTester tester = tester(hub -> {})) {
      HubClients clients = tester.server().hubContext(FailingHub.class).clients();
      Bad bad = new Bad(Problem.EXCEPTION);
      for (ClientProxy target :
          List.of(
              clients.all(),
              clients.client("c"),
              clients.clients(List.of()),
              clients.group("g"),
              clients.user("u"))) {
        assertThat(target.send("m", bad))
            .as("%s", target)
            .failsWithin(Duration.ofSeconds(30))
            .withThrowableOfType(ExecutionException.class)
            .withCauseInstanceOf(EncodingException.class);
      }
    }
  }

  @Test
  void aSendThatIsTooLargeFailsThoughNoClientIsConnected() {
    try (HubTester tester = tester(hub -> hub.options(all -> all.maxSentMessageBytes(100)))) {
      HubClients clients = tester.server().hubContext(FailingHub.class).clients();
      assertThat(clients.all().send("m", "x".repeat(50))).succeedsWithin(Duration.ofSeconds(30));
      assertThat(clients.all().send("m", "x".repeat(101)))
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(EncodingException.class);
    }
  }

  private static HubTester tester(Consumer<HubSettings> settings) {
    return HubTester.of("/h", server -> server.hub("/h", FailingHub.class, settings));
  }

  /** What a getter does. */
  public enum Problem {
    EXCEPTION,
    LINKAGE,
    ASSERTION,
    ENDLESS
  }

  /** A value that cannot be encoded. */
  public record Bad(Problem problem) {
    public Object getText() {
      return switch (problem) {
        case EXCEPTION -> throw new IllegalStateException("in a getter");
        case LINKAGE -> throw new NoClassDefFoundError("in a getter");
        case ASSERTION -> throw new AssertionError("in a getter");
        case ENDLESS -> getText(0);
      };
    }

    @SuppressWarnings("InfiniteRecursion") // is what is tested
    private static int getText(int depth) {
      return getText(depth + 1) + 1;
    }
  }

  interface Client {
    CompletionStage<Void> answerTo(Object question);

    CompletionStage<String> answer(Object question);
  }

  public static class FailingHub extends Hub {
    public String outcome(Way way, Problem problem) {
      Bad bad = new Bad(problem);
      CompletionStage<?> sent =
          switch (way) {
            case ALL -> clients().all().send("m", bad);
            case CALLER -> clients().caller().send("m", 1, bad);
            case GROUP -> clients().group("g").send("m", bad);
            case TYPED -> clients(Client.class).caller().answerTo(bad);
            case QUESTION -> clients().caller().invoke(String.class, "answer", bad);
            case QUESTION_ELSEWHERE ->
                clients().client("elsewhere").invoke(String.class, "answer", bad);
            case TYPED_QUESTION -> clients(Client.class).caller().answer(bad);
          };
      try {
        sent.toCompletableFuture().join();
        return "sent";
      } catch (CompletionException e) {
        return e.getCause() instanceof EncodingException
            ? "EncodingException"
            : String.valueOf(e.getCause());
      }
    }

    public String nan() {
      return Stream.of(
              clients().all().send("m", Double.NaN),
              clients().caller().send("m", List.of(Double.NEGATIVE_INFINITY)))
          .map(sent -> !sent.isCompletedExceptionally())
          .toList()
          .toString();
    }

    public CompletableFuture<@Nullable String> ask() {
      return clients().caller().invoke(String.class, "answer", "fine");
    }
  }
}
