package dev.nave.hub.transport;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.Callers.Caller;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * Lets requests for one hub through to its rules, or not: first the page that sends them, then the
 * caller. Any thread.
 *
 * <p>A token that was refused matters only where a user is required; elsewhere its sender is
 * nobody, as on the reference server.
 */
final class HubGate {
  private final HubMapping hub;
  private final Origins origins;
  private final Callers callers;
  private final BooleanSupplier stopping;
  private final Refusals refusals;
  private final Negotiation negotiation;
  private final Links links;

  HubGate(HubMapping hub, TokenTable tokens, Callers callers, BooleanSupplier stopping) {
    this.hub = hub;
    this.callers = callers;
    this.stopping = stopping;
    origins = new Origins(hub.options().allowedOrigins());
    refusals = new Refusals(hub.path());
    negotiation = new Negotiation(hub, tokens, refusals);
    links = new Links(hub, tokens, callers, refusals);
  }

  HubMapping hub() {
    return hub;
  }

  /** Answers a request to negotiate. */
  CompletionStage<EndpointAnswer> negotiate(HttpRequest request) {
    return answer(request, true, false, caller -> negotiation.answer(request));
  }

  /** Answers a request to the hub's path itself. */
  CompletionStage<EndpointAnswer> link(HttpRequest request, boolean webSocketUpgrade) {
    return answer(
        request,
        webSocketUpgrade,
        webSocketUpgrade,
        caller -> links.answer(request, webSocketUpgrade, caller));
  }

  private CompletionStage<EndpointAnswer> answer(
      HttpRequest request, boolean fromNewClient, boolean opensLink, Rules rules) {
    if (!origins.allow(request)) {
      String origin = Refusals.quote(request.header("origin").orElse(""));
      return CompletableFuture.completedFuture(
          refusals.text(
              request,
              403,
              "Origin " + origin + " is not allowed: HubOptions.allowedOrigins does not name it"));
    }
    if (CorsHeaders.isPreflight(request)) { // Browsers send no credentials with it.
      return CompletableFuture.completedFuture(CorsHeaders.preflight(request));
    }
    if (fromNewClient && stopping.getAsBoolean()) {
      return CompletableFuture.completedFuture(
          readable(refusals.unavailable(request, "the server is stopping"), request));
    }
    if (!callers.runApplicationCode(opensLink)) {
      return CompletableFuture.completedFuture(identifyAndAnswer(request, rules));
    }
    CompletableFuture<EndpointAnswer> answer = new CompletableFuture<>();
    try {
      callers.hubExecutor().execute(() -> answer.complete(identifyAndAnswer(request, rules)));
    } catch (RejectedExecutionException e) {
      answer.complete(readable(refusals.unavailable(request, "the server is busy"), request));
    }
    return answer;
  }

  private EndpointAnswer identifyAndAnswer(HttpRequest request, Rules rules) {
    try {
      Caller caller = callers.identify(request, refusals);
      if (hub.options().userRequired() && caller.user() == null) {
        return readable(refusals.unauthorized(request, caller.proofRefused()), request);
      }
      return readable(rules.answer(caller), request);
    } catch (RuntimeException | Error e) { // The stage must end, whatever the application does.
      return readable(refusals.failed(request, e), request);
    }
  }

  private static EndpointAnswer readable(EndpointAnswer answer, HttpRequest request) {
    return answer instanceof Respond respond ? CorsHeaders.addTo(respond, request) : answer;
  }

  /** What is answered to a caller who may use the hub. */
  private interface Rules {
    EndpointAnswer answer(Caller caller);
  }
}
