package dev.nave.transport.servlet.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Later;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import dev.nave.hub.transport.HttpExchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.EndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How asynchronous requests end. */
class RequestEndTest {
  private final RunningTransport transport = Fakes.transport();
  private final List<String> onContext = new CopyOnWriteArrayList<>();
  private final List<AsyncListener> listeners = new CopyOnWriteArrayList<>();
  private final List<String> onResponse = new CopyOnWriteArrayList<>();
  private final Fakes.Connection connection = new Fakes.Connection();

  private final AsyncContext context =
      Fakes.of(
          AsyncContext.class,
          (proxy, method, arguments) -> {
            onContext.add(method.getName());
            if (method.getName().equals("addListener")) {
              listeners.add((AsyncListener) arguments[0]);
            }
            return null;
          });

  private final HttpServletRequest request = request(true);

  private final HttpServletResponse response =
      Fakes.of(
          HttpServletResponse.class,
          (proxy, method, arguments) -> {
            onResponse.add(method.getName());
            return method.getName().equals("getOutputStream") ? new Fakes.StuckOutput() : null;
          });

  private HttpServletRequest request(boolean asynchronous) {
    return Fakes.of(
        HttpServletRequest.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getMethod" -> "GET";
              case "startAsync" -> {
                if (!asynchronous) {
                  throw new IllegalStateException("a filter is not asynchronous");
                }
                yield context;
              }
              default -> null;
            });
  }

  @AfterEach
  void stop() throws Exception {
    transport.stop().get(30, TimeUnit.SECONDS);
  }

  /** An exchange that notes what becomes of it. */
  private static final class Exchange implements HttpExchange {
    private final CompletableFuture<Client> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> abandoned = new CompletableFuture<>();

    @Override
    public void begin(Client client) {
      begun.complete(client);
    }

    @Override
    public void received(byte[] bytes, boolean last) {}

    @Override
    public void answered() {}

    @Override
    public void abandon() {
      abandoned.complete(null);
    }
  }

  private void carryOut(HttpServletRequest asked, @Nullable EndpointAnswer answer)
      throws Exception {
    new AsyncRequest(transport, asked, response, false)
        .carryOut(CompletableFuture.completedFuture(answer));
  }

  @Test
  void aStopCompletesAnEventStreamWhoseClientTakesNothing() throws Exception {
    Respond beginning = new Respond(200, Map.of(), new byte[] {':'});
    carryOut(request, new Stream(connection, beginning));
    Fakes.awaitLoop(transport);

    transport.stop().get(30, TimeUnit.SECONDS);

    assertThat(onContext).filteredOn("complete"::equals).hasSize(1);
  }

  @Test
  void aRequestThatCannotBeAsynchronousAbandonsItsConnection() {
    Respond beginning = new Respond(200, Map.of(), new byte[] {':'});

    assertThatIllegalStateException()
        .isThrownBy(() -> carryOut(request(false), new Stream(connection, beginning)))
        .withMessageContaining("filter");

    assertThat(connection.abandoned).hasValue(1);
  }

  @Test
  void aWebSocketThatOpensAfterTheStopAbandonsItsConnection() throws Exception {
    HubSocket socket = new HubSocket(new WebSocketUpgrade.Opening(transport, connection));
    EndpointConfig config = Fakes.of(EndpointConfig.class, (proxy, method, arguments) -> null);
    transport.stop().get(30, TimeUnit.SECONDS);

    socket.onOpen(WaitingBytesTest.session(), config);

    assertThat(connection.abandoned).hasValue(1);
  }

  @Test
  void anUpgradeThatEndsAfterTheStopAbandonsItsConnection() throws Exception {
    WebSocketUpgrade.Opening opening = new WebSocketUpgrade.Opening(transport, connection);
    transport.stop().get(30, TimeUnit.SECONDS);

    opening.giveUpLater();

    assertThat(connection.abandoned).hasValue(1);
  }

  @Test
  void theResponseOfARequestThatTheContainerHasEndedIsNotTouched() throws Exception {
    Exchange exchange = new Exchange();
    carryOut(request, new Later(exchange));
    HttpExchange.Client client = exchange.begun.get(10, TimeUnit.SECONDS);

    listeners.get(0).onError(new AsyncEvent(context));
    client.answer(new Respond(200, Map.of(), new byte[] {1}));

    exchange.abandoned.get(10, TimeUnit.SECONDS);
    assertThat(onResponse).isEmpty();
    assertThat(onContext).doesNotContain("complete");
  }
}
