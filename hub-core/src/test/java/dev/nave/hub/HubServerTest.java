package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.inmemory.InMemoryBackplane;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.transport.HttpEndpoint;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application builds a server of, and what it gets. */
class HubServerTest {
  private static final String PLAIN = PlainHub.class.getName();

  public static class PlainHub extends Hub {
    public void fail() {
      throw new IllegalStateException("detail");
    }
  }

  public static class OtherHub extends PlainHub {}

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

  private static HubServerBuilder server() {
    return HubServer.builder().transport(new DeafTransport());
  }

  private static HubServerBuilder plainServer() {
    return server().hub("/hub", PlainHub.class, PlainHub::new);
  }

  private static HubTester tester(Consumer<HubServerBuilder> settings) {
    return HubTester.of("/plain", settings);
  }

  // Building.

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

  // Starting and stopping.

  @Test
  void serverIsStartedOnceHoweverOftenItIsAsked() {
    InMemoryBackplane backplane = InMemoryBackplane.create(); // Fails if it is started twice.
    try (HubServer server = plainServer().backplane(backplane).build()) {
      server.start();
      server.start();

      assertThat(backplane.health().state()).isEqualTo(BackplaneHealth.State.UP);
    }
  }

  @Test
  void serverIsStoppedOnceHoweverOftenItIsAsked() {
    InMemoryBackplane backplane = InMemoryBackplane.create();
    HubServer server = plainServer().backplane(backplane).build();
    server.start();

    server.stop();
    server.stop();
    server.close();

    assertThat(backplane.health().state()).isEqualTo(BackplaneHealth.State.CLOSED);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(server::start)
        .withMessageContaining("was stopped");
  }

  @Test
  void serverThatWasNeverStartedCanBeStopped() {
    InMemoryBackplane backplane = InMemoryBackplane.create();

    plainServer().backplane(backplane).build().stop();

    assertThat(backplane.health().state()).isEqualTo(BackplaneHealth.State.CLOSED);
  }

  @Test
  void serverWhoseTransportFailsIsStopped() {
    InMemoryBackplane backplane = InMemoryBackplane.create();
    IllegalStateException failure = new IllegalStateException("the port is taken");
    HubServer server = plainServer().backplane(backplane).transport(failing(failure)).build();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(server::start)
        .isSameAs(failure);
    server.stop();

    assertThat(backplane.health().state()).isEqualTo(BackplaneHealth.State.CLOSED);
  }

  @Test
  void startThrowsAnIoFailureUncheckedWithItsOwnMessage() {
    BindException failure = new BindException("cannot listen on 127.0.0.1:80: Permission denied");
    HubServer server = plainServer().transport(failing(failure)).build();

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(server::start)
        .withMessage(failure.getMessage())
        .withCause(failure);
  }

  @Test
  void startThrowsAnErrorAsItIs() {
    HubServer server = plainServer().transport(failing(new NoClassDefFoundError("Old"))).build();

    assertThatExceptionOfType(NoClassDefFoundError.class)
        .isThrownBy(server::start)
        .withMessage("Old");
  }

  private static DeafTransport failing(Throwable failure) {
    return new DeafTransport() {
      @Override
      public CompletionStage<Void> start(HttpEndpoint endpoint) {
        return CompletableFuture.failedStage(failure);
      }
    };
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

  @Test
  void serverThatIsStoppedWhileItStartsDoesNotListen() {
    SpyBackplane backplane = new SpyBackplane(new InMemoryCluster(), SpyBackplane.Wire.BYTES);
    CompletableFuture<Void> confirmation = new CompletableFuture<>();
    backplane.confirmAfter(confirmation);
    AtomicBoolean listening = new AtomicBoolean();
    HubServer server =
        plainServer()
            .backplane(backplane)
            .serverOptions(options -> options.subscribeTimeout(Duration.ofMinutes(1)))
            .transport(
                new DeafTransport() {
                  @Override
                  public CompletionStage<Void> start(HttpEndpoint endpoint) {
                    listening.set(true);
                    return super.start(endpoint);
                  }
                })
            .build();
    CompletableFuture<Void> starting = server.startAsync();

    server.stop();
    confirmation.complete(null);

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(starting::join)
        .withStackTraceContaining("was stopped while it started");
    assertThat(listening).isFalse();
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
