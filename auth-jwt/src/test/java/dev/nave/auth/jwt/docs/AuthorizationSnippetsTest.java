package dev.nave.auth.jwt.docs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubUser;
import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What docs/authorization.md shows does what it says. */
class AuthorizationSnippetsTest {
  private static final AuthorizationSnippets.Rooms ANN_OWNS_BLUE =
      new AuthorizationSnippets.Rooms() {
        @Override
        public boolean isOwner(String userId, Object room) {
          return userId.equals("ann") && room.equals("blue");
        }

        @Override
        public CompletableFuture<Boolean> isMember(String userId, String room) {
          return CompletableFuture.completedFuture(true);
        }
      };

  @Test
  void theHubOfThePageIsGuarded() {
    Consumer<HubServerBuilder> rooms =
        server -> {
          AuthorizationSnippets.policies(server, ANN_OWNS_BLUE);
          server.hub(
              "/rooms", AuthorizationSnippets.RoomHub.class, AuthorizationSnippets.RoomHub::new);
        };
    try (HubTester tester = HubTester.of("/rooms", rooms)) {
      assertThatThrownBy(tester::connect).isInstanceOf(ConnectionRefusedException.class);
      TestClient ann = tester.connect("ann");
      ann.invoke("rename", "blue", "sky");
      assertThatThrownBy(() -> ann.invoke("rename", "red", "sky"))
          .isInstanceOf(HubInvocationException.class);
      assertThatThrownBy(() -> ann.invoke("mute", "bob"))
          .isInstanceOf(HubInvocationException.class);
    }
  }

  @Test
  void theNewsAreForEverybodyButPublishedByEditors() {
    try (HubTester tester =
        HubTester.of(AuthorizationSnippets.NewsHub.class, AuthorizationSnippets.NewsHub::new)) {
      TestClient reader = tester.connect();
      TestClient editor = tester.connect(HubUser.of("eve").withRoles(Set.of("editor")));
      editor.invoke("publish", "hello");
      reader.expect("news");
      assertThatThrownBy(() -> reader.invoke("publish", "spam"))
          .isInstanceOf(HubInvocationException.class);
    }
  }

  @Test
  void theOtherSnippetsRun() {
    assertThatCode(AuthorizationSnippets::testing).doesNotThrowAnyException();
    assertThatCode(AuthorizationSnippets::jwt).doesNotThrowAnyException();
  }
}
