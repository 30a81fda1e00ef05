package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Authenticator;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubUser;
import dev.nave.hub.NegotiateRedirect;
import dev.nave.hub.RedirectedRefresh;
import dev.nave.hub.RefreshAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client proves anew who it is while its connection goes on; over HTTP, as clients do it. */
class AuthenticationRefreshIT {
  private static final Pattern TOKEN = Pattern.compile("\"connectionToken\":\"([^\"]+)\"");
  private static final String HANDSHAKE = "{\"protocol\":\"json\",\"version\":1}\u001e";
  private static final String ROLES =
      "{\"type\":1,\"invocationId\":\"1\",\"target\":\"roles\",\"arguments\":[]}\u001e";

  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocketTransport transport =
      WebSocketTransport.builder().host("127.0.0.1").port(0).build();
  private final HubServer server =
      HubServer.builder()
          .transport(transport)
          .authenticator(AuthenticationRefreshIT::userOfToken)
          .hub(
              "/roles",
              RolesHub.class,
              RolesHub::new,
              hub -> hub.options(options -> options.authenticationRefresh(true)))
          .hub("/fixed", FixedHub.class, FixedHub::new)
          .hub(
              "/issuing",
              IssuingHub.class,
              IssuingHub::new,
              hub ->
                  hub.options(options -> options.authenticationRefresh(true))
                      .refreshAccessToken(
                          refresh ->
                              CompletableFuture.completedFuture(
                                  Optional.of(refresh.next().id() + ":issued"))))
          .hub(
              "/front",
              FrontHub.class,
              FrontHub::new,
              hub ->
                  hub.options(options -> options.authenticationRefresh(true))
                      .negotiateRedirect(this::elsewhere)
                      .redirectedRefresh(this::passOn))
          .serverOptions(
              options -> options.stopGrace(Duration.ofSeconds(1))) // The clients just vanish.
          .build();

  /** Says which roles its user has, when it is asked and when it is told of new ones. */
  public static class RolesHub extends Hub {
    /** Returns the roles. */
    public Set<String> roles() {
      return context().user().orElseThrow().roles();
    }

    @Override
    protected void onAuthenticationRefreshed() {
      var unusedFuture = clients().caller().send("refreshed", roles());
    }
  }

  /** The same, where the proof cannot be renewed. */
  public static final class FixedHub extends RolesHub {}

  /** The same, where clients get a token with the answer. */
  public static final class IssuingHub extends RolesHub {}

  /** Sends all to {@link RolesHub}. */
  public static final class FrontHub extends Hub {}

  private CompletionStage<Optional<NegotiateRedirect>> elsewhere(
      dev.nave.hub.HttpRequest request, Optional<HubUser> user) {
    return CompletableFuture.completedFuture(
        Optional.of(
            NegotiateRedirect.to("http://127.0.0.1:" + transport.port() + "/roles")
                .withAccessToken(user.orElseThrow().id() + ":sent")));
  }

