package dev.nave.auth.jwt.docs;

import dev.nave.auth.jwt.JwtAuthenticator;
import dev.nave.auth.jwt.JwtKeys;
import dev.nave.hub.AllowAnonymous;
import dev.nave.hub.AuthenticationException;
import dev.nave.hub.Authenticator;
import dev.nave.hub.Authorize;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubSettings;
import dev.nave.hub.HubUser;
import dev.nave.hub.NegotiateRedirect;
import dev.nave.hub.RefreshAnswer;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The code of docs/authorization.md. */
final class AuthorizationSnippets {
  private AuthorizationSnippets() {}

  /** Who owns what, in a database. */
  interface Rooms {
    boolean isOwner(String userId, Object room);

    CompletableFuture<Boolean> isMember(String userId, String room);
  }

  /** Who is logged in, in a database. */
  interface Sessions {
    Optional<String> userOf(String cookie);
  }

  /** Which server serves whom. */
  interface Shards {
    CompletableFuture<String> serverOf(String userId);

    String tokenFor(String userId);
  }

  static void authenticator(HubServerBuilder server, Sessions sessions) {
    server.authenticator(
        request -> {
          String cookie = request.header("cookie").orElse(null);
          if (cookie == null) {
            return null; // Anonymous.
          }
          return sessions
              .userOf(cookie)
              .map(id -> HubUser.of(id).withRoles(Set.of("member")))
              .orElseThrow(() -> new AuthenticationException("no such session"));
        });
  }

  @Authorize
  static class RoomHub extends Hub {
    public void say(String room, String text) {
      clients().group(room).send("said", context().userId(), text);
    }

    @Authorize(roles = {"moderator", "admin"})
    public void mute(String userId) {
      clients().user(userId).send("muted");
    }

    @Authorize(policy = "owner")
    public void rename(String room, String name) {
      clients().group(room).send("renamed", name);
    }
  }

  @AllowAnonymous
  static final class NewsHub extends Hub {
    @Authorize(roles = "editor")
    public void publish(String text) {
      clients().all().send("news", text);
    }
  }

  static void policies(HubServerBuilder server, Rooms rooms) {
    server
        .policy(
            "owner",
            context ->
                context
                    .user()
                    .filter(user -> rooms.isOwner(user.id(), context.arguments().get(0)))
                    .isPresent())
        .asyncPolicy(
            "member",
            context ->
                context
                    .user()
                    .map(user -> rooms.isMember(user.id(), "lobby"))
                    .orElseGet(() -> CompletableFuture.completedFuture(false)));
  }

  static Authenticator jwt() {
    return JwtAuthenticator.builder()
        .keys(JwtKeys.jwks(URI.create("https://login.example/.well-known/jwks.json")))
        .issuer("https://login.example")
        .audience("chat")
        .rolesClaim("groups")
        .build();
  }

  static void keys(byte[] secret, PublicKey publicKey) {
    JwtKeys.secret("HS256", secret);
    JwtKeys.publicKey("ES256", publicKey);
    JwtKeys.jwks(
        URI.create("https://login.example/keys"), keys -> keys.algorithms("RS256", "PS256"));
  }

  static void expiry(HubServerBuilder server) {
    server.options(options -> options.closeOnAuthenticationExpiration(true));
  }

  static final class FreshHub extends Hub {
    @Override
    protected void onAuthenticationRefreshed() {
      if (context().user().orElseThrow().roles().contains("moderator")) {
        groups().add("moderators");
      } else {
        groups().remove("moderators");
      }
    }
  }

  static void refresh(HubServerBuilder server) {
    server.hub(
        "/chat",
        FreshHub.class,
        FreshHub::new,
        hub ->
            hub.options(options -> options.authenticationRefresh(true))
                .acceptRefreshedUser(refresh -> !refresh.next().roles().contains("suspended")));
  }

  static void issue(HubSettings hub, Function<HubUser, String> mint) {
    hub.options(options -> options.authenticationRefresh(true))
        .refreshAccessToken(
            refresh -> CompletableFuture.completedFuture(Optional.of(mint.apply(refresh.next()))));
  }

  static void passOn(HubSettings hub, Shards shards, HttpClient http) {
    hub.redirectedRefresh(
        refresh -> {
          String id = refresh.user().id();
          String fresh = shards.tokenFor(id);
          return shards
              .serverOf(id)
              .thenApply(
                  host ->
                      URI.create(
                          "https://" + host + "/chat/refresh?id=" + refresh.connectionToken()))
              .thenApply(
                  url ->
                      HttpRequest.newBuilder(url)
                          .POST(BodyPublishers.noBody())
                          .header("Authorization", "Bearer " + fresh)
                          .timeout(Duration.ofSeconds(10))
                          .build())
              .thenCompose(request -> http.sendAsync(request, BodyHandlers.discarding()))
              .thenApply(
                  answer ->
                      switch (answer.statusCode()) {
                        case 200 -> RefreshAnswer.accepted().withAccessToken(fresh);
                        case 404 -> RefreshAnswer.notFound();
                        default -> RefreshAnswer.rejected();
                      });
        });
  }

  static void redirect(HubServerBuilder server, Shards shards) {
    server.hub(
        "/chat",
        RoomHub.class,
        RoomHub::new,
        hub ->
            hub.negotiateRedirect(
                (request, user) -> {
                  String id = user.orElseThrow().id();
                  return shards
                      .serverOf(id)
                      .thenApply(
                          host ->
                              Optional.of(
                                  NegotiateRedirect.to("https://" + host + "/chat")
                                      .withAccessToken(shards.tokenFor(id))));
                }));
  }

  static void testing() {
    try (HubTester tester =
        HubTester.of(
            "/rooms",
            server ->
                server
                    .policy("owner", context -> true)
                    .hub("/rooms", RoomHub.class, RoomHub::new))) {
      TestClient ada = tester.connect(HubUser.of("ada").withRoles(Set.of("moderator")));
      ada.invoke("mute", "bob");
    }
  }
}
