package dev.nave.hub.internal.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.connection.ConnectionCounters;
import dev.nave.hub.internal.connection.ConnectionRecord;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.transport.Framing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client, its connection, and what its connection told the hub. */
public final class TestClient {
  /** The end of a message in JSON. */
  public static final String END = "\u001e";

  /** The handshake of a client that speaks JSON. */
  public static final String HELLO = "{\"protocol\":\"json\",\"version\":1}" + END;

  /** The answer to a handshake. */
  public static final String WELCOME = "{}" + END;

  private final FakeLoop loop;
  private final FakeLink link;
  private final HubConnection connection;
  private final Queue<String> told = new ArrayDeque<>();
  private int reads;
  private Runnable whenInvoked = () -> {};

  private TestClient(
      String id,
      FakeLoop loop,
      FakeLink link,
      ConnectionSettings settings,
      Consumer<HubConnection> hub) {
    this.loop = loop;
    this.link = link;
    this.connection =
        new HubConnection(
            new ConnectionRecord(
                "Test",
                ConnectionRequest.builder(id, HttpRequest.builder("GET", "/test").build())
                    .onEnded(() -> told.add("over"))
                    .build(),
                settings.counters().meters()),
            loop.hubLoop(),
            link,
            settings,
            connection -> new Handler(connection, hub));
  }

  /** Returns settings with these options and both hub protocols. */
  public static ConnectionSettings settings(HubOptions options) {
    return new ConnectionSettings(
        options,
        List.of(JsonHubProtocol.create(), MessagePackHubProtocol.create()),
        new ConnectionCounters());
  }

  /** A client that has not said anything yet; {@code hub} decides whether it may. */
  public static TestClient dial(
      FakeLoop loop, ConnectionSettings settings, Consumer<HubConnection> hub) {
    return new TestClient("c", loop, new FakeLink(loop), settings, hub);
  }

  /** A client that was accepted, and speaks that protocol; nothing is left to be mentioned. */
  public static TestClient connect(
      FakeLoop loop, ConnectionSettings settings, String id, String protocol) {
    return connect(loop, settings, id, protocol, new FakeLink(loop));
  }

  private static TestClient connect(
      FakeLoop loop, ConnectionSettings settings, String id, String protocol, FakeLink link) {
    TestClient client = new TestClient(id, loop, link, settings, HubConnection::opened);
    client.sends("{\"protocol\":\"" + protocol + "\",\"version\":1}" + END);
    link.assertWritten(link.framed(WELCOME));
    client.assertTold("started");
    return client;
  }

  /** A client as {@link #connect}, on a link that shows that it is there. */
  public static TestClient connectPolling(
      FakeLoop loop, ConnectionSettings settings, String id, String protocol) {
    FakeLink link = new FakeLink(loop);
    link.needNoPings();
    return connect(loop, settings, id, protocol, link);
  }

  /** A client as {@link #connect}, with its own way of framing. */
  public static TestClient connectFramed(
      FakeLoop loop, ConnectionSettings settings, String id, Framing framing) {
    return connect(loop, settings, id, "json", new FakeLink(loop, framing));
  }

  private final class Handler extends NotingHandler {
    Handler(HubConnection served, Consumer<HubConnection> hub) {
      super(served, hub, told);
    }

    @Override
    public void started() {
      told.add("started");
      super.started();
    }

    @Override
    public void invoked(InvocationMessage call) {
      told.add("calls " + call.target());
      whenInvoked.run();
    }

    @Override
    public void messagesRead() {
      reads++;
    }

    @Override
    public void left(@Nullable Throwable cause, Runnable whenTooLate) {
      told.add("left");
    }
  }

  /** The client's bytes arrive, in one piece, and the loop runs. */
  public void sends(String text) {
    sends(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The client's bytes arrive, in one piece, and the loop runs. */
  public void sends(byte[] bytes) {
    connection.receiver().received(bytes);
    connection.receiver().receivedAll();
    loop.runAll();
  }

  /** The hub sends bytes that are encoded, and the loop runs. */
  public void isSent(String text) {
    connection.send(OutboundMessage.encoded(Map.of("json", text.getBytes(StandardCharsets.UTF_8))));
    loop.runAll();
  }

  /** Runs an action in each call without a stream. */
  public void whenInvoked(Runnable action) {
    whenInvoked = action;
  }

  /** Asserts what the hub was told next. */
  public void assertTold(String event) {
    assertThat(told.poll()).isEqualTo(event);
  }

  /** Asserts that nothing happened that the test has not mentioned. */
  public void assertNothingElse() {
    link.assertNothingElse();
    assertThat(told).isEmpty();
  }

  /** Returns how often the hub was told that all messages have been read. */
  public int reads() {
    return reads;
  }

  /** Returns the connection. */
  public HubConnection connection() {
    return connection;
  }

  /** Returns the link. */
  public FakeLink link() {
    return link;
  }
}
