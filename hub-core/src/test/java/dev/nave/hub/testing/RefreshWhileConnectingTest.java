package dev.nave.hub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.Hub;
import dev.nave.hub.HubUser;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users that are authenticated anew before their hub has accepted them, or when they are gone. */
class RefreshWhileConnectingTest {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Queue<String> events = new ConcurrentLinkedQueue<>();
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server
                  .options(options -> options.authenticationRefresh(true))
                  .hub("/hub", SlowHub.class, SlowHub::new));

  /** Takes its time to accept a client. */
  public final class SlowHub extends Hub {
    @Override
    protected void onConnected() throws Exception {
      entered.countDown();
      if (!released.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody released the hub");
      }
      events.add("connected " + roles());
    }

    @Override
    protected void onAuthenticationRefreshed() {
      events.add("refreshed " + roles());
      clients().caller().send("refreshed");
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      events.add("disconnected");
    }

    private Set<String> roles() {
      return context().user().orElseThrow().roles();
    }
  }

  private static HubUser ann(String role) {
    return HubUser.of("ann").withRoles(Set.of(role));
  }

  @Test
  void theHubIsToldBehindOnConnected() throws Exception {
    try (tester) {
      TestClient client = tester.dial(HttpRequest.builder("GET", "/hub").build(), ann("guest"));
      CompletableFuture<Void> connected = CompletableFuture.runAsync(client::shakeHands);
      assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

      tester.refresh(client, ann("admin"));
      tester.refresh(client, ann("owner"));
      released.countDown();
      connected.join();

      client.expect("refreshed");
      client.expectNothing();
      assertThat(events).containsExactly("connected [owner]", "refreshed [owner]");
    }
  }

  @Test
  void aConnectionThatIsOverIsNotFound() {
    released.countDown();
    try (tester) {
      TestClient client = tester.connect(ann("guest"));
      client.close();
      await().until(() -> events.contains("disconnected"));

      assertThatThrownBy(() -> tester.refresh(client, ann("admin")))
          .isInstanceOf(ConnectionRefusedException.class)
          .hasMessageContaining("connection_not_found");
    }
    assertThat(events).containsExactly("connected [guest]", "disconnected");
  }
}
