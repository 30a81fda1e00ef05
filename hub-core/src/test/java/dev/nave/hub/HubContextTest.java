package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How code outside of hubs reaches the clients of a hub. */
class HubContextTest extends HubServerFixture {
  /** What clients of {@link SayingHub} can do. */
  public interface ChatClient {
    void messageReceived(String user, String text);

    CompletionStage<Void> left(String user);

    @HubMethodName("number-changed")
    void changed(int number);
  }

  public static class SayingHub extends Hub {
    public CompletionStage<Void> say(String text) {
      clients(ChatClient.class).others().messageReceived("somebody", text);
      return clients(ChatClient.class).caller().left("nobody");
    }
  }

  // Contexts.

  @Test
  void contextOfAHubIsFoundByClassAndByName() {
    try (HubTester tester =
        tester(
            server ->
                server
                    .hub("/plain", PlainHub.class, PlainHub::new)
                    .hub("/too", PlainHub.class, PlainHub::new, hub -> hub.name("Second"))
                    .hub("/other", OtherHub.class, OtherHub::new))) {
      HubServer server = tester.server();
      TestClient plain = tester.connect();
      TestClient second = tester.connect(HttpRequest.builder("GET", "/too").build());
      TestClient other = tester.connect(HttpRequest.builder("GET", "/other").build());

      server.hubContext("Second").clients().all().send("second").join();
      server.hubContext(OtherHub.class).clients().all().send("other").join();

      second.expect("second");
      other.expect("other");
      for (TestClient client : List.of(plain, second, other)) {
        client.expectNothing();
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.hubContext(PlainHub.class))
          .withMessageContaining("mapped as [" + PLAIN + ", Second]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.hubContext(SayingHub.class))
          .withMessageContaining("no hub of class " + SayingHub.class.getName());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.hubContext("plainhub"))
          .withMessageContaining("no hub is named \"plainhub\"");
    }
  }

  @Test
  void contextFromTheBuilderFailsUntilTheServerHasStarted() {
    HubServerBuilder builder = plainServer();
    HubContext<PlainHub> early = builder.hubContext(PlainHub.class);
    try (HubServer server = builder.build()) {
      for (Consumer<HubContext<?>> use :
          List.<Consumer<HubContext<?>>>of(
              context -> context.clients().all(),
              context -> context.clients(ChatClient.class).all(),
              context -> context.groups().add("connection", "group"))) {
        assertThatIllegalStateException()
            .isThrownBy(() -> use.accept(early))
            .withMessageContaining("cannot be used before the server has started");
      }
      server.start();

      early.clients().all().send("hello").join();
      early.groups().add("nobody", "group").join();
    }
  }

  @Test
  void clientsAreCalledThroughAnInterface() {
    try (HubTester tester = HubTester.of(SayingHub.class, SayingHub::new)) {
      TestClient ann = tester.connect("ann");
      TestClient bob = tester.connect("bob");

      ann.invoke("say", "hi");
      assertThat(bob.expect("messageReceived").arguments()).containsExactly("somebody", "hi");
      assertThat(ann.expect("left").arguments()).containsExactly("nobody");
      tester
          .server()
          .hubContext(SayingHub.class)
          .clients(ChatClient.class)
          .client(bob.connectionId())
          .changed(7);
      assertThat(bob.expect("number-changed").arguments()).containsExactly(7);
      ann.expectNothing();
    }
  }

  @Test
  void userIdIsTheOneThatTheProviderGives() {
    UserIdProvider byName =
        (request, user) -> request.query("name").map(name -> name + user.isPresent()).orElse(null);
    try (HubTester tester =
        tester(
            server -> server.hub("/plain", PlainHub.class, PlainHub::new).userIdProvider(byName))) {
      HubClients clients = tester.server().hubContext(PlainHub.class).clients();
      HttpRequest zoe = HttpRequest.builder("GET", "/plain").query("name", "zoe").build();
      TestClient nobody = tester.connect(zoe);
      TestClient somebody = tester.connect(zoe, HubUser.of("ann"));
      TestClient noName = tester.connect("ann");

      clients.user("zoefalse").send("nobody").join();
      clients.user("zoetrue").send("somebody").join();
      clients.user("ann").send("ann").join();

      nobody.expect("nobody");
      somebody.expect("somebody");
      for (TestClient client : List.of(nobody, somebody, noName)) {
        client.expectNothing();
      }
    }
  }

  @Test
  void contextOfAHubThatIsNotMappedFailsTheBuild() {
    HubServerBuilder builder = plainServer();
    HubContext<OtherHub> unknown = builder.hubContext(OtherHub.class);

    assertThat(unknown).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("no hub of class " + OtherHub.class.getName());
  }

  @Test
  void groupChangeOfAConnectionThatIsNowhereIsNoFailureOnAServerThatIsAlone() {
    try (HubTester tester = HubTester.of(PlainHub.class, PlainHub::new)) {
      CompletableFuture<Void> added =
          tester.server().hubContext(PlainHub.class).groups().add("nobody", "blue");

      assertThat(added).succeedsWithin(Duration.ofSeconds(20)); // Not the 30 of groupAckTimeout.
    }
  }
}
