package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** When the settings of one hub are looked at, and what they begin with. */
class HubSettingsTest {
  private final HubServerBuilder server = HubServer.builder().transport(new DeafTransport());

  public static final class PlainHub extends Hub {
    public void fail() {
      throw new IllegalStateException("detail");
    }
  }

  private static HubTester tester(Consumer<HubServerBuilder> settings) {
    return HubTester.of("/plain", settings);
  }

  @Test
  void runWhereTheHubIsMapped() {
    List<String> order = new ArrayList<>();
    server.hub("/plain", PlainHub.class, hub -> order.add("settings"));
    order.add("mapped");
    server.build();
    server.build();

    assertThat(order).containsExactly("settings", "mapped");
  }

  @Test
  void wrongValueFailsWhereItIsSet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(options -> options.maxMessageBytes(0)))
        .withMessage("maxMessageBytes must be positive but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.hub("/plain", PlainHub.class, hub -> hub.name("")))
        .withMessageContaining("a hub's name is not empty");
  }

  private void options(Consumer<HubOptions.Builder> options) {
    server.hub("/plain", PlainHub.class, hub -> hub.options(options));
  }

  @Test
  void starWithCredentialsFailsWhereItIsSet() {
    String text = "allowedOrigins(\"*\") with allowCredentials(true)";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(options -> options.allowedOrigins(Set.of("*"))))
        .withMessageStartingWith(text);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> HubServer.builder().options(options -> options.allowedOrigins(Set.of("*"))))
        .withMessageStartingWith(text);
  }

  @Test
  void starIsTakenWithoutCredentialsInAnyOrder() {
    options(options -> options.allowedOrigins(Set.of("*")).allowCredentials(false));
    server.options(options -> options.allowCredentials(false));
    server.hub(
        "/too",
        PlainHub.class,
        hub -> hub.name("too").options(options -> options.allowedOrigins(Set.of("*"))));
    server.build();
  }

  @Test
  void starIsRefusedIfTheServerAllowsCredentialsLater() {
    server.options(options -> options.allowCredentials(false));
    options(options -> options.allowedOrigins(Set.of("*")));
    server.options(options -> options.allowCredentials(true));

    assertThatIllegalArgumentException().isThrownBy(server::build);
  }

  @Test
  void optionsOfTheServerAreUnderThoseOfTheHubWhereverTheyStand() {
    try (HubTester tester =
        tester(
            server ->
                server
                    .options(options -> options.detailedErrors(false))
                    .hub(
                        "/plain",
                        PlainHub.class,
                        hub -> hub.options(options -> options.protocols(Set.of("json"))))
                    .options(
                        options ->
                            options
                                .detailedErrors(true)
                                .protocols(Set.of("messagepack"))
                                .keepAliveInterval(Duration.ofSeconds(7))))) {
      TestClient client = tester.connect();

      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> client.invoke("Fail"))
          .withMessageContaining("detail");
    }
  }

  @Test
  void valueOfTheHubStaysThoughItIsTheDefault() {
    try (HubTester tester =
        tester(
            server ->
                server
                    .hub(
                        "/plain",
                        PlainHub.class,
                        hub -> hub.options(options -> options.requireAuthenticatedUser(false)))
                    .hub("/too", PlainHub.class, hub -> hub.name("too"))
                    .options(options -> options.requireAuthenticatedUser(true)))) {
      tester.connect().expectNothing();
      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(() -> tester.connect(HttpRequest.builder("GET", "/too").build()));
    }
  }
}
