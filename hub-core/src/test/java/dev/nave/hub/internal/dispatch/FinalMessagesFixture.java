package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.HELLO;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.CancellationToken;
import dev.nave.hub.Hub;
import dev.nave.hub.HubOptions;
import dev.nave.hub.Uploads;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Connections whose end comes behind, or before, what their client sent. */
abstract class FinalMessagesFixture {
  static final String CLOSE = "{\"type\":7}" + END;
  static final String ERROR =
      "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}" + END;

  final Queue<Runnable> work = new ArrayDeque<>();
  final FakeLoop loop = new FakeLoop(this::execute);
  final FakeLink link = new FakeLink(loop);
  final PendingClientResults questions = new PendingClientResults(10, 10);
  final List<String> done = new ArrayList<>();
  final CompletableFuture<String> gate = new CompletableFuture<>();
  final ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().keepAliveInterval(Duration.ofDays(1)).build());
  final HubRegistry registry =
      new HubRegistry(
          new TopicNames("Test"),
          new Subscriptions(new FakeBackplane(), Duration.ofSeconds(1)),
          settings.protocols());
  Runnable onConnected = () -> {};
  Runnable onEnd = () -> {};
  boolean refusesWork;
  ClientResultWait rule = ClientResultWait.FREE;
  @Nullable Throwable disconnectedBy;
  final HubConnection connection = dial();

  /** How a connection ends. */
  enum How {
    HUB_CLOSE(true, true),
    MALFORMED(true, true),
    TOO_LARGE(true, true),
    CLOSE_FRAME(false, true),
    FIN(false, true),
    FAULTY_FRAME(false, true),
    RESET(false, false),
    ABORT(false, false);

    /** Whether the client can still be answered. */
    final boolean answered;

    /** Whether what was received is done. */
    final boolean done;

    How(boolean answered, boolean done) {
      this.answered = answered;
      this.done = done;
    }
  }

  /** The hub of all tests. */
  public final class TestHub extends Hub {
    /** Is done at once. */
    public String go(String name) {
      done.add(name);
      return name;
    }

    /** Goes on until the test ends it. */
    public CompletionStage<String> hold() {
      done.add("held");
      return gate;
    }

    /** Goes on until its token is cancelled. */
    public CompletionStage<String> untilCancelled(CancellationToken token) {
      CompletableFuture<String> cancelled = new CompletableFuture<>();
      var unusedForget = token.onCancelled(() -> cancelled.complete("cancelled"));
      return cancelled;
    }

    /** Never has an item. */
    public Flow.Publisher<String> silence() {
      done.add("streams");
      return subscriber ->
          subscriber.onSubscribe(
              new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {
                  done.add("stream cancelled");
                }
              });
    }

    /** Reads an upload. */
    public CompletionStage<String> upload(Flow.Publisher<String> items) {
      return Uploads.forEach(items, item -> done.add("item " + item))
          .handle(
              (unused, failure) -> {
                String end = failure == null ? "all" : "cut off";
                done.add(end);
                return end;
              });
    }
  }

  private final class Access extends TestDispatch.QuietAccess {
    @Override
    public void onConnected(AbstractHub hub) {
      onConnected.run();
    }

    @Override
    public void onDisconnected(AbstractHub hub, @Nullable Throwable cause) {
      done.add("disconnected");
      disconnectedBy = cause;
    }
  }

  private HubConnection dial() {
    CallScope.Factory scopes =
        (caller, ruleOfCall) -> {
          rule = ruleOfCall;
          return new TestDispatch.QuietScope();
        };
    return TestDispatch.connection(
        TestDispatch.of(
            TestHub.class,
            TestHub::new,
            new Access(),
            scopes,
            settings,
            registry,
            questions,
            this::execute),
        loop,
        link,
        () -> onEnd.run());
  }

  private void execute(Runnable task) {
    if (refusesWork) {
      throw new RejectedExecutionException("a test says so");
    }
    work.add(task);
  }

  void connect() {
    sends(HELLO);
    runAll();
    link.assertWritten(WELCOME);
  }

  void sends(String text) {
    TestDispatch.send(connection, text);
    loop.runAll();
  }

  void ends(How how) {
    switch (how) {
      case HUB_CLOSE -> sends(CLOSE);
      case MALFORMED -> sends("{}" + END);
      case TOO_LARGE -> sends("x".repeat(40_000));
      case CLOSE_FRAME -> connection.receiver().closed(ConnectionEnd.GRACEFUL, null);
      case FIN -> connection.receiver().closed(ConnectionEnd.CUT, null);
      case FAULTY_FRAME ->
          connection.receiver().closed(ConnectionEnd.GRACEFUL, new IOException("no frame"));
      case RESET -> connection.receiver().closed(ConnectionEnd.CUT, new IOException("reset"));
      case ABORT -> connection.abort();
    }
    loop.runAll();
  }

  void runAll() {
    loop.runAll();
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
      loop.runAll();
    }
  }

  void assertDone(String... what) {
    assertThat(done).containsExactly(what);
    done.clear();
  }

  static String result(String id, String value) {
    return "{\"type\":3,\"invocationId\":\"" + id + "\",\"result\":\"" + value + "\"}" + END;
  }

  static String end(How how) {
    return how == How.HUB_CLOSE || how == How.ABORT ? CLOSE : ERROR;
  }

  long dropped() {
    return settings.counters().droppedInvocations();
  }

  @AfterEach
  void nothingElseHappened() {
    assertThat(done).isEmpty();
    assertThat(work).isEmpty();
    assertThat(questions.size()).isZero();
    assertThat(registry.size()).isZero();
    loop.advance(Duration.ofMinutes(1));
    assertThat(loop.timers()).as("timers left").isZero();
    assertThat(done).isEmpty();
  }
}
