package dev.nave.hub.internal.fakes;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accept.Reattachable;
import dev.nave.hub.internal.connection.ConnectionRecord;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.reconnect.ReplaceableConnection;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.StreamItemMessage;
import dev.nave.hub.transport.TransportReceiver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client that knows stateful reconnect, as the official ones do it, with its connection and what
 * the hub was told. It parses by patterns of its own: nothing of the server's is used.
 */
public final class StatefulClient {
  private static final String END = TestClient.END;
  private static final Pattern TYPE = Pattern.compile("\\{\"type\":(\\d).*");
  private static final Pattern NUMBER = Pattern.compile(".*\"sequenceId\":(\\d+).*");
  private static final Pattern TARGET = Pattern.compile(".*\"target\":\"([^\"]*)\".*");
  private static final Pattern ITEM = Pattern.compile("\\{\"type\":2,.*\"item\":\"([^\"]*)\".*");

  private final FakeLoop loop;
  private final HubConnection connection;
  private final List<String> told = new ArrayList<>();
  private @Nullable Reattachable door;
  private boolean holdsAnswers;
  private boolean dropped;
  private CutLink link;

  // What the client knows.
  private final List<String> received = new ArrayList<>();
  private final Queue<String> unacknowledged = new ArrayDeque<>();
  private long firstUnacknowledged = 1;
  private long next = 1;
  private long latest;
  private boolean awaitsSequence;
  private int read;

  private StatefulClient(
      FakeLoop loop, ConnectionSettings settings, Consumer<HubConnection> hub, int version) {
    this.loop = loop;
    link = new CutLink(loop);
    ReplaceableConnection replaceable = new ReplaceableConnection(link);
    ConnectionRequest request =
        ConnectionRequest.builder("c", HttpRequest.builder("GET", "/test").build())
            .onReattachable(reattachable -> door = reattachable)
            .onEnded(() -> told.add("over"))
            .build();
    connection =
        new HubConnection(
            new ConnectionRecord("Test", request, settings.counters().meters()),
            loop.hubLoop(),
            replaceable,
            settings,
            connection -> new Handler(connection, hub));
    link.tells(connection.mayReconnect(replaceable, request));
    link.fromClient("{\"protocol\":\"json\",\"version\":" + version + "}" + END);
    loop.runAll();
    read = TestClient.WELCOME.length();
  }

  /** A client that was accepted. */
  public static StatefulClient connect(FakeLoop loop, ConnectionSettings settings) {
    return new StatefulClient(loop, settings, HubConnection::opened, 2);
  }

  /** A client of that protocol version; {@code hub} decides whether it may connect. */
  public static StatefulClient connect(
      FakeLoop loop, ConnectionSettings settings, int version, Consumer<HubConnection> hub) {
    return new StatefulClient(loop, settings, hub, version);
  }

  private final class Handler extends NotingHandler {
    Handler(HubConnection served, Consumer<HubConnection> hub) {
      super(served, hub, told);
    }

    @Override
    public void invoked(InvocationMessage call) {
      told.add(call.target());
    }

    @Override
    public void messagesRead() {}

    @Override
    public void returned(ConnectionRequest request) {
      told.add("returned");
    }

    @Override
    public void finishing(Runnable whenAnswered) {
      if (holdsAnswers) {
        told.add("finishing");
      } else {
        super.finishing(whenAnswered);
      }
    }

    @Override
    public void left(@Nullable Throwable cause, Runnable whenTooLate) {
      throw new AssertionError("the hub accepts at once");
    }

    @Override
    public void ended(@Nullable Throwable cause, boolean drops) {
      dropped = drops;
      super.ended(cause, drops);
    }
  }

  // The client's side.

  /** Calls a method without waiting for an answer; keeps the call until it is acknowledged. */
  public void call(String target) {
    String message = invocation(target);
    unacknowledged.add(message);
    link.fromClient(message);
    loop.runAll();
  }

  /** Sends anything. */
  public void sends(String text) {
    link.fromClient(text + END);
    loop.runAll();
  }

