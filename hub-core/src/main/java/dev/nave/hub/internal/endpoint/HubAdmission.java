package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.internal.endpoint.RequestAuthentication.Caller;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.RefusalLog;
import dev.nave.hub.transport.RefusalLog.Kind;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Decides which requests reach the rules of one hub: it checks the origin first, then the caller.
 * Any thread.
 *
 * <p>An invalid token matters only if a user is required; otherwise the client is anonymous, as on
 * the reference server.
 */
final class HubAdmission {
  private final HubMapping hub;
  private final Origins origins;
  private final CorsHeaders cors;
  private final RequestAuthentication callers;
  private final BooleanSupplier stopping;
  private final ErrorResponses refusals;
  private final Negotiation negotiation;
  private final ConnectRequests links;
  private final RefreshRules refreshes;

  HubAdmission(
      HubMapping hub,
      NegotiatedConnections tokens,
      ConnectionPlaces places,
      ClientAddresses addresses,
      RequestAuthentication callers,
      BooleanSupplier stopping,
      RefusalLog log) {
    this.hub = hub;
    this.callers = callers;
    this.stopping = stopping;
    origins = new Origins(hub.options().allowedOrigins());
    cors = new CorsHeaders(hub.options().allowCredentials());
    refusals = new ErrorResponses(hub.path(), log);
    negotiation = new Negotiation(hub, tokens, addresses, refusals);
    refreshes = new RefreshRules(hub, tokens, refusals, callers.hubExecutor());
    links = new ConnectRequests(hub, tokens, places, callers, stopping, refusals);
  }

  HubMapping hub() {
    return hub;
  }

  /** Returns how many requests to negotiate there were. */
  long negotiations() {
    return negotiation.count();
  }

  /** Returns how many polls there were. */
  long polls() {
    return links.polls();
  }

  /** Answers a request to negotiate. */
  CompletionStage<EndpointAnswer> negotiate(HttpRequest request) {
    return answer(request, true, false, (seen, caller) -> negotiation.answer(seen, caller.user()));
  }

  /** Answers a request to the hub's path itself. */
  CompletionStage<EndpointAnswer> link(HttpRequest request, boolean webSocketUpgrade) {
    return answer(
        request,
        webSocketUpgrade,
        true,
        (seen, caller) ->
            CompletableFuture.completedFuture(links.answer(seen, webSocketUpgrade, caller)));
  }

  /** Answers a request to renew the credentials of a connection's user. */
  CompletionStage<EndpointAnswer> refresh(HttpRequest request) {
    return answer(request, false, false, refreshes::answer);
  }

  private CompletionStage<EndpointAnswer> answer(
      HttpRequest asked, boolean fromNewClient, boolean opensLink, Rules rules) {
    Origins.Verdict verdict = origins.judge(asked);
    if (verdict == Origins.Verdict.REFUSED) {
      return CompletableFuture.completedFuture(refusals.origin(asked));
    }
    HttpRequest request = verdict == Origins.Verdict.ANY_PAGE ? anonymous(asked) : asked;
    if (CorsHeaders.isPreflight(request)) { // Browsers send no credentials with it.
      return CompletableFuture.completedFuture(cors.preflight(request));
    }
    if (fromNewClient && stopping.getAsBoolean()) {
      return CompletableFuture.completedFuture(readable(refusals.stopping(request), request));
    }
    if (!callers.runApplicationCode(opensLink) && !hub.hooks().runApplicationCode()) {
      return identifyAndAnswer(request, rules);
    }
    CompletableFuture<EndpointAnswer> answer = new CompletableFuture<>();
    try {
      callers
          .hubExecutor()
          .execute(
              () -> {
                var unusedFuture = identifyAndAnswer(request, rules).thenAccept(answer::complete);
              });
    } catch (RejectedExecutionException e) {
      answer.complete(busy(request));
    }
    return answer;
  }

  /** Answers a request for which the hub executor takes no work. */
  EndpointAnswer busy(HttpRequest request) {
    return readable(
        refusals.overloaded(
            Kind.HUB_EXECUTOR, request, "the server is busy: its hub executor takes no work"),
        request);
  }

  /** Answers a request for which code failed, mostly the application's. */
  EndpointAnswer failed(HttpRequest request, Throwable failure) {
    return readable(refusals.failed(request, Outcomes.cause(failure)), request);
  }

  /** Never fails: the answer must come, whatever the application does. */
  private CompletableFuture<EndpointAnswer> identifyAndAnswer(HttpRequest request, Rules rules) {
    CompletableFuture<EndpointAnswer> answer;
    try {
      Caller caller = callers.identify(request, refusals);
      answer =
          hub.options().requireAuthenticatedUser() && caller.user() == null
              ? refused(request, caller)
              : admit(request, caller, rules);
    } catch (Throwable e) { // Not every language declares what it throws.
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.handle(
        (answered, failure) ->
            failure == null ? readable(answered, request) : failed(request, failure));
  }

  private CompletableFuture<EndpointAnswer> admit(HttpRequest request, Caller caller, Rules rules) {
    CompletableFuture<Boolean> admitted =
        hub.hooks()
            .admission()
            .admits(request, Optional.ofNullable(caller.user()))
            .toCompletableFuture();
    Function<Boolean, CompletionStage<EndpointAnswer>> next =
        yes -> Boolean.TRUE.equals(yes) ? rules.answer(request, caller) : refused(request, caller);
    return admitted.isDone()
        ? admitted.thenCompose(next)
        : admitted.thenComposeAsync(next, callers.hubExecutor());
  }

  /** An anonymous client may try again with credentials; a user need not. */
  private CompletableFuture<EndpointAnswer> refused(HttpRequest request, Caller caller) {
    return CompletableFuture.completedFuture(
        caller.user() == null
            ? refusals.unauthorized(request, caller.credentialsRefused())
            : refusals.forbidden(request));
  }

  private EndpointAnswer readable(EndpointAnswer answer, HttpRequest request) {
    return answer instanceof Respond respond ? respond.with(cors.of(request)) : answer;
  }

  /**
   * Returns a request as a page is to send it that is not known: without what a browser adds by
   * itself to say who its user is. Browsers do that to WebSockets whatever CORS says.
   */
  private static HttpRequest anonymous(HttpRequest request) {
    if (saysNothingByItself(request)) {
      return request;
    }
    HttpRequest.Builder copy =
        HttpRequest.builder(request.method(), request.path())
            .remoteAddress(request.remoteAddress().orElse(null))
            .secure(request.isSecure());
    request.query().forEach((name, values) -> values.forEach(value -> copy.query(name, value)));
    request
        .headers()
        .forEach(
            (name, values) ->
                values.stream()
                    .filter(value -> !isAddedByBrowsers(name, value))
                    .forEach(value -> copy.header(name, value)));
    return copy.build();
  }

  /** Then what the transport knows of the user comes from what the page itself has sent. */
  private static boolean saysNothingByItself(HttpRequest request) {
    return request.attribute(X509Certificate.class).isEmpty()
        && request.headers().entrySet().stream()
            .allMatch(
                header ->
                    header.getValue().stream()
                        .noneMatch(value -> isAddedByBrowsers(header.getKey(), value)));
  }

  private static boolean isAddedByBrowsers(String header, String value) {
    return header.equalsIgnoreCase("cookie")
        || (header.equalsIgnoreCase("authorization")
            && !value.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length()));
  }

  /** What is answered to a caller who may use the hub. */
  private interface Rules {
    CompletionStage<EndpointAnswer> answer(HttpRequest request, Caller caller);
  }
}
