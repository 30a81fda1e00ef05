package dev.nave.benchmarks.load;

import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the load client asks for. Texts have 64 letters unless another length is said. */
public enum Scenario {
  /** Crowds connect, one after the other; nothing is called. */
  CONNECT(8_000, Way.WEB_SOCKET),
  /** One connection calls {@code Broadcast}; everybody gets the text. */
  BROADCAST(1_000, Way.WEB_SOCKET),
  /** The same with 1 kB of JSON. */
  BROADCAST_1K(1_000, Way.WEB_SOCKET),
  /** The same with clients that ask for {@code permessage-deflate}, which the server must have. */
  BROADCAST_1K_DEFLATED(1_000, Way.WEB_SOCKET),
  /** A broadcast over TLS. */
  BROADCAST_TLS(1_000, Way.WEB_SOCKET),
  /** A broadcast to clients that listen to server-sent events. */
  BROADCAST_SSE(1_000, Way.SERVER_SENT_EVENTS),
  /** A broadcast to clients that poll. */
  BROADCAST_POLLING(1_000, Way.LONG_POLLING),
  /** Groups of ten: one connection of each calls {@code ToGroup}; its group gets the text. */
  GROUPS(10_000, Way.WEB_SOCKET),
  /** Every connection calls {@code Echo} and gets its own text back. */
  ECHO(200, Way.WEB_SOCKET),
  /** The same with a method that runs on the event loop. */
  ECHO_ON_LOOP(200, Way.WEB_SOCKET),
  /** An echo of 64 kB of text. */
  ECHO_64K(50, Way.WEB_SOCKET),
  /** An echo over TLS. */
  ECHO_TLS(200, Way.WEB_SOCKET),
  /** An echo with stateful reconnect: each side counts and acknowledges messages. */
  ECHO_STATEFUL(200, Way.WEB_SOCKET),
  /** Every connection calls {@code Visit}, which joins a group and leaves an earlier one. */
  VISIT(200, Way.WEB_SOCKET),
  /** Every connection calls {@code Count} for a stream of ten items. */
  STREAM_DOWN(200, Way.WEB_SOCKET),
  /** Every connection calls {@code Concat} with a stream of ten items, and gets one result. */
  STREAM_UP(200, Way.WEB_SOCKET),
  /** Every connection calls {@code Ask}, during which the server asks it in turn. */
  CLIENT_RESULTS(200, Way.WEB_SOCKET);

  /** The members of each group. */
  static final int GROUP_SIZE = 10;

  /** The items of each stream. */
  static final int STREAM_ITEMS = 10;

  private static final int USUALLY_CONNECTING = 64;
  private static final int KILOBYTE = 1_024;
  private static final int LARGE = 65_536;

  /** Where the servers have the hub whose messages may be as large as a call with 64 kB. */
  private static final String LARGE_PATH = "/large";

  private final int usualConnections;
  private final Way way;

  /** How messages reach a client. */
  enum Way {
    WEB_SOCKET,
    SERVER_SENT_EVENTS,
    LONG_POLLING
  }

  Scenario(int usualConnections, Way way) {
    this.usualConnections = usualConnections;
    this.way = way;
  }

  Way way() {
    return way;
  }

  /** Returns whether clients ask for {@code permessage-deflate}. */
  public boolean isDeflated() {
    return this == BROADCAST_1K_DEFLATED;
  }

  /** Returns whether clients speak TLS. */
  public boolean isTls() {
    return this == BROADCAST_TLS || this == ECHO_TLS;
  }

  /** Returns whether clients ask for stateful reconnect. */
  boolean isStateful() {
    return this == ECHO_STATEFUL;
  }

  /** Returns whether the clients are counted when the server has accepted them; none calls. */
  boolean isOnlyConnecting() {
    return this == CONNECT;
  }

  /** Returns whether each client calls for itself, and the answers are what is counted. */
  boolean isAnswered() {
    return switch (this) {
      case ECHO, ECHO_ON_LOOP, ECHO_64K, ECHO_TLS, ECHO_STATEFUL, VISIT -> true;
      case STREAM_DOWN, STREAM_UP, CLIENT_RESULTS -> true;
      default -> false;
    };
  }