  /** Acknowledges what has come. */
  public void acknowledge() {
    read();
    if (latest > 0) {
      sends("{\"type\":8,\"sequenceId\":" + latest + "}");
    }
  }

  /** Reads what has arrived whole. */
  public void read() {
    String all = link.arrived();
    for (int end = all.indexOf(END, read); end >= 0; end = all.indexOf(END, read)) {
      take(all.substring(read, end));
      read = end + 1;
    }
  }

  private void take(String message) {
    int type = Integer.parseInt(match(TYPE, message));
    if (awaitsSequence && type != 9) {
      return;
    }
    switch (type) {
      case 1, 2 -> {
        long number = next++;
        if (number > latest) {
          latest = number;
          received.add(match(type == 1 ? TARGET : ITEM, message));
        }
      }
      case 8 -> {
        long number = Long.parseLong(match(NUMBER, message));
        while (firstUnacknowledged <= number && unacknowledged.poll() != null) {
          firstUnacknowledged++;
        }
      }
      case 9 -> {
        long number = Long.parseLong(match(NUMBER, message));
        if (number > next) {
          throw new AssertionError("goes on at " + number + ", but awaited was " + next);
        }
        next = number;
        awaitsSequence = false;
      }
      default -> {} // Pings, and a Close, which the hub is told of, too.
    }
  }

  private static String match(Pattern pattern, String message) {
    Matcher matcher = pattern.matcher(message);
    if (!matcher.matches()) {
      throw new AssertionError("not understood: " + message);
    }
    return matcher.group(1);
  }

  /** Comes back on a new link, and says what it says then. Returns whether it was let in. */
  public boolean comeBack(CutLink fresh) {
    if (!openAgain(fresh)) {
      return false;
    }
    StringBuilder again = new StringBuilder();
    again.append("{\"type\":9,\"sequenceId\":").append(firstUnacknowledged).append('}').append(END);
    unacknowledged.forEach(again::append);
    link.fromClient(again.toString());
    loop.runAll();
    return true;
  }

  /** Opens a new link for the connection and says nothing yet. Returns whether it was let in. */
  public boolean openAgain(CutLink fresh) {
    read();
    Reattachable known = door;
    if (known == null) {
      return false;
    }
    ConnectionRequest request =
        ConnectionRequest.builder("c", HttpRequest.builder("GET", "/hub").build()).build();
    link = fresh;
    read = 0;
    awaitsSequence = true;
    TransportReceiver receiver = known.reattach(request, fresh);
    if (receiver == null) {
      return false;
    }
    fresh.tells(receiver);
    loop.runAll();
    return true;
  }

  /** What it has received is never answered. */
  public void isNeverAnswered() {
    holdsAnswers = true;
  }

  /** Returns whether the hub was told to drop what had not begun. */
  public boolean wasDropped() {
    return dropped;
  }

  /** Returns what the hub was told since the last time: targets, {@code over}, {@code ended}. */
  public List<String> told() {
    List<String> since = List.copyOf(told);
    told.clear();
    return since;
  }

  /** Returns the targets of the invocations, and the items, that have come to the client. */
  public List<String> received() {
    read();
    return received;
  }

  /** Returns the link of the moment, or the last one. */
  public CutLink link() {
    return link;
  }

  // The server's side.

  /** Returns the connection. */
  public HubConnection connection() {
    return connection;
  }

  /** Returns whether the client could come back. */
  public boolean mayComeBack() {
    return door != null;
  }

  /** The server sends, encoded elsewhere as what the backplane brings. */
  public void sendTo(String target) {
    connection.send(outbound(target));
    loop.runAll();
  }

  /** Returns a message for clients. */
  public static OutboundMessage outbound(String target) {
    return OutboundMessage.encoded(
        Map.of("json", invocation(target).getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns an item of a stream to the client, which {@link #received} has, too. */
  public static OutboundMessage item(String text) {
    return OutboundMessage.of(new StreamItemMessage(Map.of(), "s", Payload.of(text)));
  }

  /** Returns a message as it is on the wire, of 40 bytes and its target's. */
  public static String invocation(String target) {
    return "{\"type\":1,\"target\":\"" + target + "\",\"arguments\":[]}" + END;
  }
}
