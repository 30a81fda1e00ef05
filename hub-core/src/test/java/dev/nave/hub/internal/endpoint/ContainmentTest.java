package dev.nave.hub.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.connection.ConnectionCounters;
import dev.nave.hub.internal.connection.ConnectionHandler;
import dev.nave.hub.internal.connection.ConnectionMeters;
import dev.nave.hub.internal.connection.ConnectionRecord;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.endpoint.polling.LongPollingConnection;
import dev.nave.hub.internal.endpoint.polling.PollExchange;
import dev.nave.hub.internal.endpoint.polling.PostExchange;
import dev.nave.hub.internal.endpoint.polling.PostedMessages;
import dev.nave.hub.internal.endpoint.sse.SseConnection;
import dev.nave.hub.internal.fakes.FakeLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.FakeRequest;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the server itself throws while it reads: one rule for all transports. The connection ends,
 * its client is told, and HTTP requests are answered.
 */
class ContainmentTest {
  private static final String HELLO = "{\"protocol\":\"broken\",\"version\":1}\u001e";
  private static final String CLOSED =
      "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}\u001e";
  private static final HubOptions OPTIONS = HubOptions.builder().build();

  private final FakeLoop loop = new FakeLoop();
  private final List<String> told = new ArrayList<>();
  private boolean opensAtOnce = true;

  /**
   * JSON, but some messages cannot be read for reasons of the server's own. It has a name of its
   * own: pings are encoded once for all connections of a protocol.
   */
  private static final class BrokenProtocol implements HubProtocol {
    private final HubProtocol json = JsonHubProtocol.create();

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public TransferFormat transferFormat() {
      return json.transferFormat();
    }

    @Override
    public int frameEnd(byte[] bytes, int from, int to, int maxBytes) throws ProtocolException {
      return json.frameEnd(bytes, from, to, maxBytes);
    }

    @Override
    public @Nullable HubMessage read(byte[] bytes, int from, int to) throws ProtocolException {
      String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
      if (text.contains("exception")) {
        throw new IllegalStateException("a mistake of the server");
      }
      if (text.contains("error")) {
        throw new StackOverflowError("another one");
      }
      return json.read(bytes, from, to);
    }

    @Override
    public byte[] write(HubMessage message) {
      if (message instanceof PingMessage) {
        throw new IllegalStateException("cannot write it");
      }
      return json.write(message);
    }
  }

  private static String call(String target) {
    return "{\"type\":1,\"target\":\"" + target + "\",\"arguments\":[]}\u001e";
  }

  private TransportReceiver connection(TransportConnection link) {
    return open(link).receiver();
  }

  private HubConnection open(TransportConnection link) {
    Function<HubConnection, ConnectionHandler> session =
        connection ->
            (ConnectionHandler)
                Proxy.newProxyInstance(
                    ContainmentTest.class.getClassLoader(),
                    new Class<?>[] {ConnectionHandler.class},
                    (proxy, method, arguments) -> {
                      told.add(method.getName());
                      if (method.getName().equals("started") && opensAtOnce) {
                        connection.opened();
                      }
                      return null;
                    });
    return new HubConnection(
        new ConnectionRecord(
            "Test",
            ConnectionRequest.builder("c1", HttpRequest.builder("GET", "/test").build())
                .onEnded(() -> told.add("over"))
                .build(),
            ConnectionMeters.NONE),
        loop.hubLoop(),
        link,
        new ConnectionSettings(OPTIONS, List.of(new BrokenProtocol()), new ConnectionCounters()),
        session);
  }

  private static void send(TransportReceiver receiver, String text) {
    receiver.received(text.getBytes(StandardCharsets.UTF_8));
    receiver.receivedAll();
  }

  private FakeRequest post(PostedMessages inlet, String body) {
    FakeRequest post = FakeRequest.begin(loop, new PostExchange(inlet, Map.of()));
    post.send(body, true);
    loop.runAll();
    return post;
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error"})
  void aLinkOfBothDirectionsIsClosedAndItsClientTold(String target) {
    FakeLink link = new FakeLink(loop);
    TransportReceiver connection = connection(link);
    send(connection, HELLO);

    send(connection, call("fine") + call(target) + call("late"));
    loop.runAll();

    assertThat(link.takeWritten()).contains("Connection closed with an error.");
    assertThat(told).contains("invoked", "over", "ended").containsOnlyOnce("invoked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error"})
  void aPostIsAnsweredAndThePollToldOfTheEnd(String target) {
    LongPollingConnection link = new LongPollingConnection(loop, OPTIONS, () -> told.add("gone"));
    PostedMessages inlet = link.start(connection(link));
    FakeRequest first = post(inlet, HELLO);
    FakeRequest.begin(loop, new PollExchange(link, Map.of())).take();

    FakeRequest bad = post(inlet, call(target));

    assertThat(first.taken()).containsExactly("read", "200");
    assertThat(bad.taken()).containsExactly("read", "200");
    assertThat(FakeRequest.begin(loop, new PollExchange(link, Map.of())).taken())
        .containsExactly(("200 " + CLOSED).trim());
    assertThat(FakeRequest.begin(loop, new PostExchange(inlet, Map.of())).taken())
        .containsExactly("404 No Connection with that ID");
    assertThat(told).contains("over", "ended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error"})
  void aPostBesideAnEventStreamIsAnsweredAndTheStreamToldOfTheEnd(String target) {
    FakeLink stream = new FakeLink(loop);
    SseConnection link = new SseConnection(stream);
    PostedMessages inlet = link.start(connection(link));
    post(inlet, HELLO);

    FakeRequest bad = post(inlet, call(target));

    assertThat(bad.taken()).containsExactly("read", "200");
    assertThat(stream.takeWritten()).contains("Connection closed with an error.");
    assertThat(told).contains("over", "ended");
  }

  @Test
  void whatWasReceivedBeforeTheHubWasReadyIsUnderTheSameRule() {
    opensAtOnce = false;
    FakeLink link = new FakeLink(loop);
    HubConnection connection = open(link);
    send(connection.receiver(), HELLO + call("exception"));

    loop.hubLoop().execute(connection::opened);
    loop.runAll();

    assertThat(link.takeWritten()).contains("Connection closed with an error.");
    assertThat(told).contains("over", "ended");
  }

  @Test
  void aTimerIsUnderTheSameRule() {
    FakeLink link = new FakeLink(loop);
    send(connection(link), HELLO);

    loop.advance(OPTIONS.keepAliveInterval().plus(FakeLoop.TICK));

    assertThat(link.takeWritten()).contains("Connection closed with an error.");
    assertThat(told).contains("over", "ended");
  }

  @Test
  void anotherConnectionOfTheLoopGoesOn() {
    FakeLink broken = new FakeLink(loop);
    FakeLink fine = new FakeLink(loop);
    TransportReceiver other = connection(fine);
    send(other, HELLO);
    TransportReceiver connection = connection(broken);
    send(connection, HELLO);

    send(connection, call("error"));
    told.clear();
    send(other, call("fine"));

    assertThat(told).containsExactly("invoked", "messagesRead");
  }
}
