package dev.nave.samples.chat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.HubConnectionState;
import com.microsoft.signalr.TransportEnum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An official Java client that connects again whenever its connection ends, writes to everyone when
 * it is told to, and writes down what became of it and what it read. Any thread.
 */
final class FarmClient implements AutoCloseable {
  /** What a sender is told about its message. */
  enum Outcome {
    /** Nothing so far. */
    UNANSWERED,
    /** It went out to all servers. */
    SENT,
    /** It did not and never will. */
    REFUSED,
    /** It may have. */
    UNKNOWN,
    /** The connection ended before the answer: it may have, too. */
    CUT
  }

  private static final long RETRY_MILLIS = 100;

  private final String name;
  private final HubConnection connection;
  private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor();

  @GuardedBy("this")
  private final Map<String, Outcome> calls = new LinkedHashMap<>();

  @GuardedBy("this")
  private final List<String> messages = new ArrayList<>();

  @GuardedBy("this")
  private int closings;

  private volatile boolean closing;

  /** Connects, sooner or later. */
  FarmClient(String address, String name) {
    this.name = name;
    connection =
        HubConnectionBuilder.create(address + "chat?name=" + name)
            .withTransport(TransportEnum.WEBSOCKETS)
            .build();
    connection.on("server", (server, linked) -> {}, String.class, Boolean.class);
    connection.on(
        "announcement", (from, text, at) -> read(text), String.class, String.class, Long.class);
    connection.onClosed(error -> closed());
    connect();
  }

  private void connect() {
    if (!closing) {
      var unused = connection.start().subscribe(() -> {}, failure -> tryAgain());
    }
  }

  private void tryAgain() {
    if (!closing) {
      var unused = retries.schedule(this::connect, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void closed() {
    synchronized (this) {
      closings++;
    }
    connect();
  }

  private synchronized void read(String text) {
    messages.add(text);
  }

  boolean isConnected() {
    return connection.getConnectionState() == HubConnectionState.CONNECTED;
  }

  /** Writes to everyone, unless it is not connected. */
  void write(String text) {
    String mine = name + ":" + text;
    note(mine, Outcome.UNANSWERED);
    try {
      var unused =
          connection
              .invoke(Boolean.class, "SendToAll", mine)
              .subscribe(
                  everywhere -> note(mine, Outcome.SENT), failure -> note(mine, outcome(failure)));
    } catch (RuntimeException e) {
      forget(mine); // Not connected: it was never sent.
    }
  }

  private static Outcome outcome(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains(Sent.NOT_SENT)) {
      return Outcome.REFUSED;
    }
    return message.contains(Sent.PERHAPS_SENT) ? Outcome.UNKNOWN : Outcome.CUT;
  }

  private synchronized void note(String text, Outcome outcome) {
    calls.put(text, outcome);
  }

  private synchronized void forget(String text) {
    calls.remove(text);
  }

  /** Returns what became of what it wrote. */
  synchronized Map<String, Outcome> calls() {
    return Map.copyOf(calls);
  }

  /** Returns what it read, in order. */
  synchronized List<String> messages() {
    return List.copyOf(messages);
  }

  /** Returns how often a connection of its ended. */
  synchronized int closings() {
    return closings;
  }

  @Override
  public void close() {
    closing = true;
    retries.shutdownNow();
    connection.close();
  }
}
