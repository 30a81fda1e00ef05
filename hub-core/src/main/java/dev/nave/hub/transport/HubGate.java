package dev.nave.hub.transport;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.transport.Callers.Caller;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

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
  private final RefreshRules refreshes;

  HubGate(HubMapping hub, TokenTable tokens, Callers callers, BooleanSupplier stopping) {
    this.hub = hub;
    this.callers = callers;
    this.stopping = stopping;
    origins = new Origins(hub.options().allowedOrigins());
    refusals = new Refusals(hub.path());
    negotiation = new Negotiation(hub, tokens, refusals);
    refreshes = new RefreshRules(hub, tokens, refusals, callers.hubExecutor());
    links = new Links(hub, tokens, callers, stopping, refusals);
  }

  HubMapping hub() {
    return hub;
  }

  /** Answers a request to negotiate. */
  CompletionStage<EndpointAnswer> negotiate(HttpRequest request) {
    return answer(request, true, false, caller -> negotiation.answer(request, caller.user()));
  }

  /** Answers a request to the hub's path itself. */
  CompletionStage<EndpointAnswer> link(HttpRequest request, boolean webSocketUpgrade) {
    return answer(
        request,
        webSocketUpgrade,
        true,
        caller ->
            CompletableFuture.completedFuture(links.answer(request, webSocketUpgrade, caller)));
  }

  /** Answers a request to renew the proof of a connection's user. */
  CompletionStage<EndpointAnswer> refresh(HttpRequest request) {
    return answer(request, false, false, caller -> refreshes.answer(request, caller));
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
      answer.complete(readable(refusals.unavailable(request, "the server is busy"), request));
    }
    return answer;
  }

  /** Never fails: the answer must come, whatever the application does. */
  private CompletableFuture<EndpointAnswer> identifyAndAnswer(HttpRequest request, Rules rules) {
    CompletableFuture<EndpointAnswer> answer;
    try {
      Caller caller = callers.identify(request, refusals);
      answer =
          hub.options().userRequired() && caller.user() == null
              ? refused(request, caller)
              : admit(request, caller, rules);
    } catch (RuntimeException | Error e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.handle(
        (answered, failure) ->
            readable(
                failure == null ? answered : refusals.failed(request, Outcomes.cause(failure)),
                request));
  }

  private CompletableFuture<EndpointAnswer> admit(HttpRequest request, Caller caller, Rules rules) {
    CompletableFuture<Boolean> admitted =
        hub.hooks()
            .admission()
            .admits(request, Optional.ofNullable(caller.user()))
            .toCompletableFuture();
    Function<Boolean, CompletionStage<EndpointAnswer>> next =
        yes -> Boolean.TRUE.equals(yes) ? rules.answer(caller) : refused(request, caller);
    return admitted.isDone()
        ? admitted.thenCompose(next)
        : admitted.thenComposeAsync(next, callers.hubExecutor());
  }

  /** Nobody may come back with a proof; a user need not. */
  private CompletableFuture<EndpointAnswer> refused(HttpRequest request, Caller caller) {
    return CompletableFuture.completedFuture(
        caller.user() == null
            ? refusals.unauthorized(request, caller.proofRefused())
            : refusals.forbidden(request));
  }

  private static EndpointAnswer readable(EndpointAnswer answer, HttpRequest request) {
    return answer instanceof Respond respond ? CorsHeaders.addTo(respond, request) : answer;
  }

  /** What is answered to a caller who may use the hub. */
  private interface Rules {
    CompletionStage<EndpointAnswer> answer(Caller caller);
  }
}
