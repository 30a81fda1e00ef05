package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a hub and its client see when the user is authenticated anew. */
class UserRefreshTest {
  private final AtomicBoolean accept = new AtomicBoolean(true);
  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server
                  .options(
                      options ->
                          options.authenticationRefresh(true).closeOnAuthenticationExpiration(true))
                  .hub(
                      "/hub",
                      RolesHub.class,
                      RolesHub::new,
                      hub -> hub.acceptRefreshedUser(refresh -> accept.get())));

  /** Tells its caller what roles it has. */
  public final class RolesHub extends Hub {
    @Authorize(roles = "admin")
    public String secret() {
      return "secret";
    }

    public CompletableFuture<Void> hold() {
      return gate;
    }

    public void nothing() {}

    @Override
    protected void onAuthenticationRefreshed() {
      clients().caller().send("roles", context().user().orElseThrow().roles());
      if (context().user().orElseThrow().roles().contains("broken")) {
        throw new IllegalStateException("broken");
      }
    }
  }

  private static HubUser ann(String role) {
    return HubUser.of("ann").withRoles(Set.of(role));
  }

  @AfterEach
  void stop() {
    tester.close();
  }

  @Test
  void methodsAndTheHubSeeTheNewRoles() {
    TestClient ann = tester.connect(ann("guest"));
    assertThatThrownBy(() -> ann.invoke("secret")).isInstanceOf(HubInvocationException.class);

    tester.refresh(ann, ann("admin"));

    assertThat(ann.expect("roles").argument(0, String[].class)).containsExactly("admin");
    assertThat(ann.invoke(String.class, "secret")).isEqualTo("secret");
    tester.refresh(ann, ann("guest"));
    assertThat(ann.expect("roles").argument(0, String[].class)).containsExactly("guest");
    assertThatThrownBy(() -> ann.invoke("secret")).isInstanceOf(HubInvocationException.class);
  }

  @Test
  void theHubIsToldBesideACallThatGoesOn() {
    TestClient ann = tester.connect(ann("guest"));
    CompletableFuture<Void> held = ann.invokeAsync(Void.class, "hold");

    tester.refresh(ann, ann("admin"));

    ann.expect("roles");
    assertThat(held).isNotDone();
    gate.complete(null);
    assertThat(held).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void aHubThatFailsOverItDoesNotEndTheConnection() {
    TestClient ann = tester.connect(ann("guest"));

    tester.refresh(ann, ann("broken"));
    ann.expect("roles");
    tester.refresh(ann, ann("admin"));

    ann.expect("roles");
    ann.invoke("nothing");
  }

  @Test
  void aRefusedUserChangesNothing() {
    TestClient ann = tester.connect(ann("guest"));
    accept.set(false);

    assertThatThrownBy(() -> tester.refresh(ann, ann("admin")))
        .isInstanceOf(ConnectionRefusedException.class)
        .hasMessageContaining("403")
        .hasMessageContaining("permission_change_rejected");

    ann.expectNothing();
    assertThatThrownBy(() -> ann.invoke("secret")).isInstanceOf(HubInvocationException.class);
  }

  @Test
  void theConnectionLivesAsLongAsTheNewProof() {
    Instant soon = Instant.now().plusSeconds(2);
    TestClient refreshed = tester.connect(ann("guest").withExpiresAt(soon));
    TestClient other = tester.connect(ann("guest").withExpiresAt(soon));

    tester.refresh(refreshed, ann("admin").withExpiresAt(soon.plusSeconds(600)));

    assertThat(other.expectClosed()).isEqualTo(new CloseMessage(null, true));
    assertThat(refreshed.invoke(String.class, "secret")).isEqualTo("secret");
  }

  @Test
  void aProofThatGetsAnEndIsHeldToIt() {
    TestClient ann = tester.connect(ann("guest"));

    tester.refresh(ann, ann("guest").withExpiresAt(Instant.now()));

    assertThat(ann.expectClosed()).isEqualTo(new CloseMessage(null, true));
  }
}