  /** What an application does whose other server is of this kind. */
  private CompletionStage<RefreshAnswer> passOn(RedirectedRefresh refresh) {
    String fresh = refresh.user().id() + ":renewed";
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + transport.port()
                        + "/roles/refresh?id="
                        + refresh.connectionToken()))
            .POST(BodyPublishers.noBody())
            .header("Authorization", "Bearer " + fresh)
            .timeout(Duration.ofSeconds(30))
            .build();
    return http.sendAsync(request, BodyHandlers.discarding())
        .thenApply(
            answer ->
                switch (answer.statusCode()) {
                  case 200 -> RefreshAnswer.accepted().withAccessToken(fresh);
                  case 404 -> RefreshAnswer.notFound();
                  default -> RefreshAnswer.rejected();
                });
  }

  /** A token is {@code user:role}; its bearer is known for an hour. */
  private static @Nullable HubUser userOfToken(dev.nave.hub.HttpRequest request) {
    String token = Authenticator.bearerToken(request);
    if (token == null) {
      return null;
    }
    String[] parts = token.split(":", 2);
    return HubUser.of(parts[0])
        .withRoles(Set.of(parts[1]))
        .withExpiresAt(Instant.now().plusSeconds(3600));
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> ask(String method, String target, String token, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + transport.port() + target))
            .method(method, BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(30))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private String negotiate(String path, String token) throws IOException, InterruptedException {
    return ask("POST", path + "/negotiate?negotiateVersion=1", token, "").body();
  }

  /** Polls, and returns what it brought. */
  private String poll(String path, String token) throws IOException, InterruptedException {
    HttpResponse<String> answer = ask("GET", path, token, "");
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /** Shakes hands, and returns what names the connection. */
  private String connect(String path, String token) throws IOException, InterruptedException {
    Matcher secret = TOKEN.matcher(negotiate(path, token));
    assertThat(secret.find()).isTrue();
    String query = "?id=" + secret.group(1);
    assertThat(poll(path + query, token)).isEmpty();
    ask("POST", path + query, token, HANDSHAKE);
    assertThat(poll(path + query, token)).isEqualTo("{}\u001e");
    return query;
  }

  @Test
  void aConnectionGoesOnWithItsNewRoles() throws Exception {
    String query = connect("/roles", "ann:guest");

    HttpResponse<String> answer = ask("POST", "/roles/refresh" + query, "ann:admin", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.body()).matches("\\{\"tokenLifetimeSeconds\":3[56]\\d\\d}");
    assertThat(poll("/roles" + query, "ann:admin"))
        .isEqualTo("{\"type\":1,\"target\":\"refreshed\",\"arguments\":[[\"admin\"]]}\u001e");
    assertThat(negotiate("/roles", "ann:admin")).contains("\"tokenLifetimeSeconds\":3");
  }

  @Test
  void anotherUserChangesNothing() throws Exception {
    String query = connect("/roles", "ann:guest");

    HttpResponse<String> answer = ask("POST", "/roles/refresh" + query, "bob:admin", "");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("{\"error\":\"permission_change_rejected\"}");
    assertThat(ask("GET", "/roles/refresh" + query, "ann:guest", "").statusCode()).isEqualTo(405);
    ask("POST", "/roles" + query, "ann:guest", ROLES);
    assertThat(poll("/roles" + query, "ann:guest")).contains("[\"guest\"]");
  }

  @Test
  void whereItIsOffMethodsSeeTheProofOfTheLastRequestAndTheHubIsNotTold() throws Exception {
    String query = connect("/fixed", "ann:guest");

    HttpResponse<String> answer = ask("POST", "/fixed/refresh" + query, "ann:admin", "");
    ask("POST", "/fixed" + query, "ann:admin", ROLES);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"error\":\"refresh_disabled\"}");
    assertThat(poll("/fixed" + query, "ann:admin"))
        .isEqualTo("{\"type\":3,\"invocationId\":\"1\",\"result\":[\"admin\"]}\u001e");
    ask("POST", "/fixed" + query, "ann:admin", ROLES);
    assertThat(poll("/fixed" + query, "ann:admin")).doesNotContain("refreshed");
  }

  @Test
  void aConnectionGoesOnWithTheTokenOfTheAnswer() throws Exception {
    String query = connect("/issuing", "ann:guest");

    HttpResponse<String> answer = ask("POST", "/issuing/refresh" + query, "ann:admin", "");

    assertThat(answer.body())
        .matches("\\{\"accessToken\":\"ann:issued\",\"tokenLifetimeSeconds\":3[56]\\d\\d}");
    assertThat(poll("/issuing" + query, "ann:admin")).contains("[[\"admin\"]]"); // As it was told.
    ask("POST", "/issuing" + query, "ann:issued", ROLES);
    assertThat(poll("/issuing" + query, "ann:issued")).contains("\"issued\"");
  }

  @Test
  void aClientThatWasSentElsewhereIsRefreshedWhereItBegan() throws Exception {
    assertThat(negotiate("/front", "ann:guest"))
        .contains("/roles\",\"accessToken\":\"ann:sent\"")
        .contains("\"tokenLifetimeSeconds\":3");
    String query = connect("/roles", "ann:sent");

    HttpResponse<String> answer = ask("POST", "/front/refresh" + query, "ann:guest", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"accessToken\":\"ann:renewed\",");
    assertThat(poll("/roles" + query, "ann:renewed")).contains("[[\"renewed\"]]");
    assertThat(ask("POST", "/front/refresh" + query, "bob:guest", "").statusCode()).isEqualTo(403);
    assertThat(ask("POST", "/front/refresh?id=unknown", "ann:guest", "").statusCode())
        .isEqualTo(404);
  }
}
