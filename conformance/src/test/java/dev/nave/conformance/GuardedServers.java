package dev.nave.conformance;

import dev.nave.hub.AuthorizationContext;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubUser;
import dev.nave.hub.NegotiateRedirect;
import dev.nave.transport.websocket.WebSocketTransport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two servers for all tests of a class. One has the hubs {@code /guarded}, open to all, {@code
 * /admins}, for the role {@code admin}, and {@code /inner}, for users whose names begin with {@code
 * ticket-}. The other has {@code /moved}, for users, whom it sends to {@code /inner} with such a
 * name.
 */
final class GuardedServers implements BeforeAllCallback, AfterAllCallback {
  private final WebSocketTransport guardedPort = port();
  private final WebSocketTransport redirectingPort = port();
  private final HubServer guarded;
  private final HubServer redirecting;

  GuardedServers() {
    Gates gates = new Gates();
    guarded =
        HubServer.builder()
            .transport(guardedPort)
            .authenticator(new NameAuthenticator())
            .policy("even", GuardedServers::isEven)
            .policy("ticket", GuardedServers::hasTicket)
            .options(options -> options.closeOnAuthenticationExpiration(true))
            .hub("/guarded", GuardedHub.class, () -> new GuardedHub(gates))
            .hub("/admins", GuardedHub.ForAdmins.class, () -> new GuardedHub.ForAdmins(gates))
            .hub("/inner", GuardedHub.WithTicket.class, () -> new GuardedHub.WithTicket(gates))
            .build();
    redirecting =
        HubServer.builder()
            .transport(redirectingPort)
            .authenticator(new NameAuthenticator())
            .options(options -> options.requireAuthenticatedUser(true))
            .hub(
                "/moved",
                TestHub.class,
                () -> new TestHub(gates),
                hub -> hub.negotiateRedirect(this::toInner))
            .build();
  }

  private static WebSocketTransport port() {
    return WebSocketTransport.builder().host("127.0.0.1").port(0).build();
  }

  private static boolean isEven(AuthorizationContext context) {
    return context.arguments().get(0) instanceof Integer number && number % 2 == 0;
  }

  private static boolean hasTicket(AuthorizationContext context) {
    return context.user().filter(user -> user.id().startsWith("ticket-")).isPresent();
  }

  private CompletionStage<Optional<NegotiateRedirect>> toInner(
      HttpRequest request, Optional<HubUser> user) {
    return CompletableFuture.completedFuture(
        user.map(
            found ->
                NegotiateRedirect.to(guardedUrl() + "/inner")
                    .withAccessToken("ticket-" + found.id())));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    guarded.start();
    redirecting.start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    redirecting.close();
    guarded.close();
  }

  String guardedUrl() {
    return "http://127.0.0.1:" + guardedPort.port();
  }

  String redirectingUrl() {
    return "http://127.0.0.1:" + redirectingPort.port();
  }

  List<String> urls() {
    return List.of(guardedUrl(), redirectingUrl());
  }
}
