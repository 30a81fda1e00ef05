package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.HELLO;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.CancellationToken;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.Hub;
import dev.nave.hub.HubCall;
import dev.nave.hub.HubOptions;
import dev.nave.hub.Uploads;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.clientresults.ResultListener;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.filters.CallHeaders;
import dev.nave.hub.internal.filters.CallPipeline;
import dev.nave.hub.internal.filters.HubAccess;
import dev.nave.hub.internal.methods.HubMethodTable;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of what was received before the end of a connection. */
class FinalMessagesTest {
  private static final String CLOSE = "{\"type\":7}" + END;
  private static final String ERROR =
      "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}" + END;

  private final Queue<Runnable> work = new ArrayDeque<>();
  private final FakeLoop loop = new FakeLoop(this::execute);
  private final FakeLink link = new FakeLink(loop);
  private final PendingClientResults questions = new PendingClientResults(10, 10);
  private final List<String> done = new ArrayList<>();
  private final CompletableFuture<String> gate = new CompletableFuture<>();
  private final ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().keepAliveInterval(Duration.ofDays(1)).build());
  private final HubRegistry registry =
      new HubRegistry(
          new TopicNames("Test"),
          new Subscriptions(new FakeBackplane(), Duration.ofSeconds(1)),
          settings.protocols());
  private Runnable onConnected = () -> {};
  private Runnable onEnd = () -> {};
  private boolean refusesWork;
  private ClientResultWait rule = ClientResultWait.FREE;
  private @Nullable Throwable disconnectedBy;
  private final HubConnection connection = dial();

  /** How a connection ends. */
  private enum How {
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

  private final class Access implements HubAccess {
    @Override
    public void bind(AbstractHub hub, HubCall call) {}

    @Override
    public HubCall callOf(AbstractHub hub) {
      throw new AssertionError("not used here");
    }

    @Override
    public void onConnected(AbstractHub hub) {
      onConnected.run();
    }

    @Override
    public void onAuthenticationRefreshed(AbstractHub hub) {}

    @Override
    public void onDisconnected(AbstractHub hub, @Nullable Throwable cause) {
      done.add("disconnected");
      disconnectedBy = cause;
    }
  }

  private static final class Scope implements CallScope {
    @Override
    public CompletableFuture<Void> settled() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public dev.nave.hub.HubCallerClients clients() {
      throw new AssertionError("not used here");
    }

    @Override
    public <C> dev.nave.hub.TypedHubCallerClients<C> clients(Class<C> clientInterface) {
      throw new AssertionError("not used here");
    }

    @Override
    public dev.nave.hub.HubCallerGroups groups() {
      throw new AssertionError("not used here");
    }

    @Override
    public dev.nave.hub.HubCallerContext context() {
      throw new AssertionError("not used here");
    }
  }

  private HubConnection dial() {
    Access access = new Access();
    HubDispatch<TestHub> dispatch =
        new HubDispatch<>(
            "Test",
            HubMethodTable.of(TestHub.class),
            TestHub::new,
            access,
            new CallPipeline(
                "Test", access, List.of(), null, new CallHeaders(1, 1), null, Runnable::run),
            (caller, ruleOfCall) -> {
              rule = ruleOfCall;
              return new Scope();
            },
            settings,
            registry,
            questions,
            this::execute);
    ConnectionRequest request =
        ConnectionRequest.builder("c1", HttpRequest.builder("GET", "/test").build()).build();
    return new HubConnection(
        "c1",
        loop.hubLoop(),
        link,
        settings,
        served -> new ConnectionSession(dispatch, served, request),
        () -> onEnd.run());
  }

  private void execute(Runnable task) {
    if (refusesWork) {
      throw new RejectedExecutionException("a test says so");
    }
    work.add(task);
  }

  private void connect() {
    sends(HELLO);
    runAll();
    link.assertWritten(WELCOME);
  }

  private void sends(String text) {
    connection.receiver().received(text.getBytes(StandardCharsets.UTF_8));
    connection.receiver().receivedAll();
    loop.runAll();
  }

  private void ends(How how) {
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

  private void runAll() {
    loop.runAll();
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
      loop.runAll();
    }
  }

  private void assertDone(String... what) {
    assertThat(done).containsExactly(what);
    done.clear();
  }

  private static String call(@Nullable String id, String target, String... arguments) {
    return "{\"type\":1,"
        + (id == null ? "" : "\"invocationId\":\"" + id + "\",")
        + "\"target\":\""
        + target
        + "\",\"arguments\":["
        + String.join(",", arguments)
        + "]}"
        + END;
  }

  private static String result(String id, String value) {
    return "{\"type\":3,\"invocationId\":\"" + id + "\",\"result\":\"" + value + "\"}" + END;
  }

  private static String end(How how) {
    return how == How.HUB_CLOSE || how == How.ABORT ? CLOSE : ERROR;
  }

  private long dropped() {
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

  @ParameterizedTest
  @EnumSource
  void whatWaitsBehindARunningCallIsDoneInOrderOrDropped(How how) {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\"") + call(null, "go", "\"b\""));
    runAll();
    assertDone("held");

    ends(how);
    runAll();
    assertDone();
    gate.complete("x");
    runAll();

    if (how.done) {
      assertDone("a", "b", "disconnected");
      assertThat(dropped()).isZero();
    } else {
      assertDone("disconnected");
      assertThat(dropped()).isEqualTo(2);
    }
    assertThat(link.takeWritten())
        .isEqualTo(
            how.answered
                ? result("1", "x") + result("2", "a") + end(how)
                : how == How.ABORT ? CLOSE : "");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasReceivedBeforeTheHubAcceptedIsDoneOrDropped(How how) {
    if (how.answered) {
      return; // Not read before the hub has accepted: the case above.
    }
    sends(HELLO + call("1", "go", "\"a\"") + call(null, "go", "\"b\""));
    link.assertWritten(WELCOME);
    ends(how);
    runAll();

    assertDone(how.done ? new String[] {"a", "b", "disconnected"} : new String[] {"disconnected"});
    assertThat(dropped()).isEqualTo(how.done ? 0 : 2);
    assertThat(link.takeWritten()).isEqualTo(how == How.ABORT ? CLOSE : "");
  }

  @Test
  void aCloseThatWasReceivedBeforeTheHubAcceptedEndsWhatIsRead() {
    sends(HELLO + call("1", "go", "\"a\"") + CLOSE + call("2", "go", "\"b\""));
    ends(How.FIN);
    runAll();

    assertDone("a", "disconnected");
    assertThat(link.takeWritten()).isEqualTo(WELCOME);
  }

  @Test
  void whatWasReceivedIsNotDoneIfTheHubRefuses() {
    onConnected =
        () -> {
          throw new IllegalStateException("no room");
        };
    sends(HELLO + call("1", "go", "\"a\""));
    ends(How.FIN);
    runAll();

    assertDone();
    assertThat(dropped()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "CLOSE_FRAME", "FIN", "MALFORMED"})
  void anUploadGetsItsItemsAndEndsBehindThem(How how) {
    connect();
    String upload = call("1", "upload").replace("}", ",\"streamIds\":[\"%s\"]}");
    sends(upload.formatted("u") + upload.formatted("v").replace("\"1\"", "\"2\""));
    String item = "{\"type\":2,\"invocationId\":\"%s\",\"item\":\"%s\"}" + END;
    sends(item.formatted("u", "1") + "{\"type\":3,\"invocationId\":\"u\"}" + END);
    sends(item.formatted("v", "2"));
    ends(how);
    runAll();

    assertThat(done).startsWith("item 1", "all").contains("item 2", "cut off");
    assertThat(done).endsWith("disconnected");
    done.clear();
    String written = link.takeWritten();
    assertThat(written.contains(result("1", "all") + result("2", "cut off")))
        .isEqualTo(how.answered);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE_FRAME", "FIN", "RESET", "ABORT"})
  void aStreamToAClientThatIsGoneEndsAtOnce(How how) {
    connect();
    sends(call("1", "silence").replace("\"type\":1", "\"type\":4") + call("2", "hold"));
    runAll();
    assertDone("streams", "held");

    ends(how);
    runAll();
    assertDone("stream cancelled");
    gate.complete("x");
    runAll();
    assertDone("disconnected");
  }

  @Test
  void aStreamGoesOnUntilTheCallsBeforeACloseAreAnswered() {
    connect();
    sends(call("1", "silence").replace("\"type\":1", "\"type\":4") + call("2", "hold"));
    runAll();
    assertDone("streams", "held");

    ends(How.HUB_CLOSE);
    runAll();
    assertDone();
    gate.complete("x");
    runAll();

    assertDone("stream cancelled", "disconnected");
    assertThat(link.takeWritten()).isEqualTo(result("2", "x") + CLOSE);
  }

  @Test
  void aStreamThatWasNotBegunBeginsAndEnds() {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\""));
    sends(call("3", "silence").replace("\"type\":1", "\"type\":4"));
    ends(How.FIN);
    runAll();
    assertDone("held");
    gate.complete("x");
    runAll();

    assertThat(done).contains("a", "streams").endsWith("disconnected");
    done.clear();
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "MALFORMED", "TOO_LARGE"})
  void aStreamThatIsRefusedIsAnsweredBeforeClose(How how) {
    connect();
    sends(call("1", "go", "\"a\"").replace("{\"type\":1,", "{\"type\":4,"));

    ends(how);
    runAll();

    assertThat(link.takeWritten())
        .isEqualTo(
            "{\"type\":3,\"invocationId\":\"1\",\"error\":\"The client attempted to invoke the"
                + " non-streaming 'go' method with a streaming invocation.\"}"
                + END
                + end(how));
    assertDone("disconnected");
  }

  @Test
  void theTokenOfARunningCallIsCancelledWhenAllThatWasReceivedHasBegun() {
    connect();
    sends(call("1", "hold") + call("2", "untilCancelled"));
    ends(How.HUB_CLOSE);
    runAll();
    assertDone("held");
    link.assertNothingElse();

    gate.complete("x");
    runAll();

    assertDone("disconnected");
    assertThat(link.takeWritten()).isEqualTo(result("1", "x") + result("2", "cancelled") + CLOSE);
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "FIN", "RESET"})
  void aResultThatTheClientWasAskedForFailsAtOnce(How how) {
    connect();
    sends(call("1", "hold"));
    runAll();
    assertDone("held");
    questions.expect(
        connection,
        "q",
        new ResultListener() {
          @Override
          public void answered(CompletionMessage completion) {
            done.add("answered");
          }

          @Override
          public void disconnected() {
            done.add("no answer");
          }
        });

    ends(how);

    assertDone("no answer");
    gate.complete("x");
    runAll();
    assertDone("disconnected");
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "MALFORMED", "FIN"})
  void whatHasNotBegunInTimeIsDroppedAndCounted(How how) {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\"") + call(null, "go", "\"b\""));
    runAll();
    assertDone("held");
    ends(how);

    loop.advance(settings.options().finalMessagesTimeout().minusNanos(1));
    assertThat(dropped()).isZero();
    loop.advance(Duration.ofNanos(1));

    assertThat(dropped()).isEqualTo(2);
    assertThat(link.takeWritten()).isEqualTo(how.answered ? end(how) : "");
    loop.advance(settings.options().onDisconnectedGrace().minusNanos(1));
    runAll();
    assertDone();
    loop.advance(Duration.ofNanos(1));
    runAll();
    assertDone("disconnected");
    gate.complete("too late");
    runAll();
  }

  @Test
  void whatIsDoneAfterTheClientLeftIsDroppedIfTheConnectionIsAborted() {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\""));
    runAll();
    assertDone("held");
    ends(How.FIN);

    ends(How.ABORT);
    ends(How.ABORT);

    assertThat(dropped()).isEqualTo(1);
    gate.complete("x");
    runAll();
    assertDone("disconnected");
    loop.advance(FakeLoop.TICK);
    assertThat(loop.timers()).as("timers left").isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"HUB_CLOSE", "MALFORMED"})
  void whatIsToBeAnsweredBeforeACloseIsDroppedIfTheServerStopsMeanwhile(How how) {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\""));
    ends(how);
    runAll();
    assertDone("held");

    connection.end(null, new CloseMessage(null, true));

    assertThat(dropped()).isEqualTo(1);
    assertThat(link.takeWritten()).isEqualTo("{\"type\":7,\"allowReconnect\":true}" + END);
    gate.complete("x");
    runAll();
    assertDone("disconnected");
  }

  @Test
  void whatTheHubDoesNotAcceptInTimeIsDroppedAndCounted() {
    sends(HELLO + call("1", "go", "\"a\"") + call(null, "go", "\"b\""));
    ends(How.FIN);
    loop.advance(settings.options().finalMessagesTimeout().minusNanos(1));
    assertThat(dropped()).isZero();
    loop.advance(Duration.ofNanos(1));
    assertThat(dropped()).isEqualTo(2);

    runAll();
    assertDone("disconnected");
    link.assertWritten(WELCOME);
  }

  @Test
  void theEndOfAClientThatTheHubNeverAcceptsIsBounded() {
    sends(HELLO + call("1", "go", "\"a\""));
    ends(How.FIN);
    loop.advance(settings.options().finalMessagesTimeout());
    assertThat(registry.size()).isOne();
    loop.advance(settings.options().onDisconnectedGrace());

    assertThat(registry.size()).isZero();
    assertThat(dropped()).isOne();
    runAll();
    assertDone("disconnected");
    link.assertWritten(WELCOME);
  }

  @Test
  void theAnswerThatACallWaitedForFromItsOwnClientFailsAndTheCallIsAnsweredBeforeClose() {
    connect();
    sends(call("1", "hold"));
    runAll();
    assertDone("held");
    Runnable answered = rule.beginWait(true);
    ends(How.HUB_CLOSE);
    runAll();
    link.assertNothingElse();

    answered.run();
    gate.complete("x");
    runAll();

    assertDone("disconnected");
    assertThat(link.takeWritten()).isEqualTo(result("1", "x") + CLOSE);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE_FRAME", "FIN"})
  void halfAMessageAtTheEndIsToldTheHubBehindWhatWasWhole(How how) {
    connect();
    sends(call("1", "go", "\"a\"") + "{\"type\":1");
    ends(how);
    runAll();

    assertDone("a", "disconnected");
    assertThat(disconnectedBy).hasMessage("Connection terminated while reading a message.");
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE_FRAME", "FIN"})
  void halfAMessageThatCameBeforeTheHubAcceptedIsToldIt(How how) {
    sends(HELLO + call("1", "go", "\"a\"") + "{\"type\":1");
    ends(how);
    runAll();

    assertDone("a", "disconnected");
    assertThat(disconnectedBy).hasMessage("Connection terminated while reading a message.");
    link.assertWritten(WELCOME);
  }

  @ParameterizedTest
  @EnumSource
  void aStepOfTheEndThatFailsDoesNotKeepTheOthersFromBeingTaken(How how) {
    onEnd =
        () -> {
          throw new IllegalStateException("a test says so");
        };
    connect();
    sends(call("1", "go", "\"a\""));
    ends(how);
    runAll();

    assertThat(done).endsWith("disconnected");
    done.clear();
    assertThat(link.takeWritten()).endsWith(how.answered || how == How.ABORT ? end(how) : "");
  }

  @ParameterizedTest
  @EnumSource
  void theConnectionIsForgottenThoughTheExecutorRefusesAllWork(How how) {
    connect();
    sends(call("1", "untilCancelled") + call("2", "go", "\"a\""));
    runAll();
    refusesWork = true;
    ends(how);
    loop.advance(settings.options().finalMessagesTimeout());
    loop.advance(settings.options().onDisconnectedGrace());

    assertThat(registry.size()).isZero();
    done.clear();
  }

  @ParameterizedTest
  @EnumSource(names = {"FIN", "RESET", "CLOSE_FRAME"})
  void aClientThatClosesItsSocketBehindItsCloseLosesNothing(How how) {
    connect();
    sends(call("1", "hold") + call("2", "go", "\"a\"") + CLOSE);
    ends(how);
    runAll();
    assertDone("held");
    gate.complete("x");
    runAll();

    assertDone("a", "disconnected");
    assertThat(link.takeWritten()).isEmpty();
  }

  @Test
  void readsOnBehindACloseSoThatTheEndOfTheLinkIsSeen() {
    connect();
    String large = "\"" + "x".repeat(30_000) + "\"";
    sends(call("1", "hold"));
    for (int i = 0; i < 40; i++) {
      sends(call(null, "go", large));
    }
    link.assertDone("pause");
    ends(How.HUB_CLOSE);
    link.assertDone("resume");
    sends(call(null, "go", large));
    gate.complete("x");
    runAll();

    assertThat(Objects.requireNonNull(done.get(done.size() - 1))).isEqualTo("disconnected");
    assertThat(done).hasSize(42);
    done.clear();
  }
}