  /** Returns whether the messages of a client must come in the order of the calls. */
  boolean isOrdered() {
    return this != STREAM_DOWN && this != STREAM_UP && this != CLIENT_RESULTS;
  }

  /** Returns how many messages one call brings to all of so many clients. */
  int messagesPerCall(int connections) {
    if (isAnswered()) {
      return this == STREAM_DOWN ? STREAM_ITEMS : 1;
    }
    return this == GROUPS ? GROUP_SIZE : connections;
  }

  /** Returns the type of the messages that are counted. */
  byte countedType() {
    if (this == STREAM_DOWN) {
      return Dialect.STREAM_ITEM;
    }
    return isAnswered() ? Dialect.COMPLETION : Dialect.INVOCATION;
  }

  /**
   * Returns the call that is made again and again.
   *
   * @param group the group of who calls, for the scenario that has some
   */
  HubCall call(String group) {
    return switch (this) {
      case CONNECT -> throw new IllegalStateException("who only connects calls nothing");
      case BROADCAST, BROADCAST_TLS, BROADCAST_SSE, BROADCAST_POLLING ->
          HubCall.send("Broadcast", CallFrame.TEXT);
      case BROADCAST_1K, BROADCAST_1K_DEFLATED ->
          HubCall.send("Broadcast", rows(KILOBYTE - CallFrame.TEXT_LENGTH) + CallFrame.TEXT);
      case GROUPS -> HubCall.send("ToGroup", group, CallFrame.TEXT);
      case ECHO, ECHO_TLS -> HubCall.invoke("Echo", CallFrame.TEXT);
      case ECHO_ON_LOOP -> HubCall.invoke("EchoOnLoop", CallFrame.TEXT);
      case ECHO_64K -> HubCall.invoke("Echo", rows(LARGE - CallFrame.TEXT_LENGTH) + CallFrame.TEXT);
      case ECHO_STATEFUL -> HubCall.invoke("EchoString", CallFrame.TEXT);
      case VISIT -> HubCall.invoke("Visit", CallFrame.TEXT);
      case STREAM_DOWN -> HubCall.stream("Count", STREAM_ITEMS);
      case STREAM_UP -> HubCall.invoke("Concat", "", CallFrame.TEXT).uploading(STREAM_ITEMS);
      case CLIENT_RESULTS -> HubCall.invoke("Ask", CallFrame.TEXT);
    };
  }

  /**
   * Returns the call that a client makes first, to be sure that the server knows it; null if it is
   * enough that the server has accepted the protocol.
   */
  @Nullable HubCall firstCall(String group) {
    if (isOnlyConnecting()) {
      return null;
    }
    return this == GROUPS ? HubCall.invoke("Join", group) : HubCall.invoke("Echo", CallFrame.TEXT);
  }

  /** Rows of a table. Their quotes are single ones, which JSON need not escape inside of a text. */
  private static String rows(int length) {
    StringBuilder rows = new StringBuilder();
    Random random = new Random(1); // The same for every run.
    while (rows.length() < length) {
      rows.append("{'id':").append(random.nextInt(1_000_000));
      rows.append(",'symbol':'").append(Integer.toString(random.nextInt(46_656), 36));
      rows.append("','price':").append(random.nextInt(100_000) / 100.0);
      rows.append(",'volume':").append(random.nextInt(10_000));
      rows.append(",'side':'").append(random.nextBoolean() ? "buy" : "sell").append("'},");
    }
    rows.setLength(length);
    return rows.toString();
  }

  /** Returns where servers have the hub that the scenario calls. */
  public String path() {
    return switch (this) {
      case ECHO_64K -> LARGE_PATH;
      case ECHO_STATEFUL -> "/stateful";
      case STREAM_DOWN, STREAM_UP, CLIENT_RESULTS -> "/test";
      default -> "/bench";
    };
  }

  /** Returns the number of connections of the published figures. */
  public int usualConnections() {
    return usualConnections;
  }

  /** Returns the calls under way, or the clients that connect, of a run that does not say it. */
  public int usualOutstanding() {
    return isOnlyConnecting() ? USUALLY_CONNECTING : 1;
  }

  /** Returns the scenario called {@code name}, in any case. */
  public static Scenario named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
