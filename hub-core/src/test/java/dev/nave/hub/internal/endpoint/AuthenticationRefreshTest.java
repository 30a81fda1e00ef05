package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.AuthenticationException;
import dev.nave.hub.AuthenticationRefresh;
import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubUser;
import dev.nave.hub.internal.accept.Acceptor;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.endpoint.TestEndpoint.Negotiated;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.TransportReceiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code POST {path}/refresh}: a user is authenticated anew while the connection goes on. */
class AuthenticationRefreshTest {
  private final Instant soon = Instant.now().plusSeconds(600);

  private final List<AuthenticationRefresh> asked = new ArrayList<>();
  private final List<ConnectionRequest> opened = new ArrayList<>();
  private final TestEndpoint test = serve(true);
  private boolean accept = true;

  private TestEndpoint serve(boolean refresh) {
    Acceptor acceptor =
        (request, link) -> {
          opened.add(request);
          return new Deaf();
        };
    HubEntryPolicy hooks =
        new HubEntryPolicy(
            Admission.OF_ALL,
            null,
            event -> {
              asked.add(event);
              return accept;
            });
    HubOptions options = HubOptions.builder().authenticationRefresh(refresh).build();
    return TestEndpoint.with(
        builder ->
            builder
                .authenticator(this::userOfToken)
                .hub(new HubMapping("/chat", options, acceptor, hooks)));
  }

  /** {@code user}, {@code user:role} or {@code user:role:seconds after soon}. */
  private @Nullable HubUser userOfToken(HttpRequest request) {
    String token = Authenticator.bearerToken(request);
    if (token == null) {
      return null;
    }
    if (token.equals("forged")) {
      throw new AuthenticationException("not signed by us");
    }
    String[] parts = token.split(":", 3);
    HubUser user = HubUser.of(parts[0]);
    if (parts.length > 1) {
      user = user.withRoles(Set.of(parts[1]));
    }
    return parts.length > 2 ? user.withExpiresAt(soon.plusSeconds(Long.parseLong(parts[2]))) : user;
  }

