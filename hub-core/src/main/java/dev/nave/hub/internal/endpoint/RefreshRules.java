package dev.nave.hub.internal.endpoint;

import dev.nave.hub.AccessTokenIssuer;
import dev.nave.hub.AuthenticationRefresh;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.RedirectedRefresh;
import dev.nave.hub.RedirectedRefresher;
import dev.nave.hub.RefreshAnswer;
import dev.nave.hub.internal.accept.ConnectionUser;
import dev.nave.hub.internal.endpoint.NegotiatedConnection.State;
import dev.nave.hub.internal.endpoint.RequestAuthentication.Caller;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers {@code POST {path}/refresh?id=<token>} of one hub: a client proves anew who it is, and
 * its connection goes on. On the hub executor.
 *
 * <p>Source: statuses and error codes are those of HttpConnectionDispatcher of .NET 11
 * (ProcessRefresh). As there, it must be the user to whom the connection belongs, since its
 * messages and groups do. What clients do with {@code accessToken}, and that they come here after a
 * redirect, is in HttpConnectionTests.AuthenticationRefresh of the client of .NET 11.
 */
final class RefreshRules {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  /** Clients put tokens into URLs as they are, so one with other characters is none. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~=-]{1,512}");

  private final HubMapping hub;
  private final NegotiatedConnections tokens;
  private final ErrorResponses refusals;
  private final Executor hubExecutor;

  RefreshRules(
      HubMapping hub, NegotiatedConnections tokens, ErrorResponses refusals, Executor hubExecutor) {
    this.hub = hub;
    this.tokens = tokens;
    this.refusals = refusals;
    this.hubExecutor = hubExecutor;
  }

  /** Answers a request of a caller who may use the hub. Runs application code. */
  CompletionStage<EndpointAnswer> answer(HttpRequest request, Caller caller) {
    if (!request.method().equals("POST")) {
      return now(refusals.emptyText(request, 405, "refresh takes POST"));
    }
    if (!hub.options().authenticationRefresh()) {
      return refuse(request, 404, "refresh_disabled");
    }
    String token = NegotiatedConnections.token(request);
    if (token.isEmpty()) {
      return refuse(request, 400, "missing_connection_token");
    }
    NegotiatedConnection connection = tokens.find(hub, token);
    RedirectedRefresher elsewhere = hub.hooks().refreshes().elsewhere();
    if (connection == null && elsewhere != null && TOKEN.matcher(token).matches()) {
      return passOn(elsewhere, request, token, caller);
    }
    ConnectionUser user = connection == null ? null : connection.user();
    return connection == null || user == null
        ? refuse(request, 404, "connection_not_found")
        : renew(request, connection, user, caller);
  }

  private CompletionStage<EndpointAnswer> renew(
      HttpRequest request, NegotiatedConnection connection, ConnectionUser user, Caller caller) {
    if (connection.id().equals(connection.token())) { // Negotiate version 0: it is no secret.
      return refuse(request, 400, "unsupported_negotiate_version");
    }
    HubUser next = caller.user();
    if (next == null) {
      return user.isSame(null) && !caller.credentialsRefused()
          ? now(accept(Optional.empty(), "")) // Anonymous as before.
          : refuse(request, 401, "invalid_token");
    }
    HubUser previous = user.current().orElse(null);
    if (previous == null || !hub.hooks().acceptsAgain(connection.id(), request, user, next)) {
      return refuse(request, 403, "permission_change_rejected");
    }
    AuthenticationRefresh refresh =
        new AuthenticationRefresh(connection.id(), request, previous, next);
    return onHubExecutor(
        accessToken(refresh),
        accessToken -> {
          if (connection.state() == State.OVER) { // While the application made its token.
            return refusals.json(request, 404, "connection_not_found");
          }
          user.refresh(next);
          return accept(accessToken, TokenLifetime.property(next));
        });
  }

  private CompletionStage<Optional<String>> accessToken(AuthenticationRefresh refresh) {
    AccessTokenIssuer issuer = hub.hooks().refreshes().issuer();
    return issuer == null
        ? CompletableFuture.completedFuture(Optional.empty())
        : issuer.issue(refresh);
  }

  /** The connection, if there is one, is on another server. */
  private CompletionStage<EndpointAnswer> passOn(
      RedirectedRefresher elsewhere, HttpRequest request, String token, Caller caller) {
    HubUser user = caller.user();
    if (user == null) {
      return refuse(request, 401, "invalid_token");
    }
    return onHubExecutor(
        elsewhere.refresh(new RedirectedRefresh(token, request, user)),
        answer ->
            switch (answer.outcome()) {
              case ACCEPTED -> accept(answer.accessToken(), lifetime(answer, user));
              case REJECTED -> refusals.json(request, 403, "permission_change_rejected");
              case NOT_FOUND -> refusals.json(request, 404, "connection_not_found");
            });
  }

  private static String lifetime(RefreshAnswer answer, HubUser user) {
    return answer
        .lifetime()
        .map(TokenLifetime::property)
        .orElseGet(() -> TokenLifetime.property(user));
  }

  private static Respond accept(Optional<String> accessToken, String lifetime) {
    String token =
        accessToken.map(value -> "\"accessToken\":" + Negotiation.quoted(value)).orElse("");
    return Respond.of(
        200,
        JSON,
        Stream.of(token, lifetime)
            .filter(property -> !property.isEmpty())
            .collect(Collectors.joining(",", "{", "}")));
  }

  /** Goes on when the application has decided, but on no thread that belongs to something else. */
  private <T> CompletionStage<EndpointAnswer> onHubExecutor(
      CompletionStage<T> decided, Function<T, EndpointAnswer> next) {
    CompletableFuture<T> future = decided.toCompletableFuture();
    return future.isDone() ? future.thenApply(next) : future.thenApplyAsync(next, hubExecutor);
  }

  private CompletionStage<EndpointAnswer> refuse(HttpRequest request, int status, String code) {
    return now(refusals.json(request, status, code));
  }

  private static CompletionStage<EndpointAnswer> now(Respond answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
