package dev.nave.transport.servlet.internal;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Later;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import dev.nave.hub.transport.RefusalLog.Kind;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.hub.transport.SubProtocols;
import dev.nave.hub.transport.WebSocketHandshake;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the endpoint about each request, and does what it answers. What is not answered at once is
 * answered asynchronously; only a WebSocket's request waits on the container's thread for the
 * application's decision, because Tomcat upgrades on that thread alone.
 */
public final class HubServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  private final transient Supplier<@Nullable RunningTransport> running;

  /** Serves the hubs of a transport; before it has started, and after its end, nothing. */
  public HubServlet(Supplier<@Nullable RunningTransport> running) {
    this.running = running;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    RunningTransport transport = running.get();
    if (transport == null) {
      Responses.send(response, Responses.text(503, "the hub server does not run\n"));
      return;
    }
    HttpRequest asked = ServletRequests.translate(request, transport.roles());
    WebSocketHandshake handshake =
        WebSocketHandshake.of(
            asked, request.getProtocol().equals("HTTP/1.1"), announcesBody(request));
    WebSocketHandshake.Refusal refusal = handshake.refusal();
    if (refusal != null) {
      transport
          .endpoint()
          .refusals()
          .refused(() -> "a request is refused with " + refusal.status() + ": " + refusal.reason());
      Respond told = Responses.text(refusal.status(), refusal.reason() + "\n");
      Responses.send(response, told.with(refusal.headers()));
      return;
    }
    CompletableFuture<EndpointAnswer> answer = ask(transport, asked, handshake.key() != null);
    if (handshake.key() != null) {
      upgrade(transport, request, response, asked, answer);
    } else {
      new AsyncRequest(transport, request, response, transport.endpoint().wantsBody(asked))
          .carryOut(answer);
    }
  }

  private static boolean announcesBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private static CompletableFuture<EndpointAnswer> ask(
      RunningTransport transport, HttpRequest asked, boolean webSocketUpgrade) {
    try {
      CompletionStage<EndpointAnswer> answer = transport.endpoint().handle(asked, webSocketUpgrade);
      return answer.toCompletableFuture();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void upgrade(
      RunningTransport transport,
      HttpServletRequest request,
      HttpServletResponse response,
      HttpRequest asked,
      CompletableFuture<EndpointAnswer> pending)
      throws ServletException, IOException {
    EndpointAnswer answer = await(transport, pending);
    if (answer instanceof Attach attach) {
      String subProtocol = SubProtocols.agreed(transport.settings().subProtocols(), asked);
      WebSocketUpgrade.upgrade(transport, request, response, attach, subProtocol);
    } else {
      new AsyncRequest(transport, request, response, false)
          .carryOut(CompletableFuture.completedFuture(answer));
    }
  }

  private static EndpointAnswer await(
      RunningTransport transport, CompletableFuture<EndpointAnswer> pending) {
    try {
      long longest = transport.settings().answerTimeout().toMillis();
      return pending.get(longest, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      var unusedFuture = pending.thenAccept(HubServlet::abandon);
      return late(transport);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var unusedFuture = pending.thenAccept(HubServlet::abandon);
      return Responses.text(503, "the server stops\n");
    } catch (ExecutionException e) {
      return failed(e.getCause());
    }
  }

  /** Answers that the application has taken too long. */
  static Respond late(RunningTransport transport) {
    String reason =
        "the server took longer than ServletTransport answerTimeout, which is "
            + transport.settings().answerTimeout().toMillis()
            + " ms";
    transport
        .endpoint()
        .refusals()
        .refused(
            Kind.LATE_ANSWER,
            () ->
                "a request is refused with 503: "
                    + reason
                    + ": an authenticator, a policy or a redirect takes too long");
    return Responses.text(503, reason + "\n");
  }

  /** Answers that something has failed. */
  static Respond failed(@Nullable Throwable cause) {
    LOG.error("a request could not be answered", cause);
    return Responses.text(500, "the server failed");
  }

  /** Nothing comes of an answer. */
  static void abandon(EndpointAnswer answer) {
    if (answer instanceof Attach attach) {
      attach.connection().abandon();
    } else if (answer instanceof Stream stream) {
      stream.connection().abandon();
    } else if (answer instanceof Later later) {
      later.exchange().abandon();
    }
  }
}
