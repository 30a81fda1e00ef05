package dev.nave.hub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.Hub;
import dev.nave.hub.HubException;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubSettings;
import dev.nave.hub.HubUser;
import dev.nave.hub.TypeRef;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubTesterTest {
  private final HubTester tester = HubTester.of(ChatHub.class, ChatHub::new);

  public record Line(String author, String text) {}

  public static class ChatHub extends Hub {
    @Override
    protected void onConnected() {
      if ("mallory".equals(context().userId())) {
        throw new HubException("not you");
      }
      clients().caller().send("welcome");
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      clients().all().send("left", cause == null ? "as intended" : "failed");
    }

    public void say(String text) {
      clients().others().send("said", new Line(String.valueOf(context().userId()), text), 1);
    }

    public String whoAmI() {
      return context().userId() + context().user().map(HubUser::roles).orElse(Set.of());
    }

    public List<Line> lines() {
      return List.of(new Line("ann", "hi"));
    }

    public Stream<List<Line>> pages() {
      clients().caller().send("lines", lines());
      return Stream.of(lines());
    }

    public int add(int a, int b) {
      return a + b;
    }

    public void fail() {
      throw new HubException("no");
    }

    public void leaveMe() {
      context().abort();
    }
  }

  @AfterEach
  void stop() {
    tester.close();
  }

  /** What an application sets up. */
  private static HubServerBuilder production() {
    return HubServer.builder()
        .authenticator(
            request -> {
              throw new AssertionError("a test has no tokens");
            })
        .options(options -> options.requireAuthenticatedUser(true))
        .userIdProvider((request, user) -> user.map(known -> "user " + known.id()).orElse(null))
        .hub("/chat", ChatHub.class);
  }

  @Test
  void builderOfAnApplicationIsKeptButForItsAuthenticator() {
    try (HubTester shop = HubTester.of("/chat", production())) {
      TestClient ann = shop.connect(HubUser.of("ann").withRoles(Set.of("admin")));
      assertThat(ann.invoke(String.class, "WhoAmI")).isEqualTo("user ann[admin]");
      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(shop::connect)
          .withMessageContaining("401");
    }
  }

  @Test
  void resultsItemsAndArgumentsMayBeOfGenericTypes() {
    TestClient ann = tester.connect();
    ann.expect("welcome");

    List<Line> lines = ann.invoke(new TypeRef<List<Line>>() {}, "Lines");
    assertThat(lines).containsExactly(new Line("ann", "hi"));
    assertThat(ann.invokeAsync(new TypeRef<List<Line>>() {}, "Lines").join()).isEqualTo(lines);
    assertThat(ann.stream(new TypeRef<List<Line>>() {}, "Pages").expectItem()).isEqualTo(lines);
    List<Line> sent = ann.expect("lines").argument(0, new TypeRef<List<Line>>() {});
    assertThat(sent).isEqualTo(lines);
  }

  @Test
  void clientGetsTheResultOfWhatItInvokes() {
    TestClient ann = connect("ann");

    assertThat(ann.invoke(int.class, "add", 1, 2)).isEqualTo(3);
    assertThat(ann.invokeAsync(Integer.class, "add", 1, 2).join()).isEqualTo(3);
    assertThat(ann.invoke(Object.class, "say", "nothing")).isNull();
  }

  @Test
  void clientGetsTheErrorOfWhatItInvokes() {
    TestClient ann = connect("ann");

    String error = "An unexpected error occurred invoking 'fail' on the server. HubException: no";
    assertThatExceptionOfType(HubInvocationException.class)
        .isThrownBy(() -> ann.invoke("fail"))
        .withMessage(error);
    assertThat(ann.invokeAsync(String.class, "fail"))
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withCauseInstanceOf(HubInvocationException.class)
        .withMessageContaining(error);
  }

  @Test
  void clientReadsMessagesWithTheirArgumentsInOrder() {
    TestClient ann = connect("ann");
    TestClient bob = connect("bob");

    ann.invoke("say", "one");
    ann.send("say", "two");

    ReceivedMessage first = bob.expect("said");
    assertThat(first.target()).isEqualTo("said");
    assertThat(first.argument(0, Line.class)).isEqualTo(new Line("ann", "one"));
    assertThat(first.argument(1, int.class)).isEqualTo(1);
    assertThat(first.arguments()).isEqualTo(List.of(Map.of("author", "ann", "text", "one"), 1));
    assertThat(bob.expectMessage()).hasToString("said[{author=ann, text=two}, 1]");
    ann.expectNothing();
  }

  @Test
  void messagePackClientReadsTheSame() {
    TestClient ann = connect("ann");
    tester.protocol(MessagePackHubProtocol.create());
    TestClient bob = connect("bob");

    ann.invoke("say", "one");

    assertThat(bob.expect("said").argument(0, Line.class)).isEqualTo(new Line("ann", "one"));
    assertThat(bob.invoke(long.class, "add", 1, 2)).isEqualTo(3);
  }

  @Test
  void argumentThatIsNotThereOrDoesNotFitFails() {
    TestClient bob = connect("bob");
    connect("ann").invoke("say", "hi");
    ReceivedMessage said = bob.expect("said");

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> said.argument(2, String.class))
        .withMessageContaining("no argument 2 in said[");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> said.argument(1, String.class))
        .withMessageContaining("the arguments of \"said\" are not");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> bob.invoke(Line.class, "add", 1, 2))
        .withMessage("the result is no " + Line.class.getName());
  }

  @Test
  void messageThatWasNotExpectedFailsTheTestWithWhatItIs() {
    TestClient ann = connect("ann");
    TestClient bob = connect("bob");

    ann.send("say", "hi");
    ann.expectNothing();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(bob::expectNothing)
        .withMessage(
            "client \"bob\" expected nothing but received [said[{author=ann, text=hi}, 1]]");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> bob.expect("heard"))
        .withMessageContaining("client \"bob\" expected \"heard\" but received said[");
  }

  @Test
  void clientThatTheHubEndsSeesHow() {
    TestClient ann = connect("ann");

    ann.send("leaveMe");

    assertThat(ann.expectClosed()).isEqualTo(new CloseMessage(null, false));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> ann.expect("more"))
        .withMessage(
            "client \"ann\" expected \"more\" but received nothing; the connection has ended");
    assertThatIllegalStateException()
        .isThrownBy(() -> ann.invoke("say", "hi"))
        .withMessage("client \"ann\": the connection has ended");
  }

  @Test
  void invocationOfAClientThatLeavesFails() {
    TestClient ann = connect("ann");
    CompletableFuture<String> never = ann.invokeAsync(String.class, "leaveMe");

    ann.expectClosed();

    assertThat(never).failsWithin(Duration.ofSeconds(30));
  }

  @Test
  void othersSeeAClientLeaveOrVanish() {
    TestClient ann = connect("ann");
    TestClient bob = connect("bob");
    TestClient cy = connect("cy");

    ann.close();
    assertThat(bob.expect("left").arguments()).containsExactly("as intended");
    cy.cut();
    assertThat(bob.expect("left").arguments()).containsExactly("as intended");
    assertThat(ann.expectClosed()).isEqualTo(new CloseMessage(null, false));
  }

  @Test
  void clientThatTheHubRefusesCannotConnect() {
    assertThatExceptionOfType(ConnectionRefusedException.class)
        .isThrownBy(() -> tester.connect("mallory"))
        .withMessage(
            "client \"mallory\": the connection has ended:"
                + " Connection closed with an error. HubException: not you");
  }

  @Test
  void clientIsWhoTheTestSaysItIs() {
    TestClient nobody = tester.connect();
    TestClient root = tester.connect(HubUser.of("ann").withRoles(Set.of("admin")));

    assertThat(nobody.invoke(String.class, "whoAmI")).isEqualTo("null[]");
    assertThat(root.invoke(String.class, "whoAmI")).isEqualTo("ann[admin]");
  }

  @Test
  void clientsOfAnApplicationWithItsOwnAuthenticatorConnectWithARequest() {
    Authenticator tokens =
        request -> {
          String token = Authenticator.bearerToken(request);
          return token == null ? null : HubUser.of(token);
        };
    try (HubTester application =
        HubTester.of(
            "/chat",
            server ->
                server
                    .authenticator(tokens)
                    .hub("/chat", ChatHub.class, ChatHub::new, this::requireUser))) {
      HttpRequest request =
          HttpRequest.builder("GET", "/chat").query("access_token", "ann").build();

      assertThat(application.connect(request).invoke(String.class, "whoAmI")).isEqualTo("ann[]");
      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(application::connect)
          .withMessageContaining("POST /chat/negotiate was answered with 401");
      assertThatIllegalStateException()
          .isThrownBy(() -> application.connect("ann"))
          .withMessageContaining("has an authenticator of its own");
    }
  }

  private void requireUser(HubSettings settings) {
    settings.options(options -> options.requireAuthenticatedUser(true));
  }

  @Test
  void connectionToAPathWithoutAHubIsRefused() {
    assertThatExceptionOfType(ConnectionRefusedException.class)
        .isThrownBy(() -> tester.connect(HttpRequest.builder("GET", "/caht").build()))
        .withMessage("no hub is mapped at the path of POST /caht/negotiate");
  }

  @Test
  void connectionIdIsTheOneThatTheServerKnows() {
    TestClient ann = connect("ann");
    TestClient bob = connect("bob");

    tester.server().hubContext(ChatHub.class).clients().client(ann.connectionId()).send("psst");

    ann.expect("psst");
    bob.expectNothing();
  }

  private TestClient connect(String userId) {
    TestClient client = tester.connect(userId);
    client.expect("welcome");
    return client;
  }
}
