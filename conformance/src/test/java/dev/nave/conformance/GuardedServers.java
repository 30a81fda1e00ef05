package dev.nave.conformance;

import dev.nave.conformance.Arguments.Transport;
import dev.nave.hub.AuthorizationContext;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubUser;
import dev.nave.hub.NegotiateRedirect;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
final class GuardedServers implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  private final HubPort guardedPort;
  private final HubPort redirectingPort;
  private final HubServer guarded;
  private final HubServer redirecting;

  /** Two on Netty. */
  GuardedServers() {
    this(Transport.NETTY);
  }

  /** Two of a kind. */
  GuardedServers(Transport transport) {
    guardedPort = port(transport);
    redirectingPort = port(transport);
    Gates gates = new Gates();
    guarded =
        HubServer.builder()
            .transport(guardedPort.transport())
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
            .transport(redirectingPort.transport())
            .authenticator(new NameAuthenticator())
            .options(options -> options.requireAuthenticatedUser(true))
            .hub(
                "/moved",
                TestHub.class,
                () -> new TestHub(gates),
                hub -> hub.negotiateRedirect(this::toInner))
            .build();
  }

  private static HubPort port(Transport transport) {
    TextPage page = new TextPage("/counters", "application/json", () -> "{}");
    return HubPort.of(transport, 0, page, settings -> {});
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
    start();
  }

  /** Begins to listen. */
  GuardedServers start() {
    guardedPort.open(guarded);
    guarded.start();
    redirectingPort.open(redirecting);
    redirecting.start();
    return this;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    redirecting.close();
    redirectingPort.close();
    guarded.close();
    guardedPort.close();
  }

  /** Those of each transport, from the first test that needs them to the end of its class. */
  static final class OnEach implements AfterAllCallback {
    private final Map<Transport, GuardedServers> started = new EnumMap<>(Transport.class);

    synchronized GuardedServers on(Transport transport) {
      return started.computeIfAbsent(transport, each -> new GuardedServers(each).start());
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
      started.values().forEach(GuardedServers::close);
    }
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
