package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.HELLO;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.CancellationToken;
import dev.nave.hub.Hub;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.fakes.FakeLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A connection whose hub does what a test says. */
abstract class SessionFixture {
  static final String FAILED = "An unexpected error occurred invoking 'go' on the server.";

  final Queue<Runnable> work = new ArrayDeque<>();
  final FakeLoop loop = new FakeLoop(work::add);
  final FakeLink link = new FakeLink(loop);
  final List<String> done = new ArrayList<>();
  final HubOptions.Builder options = HubOptions.builder().keepAliveInterval(Duration.ofDays(1));
  CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);
  Method method = value -> value;
  final List<Flow.Publisher<String>> uploads = new ArrayList<>();
  Runnable onConnected = () -> {};
  @Nullable HubConnection connection;
  @Nullable HubRegistry registry;

  /** What the hub method of a test does. */
  interface Method {
    @Nullable Object go(Object value) throws Exception;
  }

  /** The hub of all tests. */
  public final class TestHub extends Hub {
    /** Does what the test says. */
    public @Nullable Object go(Object value) throws Exception {
      done.add("go");
      return method.go(value);
    }

    /** Goes on as long as the test says. */
    public CompletionStage<Object> later(Object value) throws Exception {
      done.add("later");
      @SuppressWarnings("unchecked")
      CompletionStage<Object> stage =
          (CompletionStage<Object>) Objects.requireNonNull(method.go(value));
      return stage;
    }

    /** Goes on until it is cancelled. */
    public CompletionStage<String> untilCancelled(CancellationToken token) {
      done.add("begun");
      CompletableFuture<String> cancelled = new CompletableFuture<>();
      token.onCancelled(() -> cancelled.complete("cancelled"));
      return cancelled;
    }

    /** Answers with nothing, and does not end. */
    public Flow.Publisher<String> silence() {
      return subscriber -> {};
    }

    /** Never ends. */
    public CompletionStage<Void> upload(Flow.Publisher<String> items) {
      uploads.add(items);
      return new CompletableFuture<>();
    }
  }

  private final class Access extends TestDispatch.QuietAccess {
    @Override
    public void onConnected(AbstractHub hub) {
      done.add("connected");
      onConnected.run();
    }

    @Override
    public void onAuthenticationRefreshed(AbstractHub hub) {
      done.add("refreshed");
    }

    @Override
    public void onDisconnected(AbstractHub hub, @Nullable Throwable cause) {
      done.add("disconnected" + (cause == null ? "" : ": " + cause.getMessage()));
    }
  }

  private final class Scope extends TestDispatch.QuietScope {
    @Override
    public CompletableFuture<Void> settled() {
      return settled;
    }
  }

  HubConnection open() {
    ConnectionSettings settings = TestClient.settings(options.build());
    HubRegistry fresh = TestDispatch.registry(settings);
    HubConnection opened =
        TestDispatch.connection(
            TestDispatch.of(
                TestHub.class,
                TestHub::new,
                new Access(),
                (caller, rule) -> new Scope(),
                settings,
                fresh,
                new PendingClientResults(10, 10),
                work::add),
            loop,
            link,
            () -> {});
    registry = fresh;
    connection = opened;
    sends(HELLO);
    link.assertWritten(WELCOME);
    return opened;
  }

  HubConnection connect() {
    HubConnection opened = open();
    runAll();
    assertDone("connected");
    return opened;
  }

  void sends(String text) {
    TestDispatch.send(Objects.requireNonNull(connection), text);
    loop.runAll();
  }

  void runAll() {
    do {
      for (Runnable next = work.poll(); next != null; next = work.poll()) {
        next.run();
        loop.runAll();
      }
      loop.runAll();
    } while (!work.isEmpty());
  }

  void assertDone(String... what) {
    assertThat(done).containsExactly(what);
    done.clear();
  }

  static String cancel(String id) {
    return "{\"type\":5,\"invocationId\":\"" + id + "\"}" + END;
  }

  static String completion(String id, String rest) {
    return "{\"type\":3,\"invocationId\":\"" + id + "\"," + rest + "}" + END;
  }

  void assertHere(boolean expected) {
    assertThat(Objects.requireNonNull(registry).size()).isEqualTo(expected ? 1 : 0);
  }

  void hangUp() {
    Objects.requireNonNull(connection).receiver().closed(ConnectionEnd.GRACEFUL, null);
    link.assertDone("close NORMAL");
  }

  @AfterEach
  void nothingElseHappened() {
    link.assertNothingElse();
    loop.assertClean();
    assertThat(work).isEmpty();
    assertThat(done).isEmpty();
  }
}