  private static HttpRequest.Builder as(String token, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + token);
  }

  private Negotiated negotiate(String token, String version) {
    return Negotiated.read(
        TestEndpoint.body(
            test.ask(as(token, post("/chat/negotiate").query("negotiateVersion", version)))));
  }

  private ConnectionRequest connect(Negotiated negotiated, String token) {
    test.attach((Attach) test.upgrade(as(token, get("/chat").query("id", negotiated.secret()))));
    return opened.get(opened.size() - 1);
  }

  private String refresh(Negotiated negotiated, String token) {
    return line(test.ask(as(token, post("/chat/refresh").query("id", negotiated.secret()))));
  }

  @Test
  void theConnectionGetsTheUserAsItIsKnownNow() {
    Negotiated negotiated = negotiate("ann:guest:0", "1");
    ConnectionRequest connection = connect(negotiated, "ann:guest:0");
    List<String> told = new ArrayList<>();
    connection.connectionUser().whenRefreshed(hubIsTold -> told.add("refreshed " + hubIsTold));

    String answer = refresh(negotiated, "ann:admin:3000");

    assertThat(answer).matches("200 application/json \\{\"tokenLifetimeSeconds\":3[56]\\d\\d}");
    assertThat(connection.user().orElseThrow().roles()).containsExactly("admin");
    assertThat(told).containsExactly("refreshed true");
    AuthenticationRefresh event = asked.get(0);
    assertThat(event.connectionId()).isEqualTo(negotiated.id());
    assertThat(event.previous().roles()).containsExactly("guest");
    assertThat(event.next().roles()).containsExactly("admin");
    assertThat(event.request().path()).isEqualTo("/chat/refresh");
  }

  private String negotiation(TestEndpoint of, String token, String version) {
    return TestEndpoint.body(
        of.ask(as(token, post("/chat/negotiate").query("negotiateVersion", version))));
  }

  @Test
  void negotiateSaysHowLongTheProofLasts() {
    assertThat(negotiation(test, "ann:guest:3000", "1"))
        .matches(".*],\"tokenLifetimeSeconds\":3[56]\\d\\d}");
    assertThat(negotiation(test, "ann", "1")).doesNotContain("tokenLifetime");
    assertThat(negotiation(test, "ann:guest:-700", "1")).doesNotContain("tokenLifetime");
  }

  @Test
  void negotiateSaysNothingOfItToThoseWhoCannotRenewIt() {
    assertThat(negotiation(test, "ann:guest:3000", "0")).doesNotContain("tokenLifetime");
    assertThat(negotiation(serve(false), "ann:guest:3000", "1")).doesNotContain("tokenLifetime");
  }

  @Test
  void aProofWithoutExpiryHasNoLifetime() {
    Negotiated negotiated = negotiate("ann", "1");
    connect(negotiated, "ann");

    assertThat(refresh(negotiated, "ann:admin")).isEqualTo("200 application/json {}");
  }

  @Test
  void theHubIsToldOfEveryProofThatItsClientRenews() {
    Negotiated negotiated = negotiate("ann:guest:0", "1");
    ConnectionRequest connection = connect(negotiated, "ann:guest:0");
    List<String> told = new ArrayList<>();
    connection.connectionUser().whenRefreshed(hubIsTold -> told.add("refreshed " + hubIsTold));

    refresh(negotiated, "ann:guest:1");

    assertThat(told).containsExactly("refreshed true");
  }

  @Test
  void anOlderProofChangesNothing() {
    Negotiated negotiated = negotiate("ann:guest:100", "1");
    ConnectionRequest connection = connect(negotiated, "ann:guest:100");
    connection
        .connectionUser()
        .whenRefreshed(
            hubIsTold -> {
              throw new AssertionError("nothing was refreshed");
            });

    assertThat(refresh(negotiated, "ann:admin:99")).startsWith("200 ");

    assertThat(connection.user().orElseThrow().roles()).containsExactly("guest");
  }

  @Test
  void anotherUserIsRefused() {
    Negotiated negotiated = negotiate("ann", "1");
    ConnectionRequest connection = connect(negotiated, "ann");

    assertThat(refresh(negotiated, "bob"))
        .isEqualTo("403 application/json {\"error\":\"permission_change_rejected\"}");

    assertThat(connection.user().orElseThrow().id()).isEqualTo("ann");
    assertThat(asked).isEmpty();
  }

  @Test
  void aConnectionOfNobodyStaysNobodys() {
    Negotiated negotiated = negotiate("ann", "1");
    test.attach((Attach) test.upgrade(get("/chat").query("id", negotiated.secret())));

    assertThat(refresh(negotiated, "ann")).startsWith("403 ");
    assertThat(opened.get(0).user()).isEmpty();
  }

  @Test
  void theApplicationMayRefuse() {
    Negotiated negotiated = negotiate("ann:guest", "1");
    ConnectionRequest connection = connect(negotiated, "ann:guest");
    accept = false;

    assertThat(refresh(negotiated, "ann:admin"))
        .isEqualTo("403 application/json {\"error\":\"permission_change_rejected\"}");

    assertThat(connection.user().orElseThrow().roles()).containsExactly("guest");
  }

  @Test
  void nobodyAndAForgedProofAreRefused() {
    Negotiated negotiated = negotiate("ann", "1");
    connect(negotiated, "ann");

    String invalid = "401 application/json {\"error\":\"invalid_token\"}";
    assertThat(refresh(negotiated, "forged")).isEqualTo(invalid);
    assertThat(line(test.ask(post("/chat/refresh").query("id", negotiated.secret()))))
        .isEqualTo(invalid);
  }

  @Test
  void onlyAConnectionThatIsOpenCanBeRefreshedAndByItsSecret() {
    Negotiated negotiated = negotiate("ann", "1");
    String notFound = "404 application/json {\"error\":\"connection_not_found\"}";
    assertThat(refresh(negotiated, "ann")).isEqualTo(notFound);

    ConnectionRequest connection = connect(negotiated, "ann");
    assertThat(line(test.ask(as("ann", post("/chat/refresh").query("id", negotiated.id())))))
        .isEqualTo(notFound);
    assertThat(line(test.ask(as("ann", post("/chat/refresh")))))
        .isEqualTo("400 application/json {\"error\":\"missing_connection_token\"}");
    connection.ended();
    assertThat(refresh(negotiated, "ann")).isEqualTo(notFound);
  }

  @Test
  void aTokenThatIsNoSecretCannotBeUsed() {
    Negotiated negotiated = negotiate("ann", "0");
    connect(negotiated, "ann");

    assertThat(refresh(negotiated, "ann"))
        .isEqualTo("400 application/json {\"error\":\"unsupported_negotiate_version\"}");
  }

  @Test
  void itIsOffUnlessAskedFor() {
    TestEndpoint off = serve(false);

    assertThat(line(off.ask(as("ann", post("/chat/refresh").query("id", "x")))))
        .isEqualTo("404 application/json {\"error\":\"refresh_disabled\"}");
    assertThat(HubOptions.builder().build().authenticationRefresh()).isFalse();
  }

  @Test
  void itTakesPostOnly() {
    assertThat(line(test.ask(as("ann", get("/chat/refresh"))))).isEqualTo("405 text/plain");
  }

  /** What the acceptor returns. */
  private static final class Deaf implements TransportReceiver {
    @Override
    public void received(byte[] bytes) {}

    @Override
    public void receivedAll() {}

    @Override
    public void writable() {}

    @Override
    public void closed(ConnectionEnd how, @Nullable Throwable cause) {}
  }
}
