package dev.nave.hub.testing;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Connects as a client does: negotiates, then opens a link. Any thread. */
final class Dialer {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final InProcessTransport transport;
  private final TestUsers users;

  Dialer(InProcessTransport transport, TestUsers users) {
    this.transport = transport;
    this.users = users;
  }

  TestClient dial(HttpRequest request, @Nullable HubUser user, HubProtocol protocol) {
    JsonNode negotiated =
        negotiate(
            like(request, "POST", request.path() + "/negotiate")
                .query("negotiateVersion", "1")
                .build(),
            user);
    Ticket ticket =
        new Ticket(
            request.path(),
            negotiated.path("connectionId").asString(),
            negotiated.path("connectionToken").asString());
    HttpRequest opening = like(request, "GET", request.path()).query("id", ticket.token()).build();
    if (!(ask(opening, user, true) instanceof Attach attach)) {
      throw new ConnectionRefusedException(opening + " was not accepted as a WebSocket");
    }
    Inbox inbox = new Inbox(protocol);
    return new TestClient(
        user == null ? null : user.id(),
        ticket,
        protocol,
        inbox,
        transport.open(attach.connection(), inbox));
  }

  /** Authenticates the user of a connection anew. */
  void refresh(Ticket ticket, HubUser user) {
    HttpRequest request =
        HttpRequest.builder("POST", ticket.path() + "/refresh").query("id", ticket.token()).build();
    if (ask(request, user, false) instanceof Respond answer && answer.status() != 200) {
      throw new ConnectionRefusedException(
          request
              + " was answered with "
              + answer.status()
              + ": "
              + new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  private static HttpRequest.Builder like(HttpRequest request, String method, String path) {
    HttpRequest.Builder copy =
        HttpRequest.builder(method, path)
            .remoteAddress(request.remoteAddress().orElse(null))
            .secure(request.isSecure());
    request.query().forEach((name, values) -> values.forEach(value -> copy.query(name, value)));
    request.headers().forEach((name, values) -> values.forEach(value -> copy.header(name, value)));
    return copy;
  }

  private JsonNode negotiate(HttpRequest request, @Nullable HubUser user) {
    EndpointAnswer answer = ask(request, user, false);
    if (!(answer instanceof Respond response)) {
      throw new ConnectionRefusedException("no hub is mapped at the path of " + request);
    }
    String body = new String(response.body(), StandardCharsets.UTF_8);
    if (response.status() != 200) {
      throw new ConnectionRefusedException(
          request + " was answered with " + response.status() + ": " + body);
    }
    try {
      JsonNode negotiated = JSON.readTree(body);
      if (negotiated.has("error")) {
        throw new ConnectionRefusedException(request + " was answered with " + body);
      }
      return negotiated;
    } catch (JacksonException e) {
      throw new IllegalStateException(request + " was answered with " + body, e);
    }
  }

  private EndpointAnswer ask(HttpRequest request, @Nullable HubUser user, boolean upgrade) {
    if (user != null) {
      users.expect(request, user);
    }
    EndpointAnswer answer =
        transport.endpoint().handle(request, upgrade).toCompletableFuture().join();
    if (users.wasIgnored(request) && concernsTheCaller(answer)) {
      throw new IllegalStateException(
          "the server has an authenticator of its own, so a test cannot say that it is "
              + user
              + "; connect with a request that the authenticator believes");
    }
    return answer;
  }

  /** Returns whether this answer is possible only after the caller was authenticated. */
  private static boolean concernsTheCaller(EndpointAnswer answer) {
    return answer instanceof Attach
        || (answer instanceof Respond response
            && (response.status() == 200 || response.status() == 401));
  }
}
