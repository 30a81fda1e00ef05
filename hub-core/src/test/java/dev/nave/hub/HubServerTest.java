package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application builds a server of. */
class HubServerTest extends HubServerFixture {
  @Test
  void serverNeedsATransportAndAHub() {
    assertThatIllegalStateException()
        .isThrownBy(HubServer.builder().hub("/hub", PlainHub.class, PlainHub::new)::build)
        .withMessageContaining("transport");
    assertThatIllegalStateException().isThrownBy(server()::build).withMessageContaining("hub");
  }

  @Test
  void twoHubsOfOneNameAreRefused() {
    HubServerBuilder twice = plainServer().hub("/too", PlainHub.class, PlainHub::new);
    HubServerBuilder renamed =
        plainServer().hub("/other", OtherHub.class, OtherHub::new, hub -> hub.name(PLAIN));

    for (HubServerBuilder builder : List.of(twice, renamed)) {
      assertThatIllegalArgumentException()
          .isThrownBy(builder::build)
          .withMessageContaining("2 hubs are named \"" + PLAIN + "\"");
    }
  }

  @Test
  void nameWithAColonIsRefused() {
    for (String name : List.of("", "a:b")) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> server().hub("/", PlainHub.class, PlainHub::new, hub -> hub.name(name)).build())
          .withMessageContaining("\"" + name + "\"");
    }
  }

  @Test
  void twoHubsAtOnePathAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(plainServer().hub("/HUB/", OtherHub.class, OtherHub::new)::build)
        .withMessageContaining("/HUB/");
  }

  @Test
  void hubsOptionsAreTheServersWithItsOwnChanges() {
    HttpRequest special = HttpRequest.builder("GET", "/special").build();
    try (HubTester tester =
        tester(
            server ->
                server
                    .hub("/plain", PlainHub.class, PlainHub::new)
                    .hub(
                        "/special",
                        OtherHub.class,
                        OtherHub::new,
                        hub -> hub.options(options -> options.detailedErrors(false)))
                    .options(options -> options.detailedErrors(true)))) {

      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> tester.connect().invoke("fail"))
          .withMessageEndingWith("IllegalStateException: detail");
      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> tester.connect(special).invoke("fail"))
          .withMessageEndingWith("on the server.");
    }
  }

  @Test
  void hubSpeaksTheProtocolsThatItIsTo() {
    try (HubTester tester =
        tester(
            server ->
                server.hub(
                    "/plain",
                    PlainHub.class,
                    PlainHub::new,
                    hub -> hub.options(options -> options.protocols(Set.of("messagepack")))))) {

      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(tester::connect)
          .withMessageContaining("The protocol 'json' is not supported.");
      tester.protocol(MessagePackHubProtocol.create()).connect().expectNothing();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chat/{id}", "/chat/*", "/*", "/:room", "/chat/:room/x", "/**"})
  void hubPathThatLooksLikeATemplateIsRefusedWhereItIsGiven(String path) {
    HubServerBuilder builder = HubServer.builder();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.hub(path, PlainHub.class, PlainHub::new))
        .withMessageContaining("the path of a hub is no template")
        .withMessageContaining("\"" + path + "\"");
  }

  @Test
  void hubPathMayHaveAColonInsideOfASegment() {
    HubServer.builder().hub("/chat:1", PlainHub.class, PlainHub::new);
  }
}
