package dev.nave.hub.docs;

import dev.nave.hub.ClientResultException;
import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubException;
import dev.nave.hub.SingleClientProxy;
import dev.nave.hub.TypeRef;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What docs/client-results.md shows. */
final class ClientResultsSnippets {
  private ClientResultsSnippets() {}

  public static final class QuizHub extends Hub {
    public CompletionStage<Boolean> ask(String question) {
      return clients().caller().invoke(String.class, "answer", question).thenApply("42"::equals);
    }

    public String askPlainly(String question) {
      String answer = clients().caller().invoke(String.class, "answer", question).join();
      return "42".equals(answer) ? "right" : "wrong";
    }

    public CompletionStage<@Nullable String> askOther(String connectionId, String question) {
      return clients().client(connectionId).invoke(String.class, "answer", question);
    }
  }

  /** What a player's client can do. */
  public interface Player {
    void started(String quiz);

    CompletionStage<String> answer(String question);
  }

  public static final class TypedQuizHub extends Hub {
    public CompletionStage<String> ask(String question) {
      return clients(Player.class).caller().answer(question);
    }
  }

  static CompletableFuture<@Nullable List<String>> guesses(HubContext<?> context, String id) {
    SingleClientProxy client = context.clients().client(id).withTimeout(Duration.ofSeconds(5));
    return client.invoke(new TypeRef<List<String>>() {}, "guesses", 3);
  }

  static String outcome(@Nullable String answer, @Nullable Throwable failure) {
    if (failure instanceof ClientResultException none) {
      return switch (none.reason()) {
        case NO_SUCH_CONNECTION, DISCONNECTED -> "gone";
        case TIMED_OUT -> "too slow";
        case SERVER_LOST, STOPPED, TOO_MANY -> "try again";
      };
    }
    if (failure instanceof HubException refused) {
      return "the client says: " + refused.getMessage();
    }
    return String.valueOf(answer);
  }

  static boolean tried() {
    try (HubTester tester = HubTester.of(QuizHub.class, QuizHub::new)) {
      TestClient ann = tester.connect("ann");
      ann.onInvoke("answer", question -> "42");
      return Boolean.TRUE.equals(ann.invoke(Boolean.class, "ask", "why?"));
    }
  }

  static @Nullable Boolean triedByHand(TestClient ann) {
    CompletableFuture<@Nullable Boolean> result = ann.invokeAsync(Boolean.class, "ask", "why?");
    ReceivedMessage question = ann.expect("answer");
    question.answer("42"); // or question.answerError("no idea")
    return result.join();
  }
}
