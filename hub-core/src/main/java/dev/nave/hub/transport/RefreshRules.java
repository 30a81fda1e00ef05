package dev.nave.hub.transport;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.transport.Callers.Caller;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.util.Map;

/**
 * Answers {@code POST {path}/refresh?id=<token>} of one hub: a client proves anew who it is, and
 * its connection goes on. On the hub executor.
 *
 * <p>Source: statuses and error codes are those of the reference server's next version
 * (HttpConnectionDispatcher, ProcessRefresh). It takes any user; here it must be the one to whom
 * the connection belongs, since its messages and groups do.
 */
final class RefreshRules {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final HubMapping hub;
  private final TokenTable tokens;
  private final Refusals refusals;

  RefreshRules(HubMapping hub, TokenTable tokens, Refusals refusals) {
    this.hub = hub;
    this.tokens = tokens;
    this.refusals = refusals;
  }

  /** Answers a request of a caller who may use the hub. Runs application code. */
  Respond answer(HttpRequest request, Caller caller) {
    if (!request.method().equals("POST")) {
      return refusals.emptyText(request, 405, "refresh takes POST");
    }
    if (!hub.options().authenticationRefresh()) {
      return refuse(request, 404, "refresh_disabled");
    }
    String token = Links.token(request);
    if (token.isEmpty()) {
      return refuse(request, 400, "missing_connection_token");
    }
    NegotiatedConnection connection = tokens.find(hub, token);
    ConnectionUser user = connection == null ? null : connection.user();
    if (connection == null || user == null) {
      return refuse(request, 404, "connection_not_found");
    }
    if (connection.id().equals(connection.token())) { // Negotiate version 0: it is no secret.
      return refuse(request, 400, "unsupported_negotiate_version");
    }
    HubUser next = caller.user();
    if (next == null) {
      return refuse(request, 401, "invalid_token");
    }
    if (!hub.hooks().acceptsAgain(connection.id(), request, user, next)) {
      return refuse(request, 403, "permission_change_rejected");
    }
    user.refresh(next);
    return Responses.of(200, JSON, "{" + TokenLifetime.property(next) + "}");
  }

  private Respond refuse(HttpRequest request, int status, String code) {
    return refusals.json(request, status, code);
  }
}
