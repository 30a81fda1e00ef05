package dev.nave.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nave.conformance.docs.FromSocketIoSnippets.ChatHub;
import dev.nave.conformance.docs.FromSocketIoSnippets.Line;
import dev.nave.hub.HubUser;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FromSocketIoSnippetsTest {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private int append(String room, String text) {
    lines.add(room + ": " + text);
    return lines.size();
  }

  @Test
  void theHubOfThePageDoesWhatTheListenersDo() {
    try (HubTester tester = HubTester.of(ChatHub.class, () -> new ChatHub(this::append))) {
      TestClient ann = tester.connect("ann");

      assertThat(ann.invoke(int.class, "say", new Line("everyone", "hello"))).isEqualTo(1);
      assertThat(ann.expect("said").arguments()).containsExactly("ann", "hello");
      assertThat(catchThrowable(() -> ann.invoke("say", new Line("everyone", ""))))
          .hasMessageContaining("say something");

      ann.onInvoke("answer", arguments -> "42");
      CompletableFuture<Integer> asked = ann.invokeAsync(int.class, "ask", "what?");
      assertThat(asked.join()).isEqualTo(2);
      assertThat(lines).containsExactly("everyone: hello", "answers: 42");
    }
  }

  @Test
  void announcementsReachBothKindsOfClients() {
    List<String> old = new CopyOnWriteArrayList<>();
    try (HubTester tester = HubTester.of(ChatHub.class, () -> new ChatHub(this::append))) {
      TestClient ann = tester.connect("ann");

      FromSocketIoSnippets.both(
              (room, user, text) -> old.add(user + " in " + room + ": " + text),
              tester.server().hubContext(ChatHub.class))
          .said("everyone", "bob", "hello");

      assertThat(ann.expect("said").arguments()).containsExactly("bob", "hello");
      assertThat(old).containsExactly("bob in everyone: hello");
    }
  }

  @Test
  void theServerOfThePageIsBuilt() {
    FromSocketIoSnippets.server(token -> HubUser.of("ann"), this::append).build().close();
  }
}
