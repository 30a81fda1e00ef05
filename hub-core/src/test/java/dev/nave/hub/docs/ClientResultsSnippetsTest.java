package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.ClientResultException;
import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.HubException;
import dev.nave.hub.docs.ClientResultsSnippets.QuizHub;
import dev.nave.hub.docs.ClientResultsSnippets.TypedQuizHub;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientResultsSnippetsTest {
  @Test
  void hubsAskAsTheDocumentationShows() {
    try (HubTester tester = HubTester.of(QuizHub.class, QuizHub::new)) {
      TestClient ann = tester.connect("ann");
      assertThat(ClientResultsSnippets.triedByHand(ann)).isTrue();
      ann.onInvoke("answer", question -> "42");
      ann.onInvoke("guesses", question -> List.of("41", "42", "43"));

      assertThat(ann.invoke(String.class, "askPlainly", "why?")).isEqualTo("right");
      assertThat(ann.invoke(String.class, "askOther", ann.connectionId(), "why?")).isEqualTo("42");
      assertThat(
              ClientResultsSnippets.guesses(
                      tester.server().hubContext(QuizHub.class), ann.connectionId())
                  .join())
          .hasSize(3);
    }
    assertThat(ClientResultsSnippets.tried()).isTrue();
  }

  @Test
  void typedClientsAskAsTheDocumentationShows() {
    try (HubTester tester = HubTester.of(TypedQuizHub.class, TypedQuizHub::new)) {
      TestClient ann = tester.connect("ann");
      ann.onInvoke("answer", question -> "42");

      assertThat(ann.invoke(String.class, "ask", "why?")).isEqualTo("42");
    }
  }

  @Test
  void failuresAreToldApartAsTheDocumentationShows() {
    assertThat(ClientResultsSnippets.outcome("42", null)).isEqualTo("42");
    assertThat(ClientResultsSnippets.outcome(null, new HubException("no idea")))
        .isEqualTo("the client says: no idea");
    assertThat(
            ClientResultsSnippets.outcome(
                null, new ClientResultException(Reason.DISCONNECTED, "gone")))
        .isEqualTo("gone");
  }
}
