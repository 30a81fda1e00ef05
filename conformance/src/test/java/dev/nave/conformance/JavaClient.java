package dev.nave.conformance;

import com.microsoft.signalr.HttpHubConnectionBuilder;
import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionState;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An official Java client, with what it was sent and not yet asked for. Waits for half a minute at
 * most.
 */
final class JavaClient implements AutoCloseable {
  private static final long LONGEST_WAIT_SECONDS = 30;

  private final HubConnection connection;
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> left = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> stopped = new LinkedBlockingQueue<>();
  private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();

  JavaClient(String url, Way way, @Nullable String user) {
    HttpHubConnectionBuilder builder = way.to(url);
    if (user != null) {
      builder.withAccessTokenProvider(Single.just(user));
    }
    connection = builder.build();
    connection.on(
        "message", (kind, text) -> messages.add(kind + ":" + text), String.class, String.class);
    connection.on("left", (id, reason) -> left.add(id), String.class, String.class);
    connection.on("stopped", stopped::add, String.class);
    connection.onClosed(
        error -> ended.complete(Optional.ofNullable(error).map(Throwable::getMessage)));
  }

  /** Connects. */
  void start() {
    connection.start().timeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS).blockingAwait();
  }

  /** Answers, from now on, what the server asks. */
  void answers(Function<String, Single<?>> answer) {
    connection.onWithResult(
        "answer", question -> answer.apply(question).cast(Object.class), String.class);
  }

  @Nullable String id() {
    return connection.getConnectionId();
  }

  HubConnectionState state() {
    return connection.getConnectionState();
  }

  /** Has the client send a ping each {@code milliseconds}. */
  void pingEvery(long milliseconds) {
    connection.setKeepAliveInterval(milliseconds);
  }

  /** Stops the client. */
  void stop() {
    connection.stop().timeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS).blockingAwait();
  }

  void send(String method, @Nullable Object... arguments) {
    connection.send(method, arguments);
  }

  /** Calls a method that returns nothing. */
  void invoke(String method, @Nullable Object... arguments) {
    connection
        .invoke(method, arguments)
        .timeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
        .blockingAwait();
  }

  <T> T invoke(Class<T> result, String method, @Nullable Object... arguments) {
    return begin(result, method, arguments).blockingGet();
  }

  <T> Single<T> begin(Class<T> result, String method, @Nullable Object... arguments) {
    return connection
        .invoke(result, method, arguments)
        .timeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Asks for a stream; nothing is sent before somebody subscribes to it. */
  <T> Observable<T> stream(Class<T> item, String method, @Nullable Object... arguments) {
    return connection.stream(item, method, arguments)
        .timeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Returns the next message, {@code kind:text}. */
  String nextMessage() throws InterruptedException {
    return next(messages);
  }

  /** Returns the id of the next connection that left; the client is in the group of watchers. */
  String nextLeft() throws InterruptedException {
    return next(left);
  }

  /** Returns the name of the next endless stream that was stopped, as {@link #nextLeft} does. */
  String nextStopped() throws InterruptedException {
    return next(stopped);
  }

  private static String next(BlockingQueue<String> queue) throws InterruptedException {
    String found = queue.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    if (found == null) {
      throw new AssertionError("nothing came within " + LONGEST_WAIT_SECONDS + " s");
    }
    return found;
  }

  /**
   * Returns the messages that were sent to the client; one that is sent now is the last to come.
   */
  List<String> untaken() throws InterruptedException {
    invoke("ToCaller", "last");
    List<String> found = new ArrayList<>();
    for (String next = nextMessage(); !next.equals("caller:last"); next = nextMessage()) {
      found.add(next);
    }
    return found;
  }

  /** Returns how the connection ends: the error's text, or nothing. */
  Optional<String> end() throws Exception {
    return ended.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    stop();
    connection.close();
  }
}
