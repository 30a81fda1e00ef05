package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Connections whose user can prove who it is for a time only. */
class TokenExpiryTest {
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  /** Writes down how its connections end. */
  public final class WatchedHub extends Hub {
    public String hello() {
      return "hello";
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      events.add("disconnected: " + cause);
    }
  }

  private HubTester serve(boolean close) {
    return HubTester.of(
        "/hub",
        server ->
            server
                .options(options -> options.closeOnAuthenticationExpiration(close))
                .hub("/hub", WatchedHub.class, WatchedHub::new));
  }

  private static HubUser ann(long seconds) {
    return HubUser.of("ann").withExpiresAt(Instant.now().plusSeconds(seconds));
  }

  @Test
  void theClientIsToldToComeBack() throws Exception {
    try (HubTester tester = serve(true)) {
      TestClient ann = tester.connect(ann(2));
      assertThat(ann.invoke(String.class, "hello")).isEqualTo("hello");

      assertThat(ann.expectClosed()).isEqualTo(new CloseMessage(null, true));
      assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("disconnected: null");
    }
  }

  @Test
  void anExpiryInThePastOrOutOfReachIsOne() {
    try (HubTester tester = serve(true)) {
      TestClient far = tester.connect(HubUser.of("ann").withExpiresAt(Instant.MAX));
      TestClient never = tester.connect(HubUser.of("ann"));
      HttpRequest request = HttpRequest.builder("GET", "/hub").build();
      TestClient past = tester.connect(request, ann(1));

      assertThat(past.expectClosed().allowReconnect()).isTrue();
      assertThat(far.invoke(String.class, "hello")).isEqualTo("hello");
      assertThat(never.invoke(String.class, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void aConnectionOutlivesItsProofUnlessAskedOtherwise() {
    try (HubTester tester = serve(false);
        HubTester clock = serve(true)) {
      TestClient ann = tester.connect(ann(1));
      TestClient other = clock.connect(ann(2));
      other.expectClosed();

      assertThat(ann.invoke(String.class, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void aGuardWithoutRefreshesIsRefusedAtTheBuild() {
    assertThatThrownBy(
            () ->
                HubTester.of(
                    "/hub",
                    server ->
                        server.hub(
                            "/hub",
                            WatchedHub.class,
                            WatchedHub::new,
                            hub -> hub.acceptRefreshedUser(refresh -> true))))
        .hasMessage(
            "hub \""
                + WatchedHub.class.getName()
                + "\" has acceptRefreshedUser, but authenticationRefresh is off");
  }
}
