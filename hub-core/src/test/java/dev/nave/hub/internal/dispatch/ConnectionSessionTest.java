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
import dev.nave.hub.HubCallerClients;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubCallerGroups;
import dev.nave.hub.HubException;
import dev.nave.hub.HubOptions;
import dev.nave.hub.TypedHubCallerClients;
import dev.nave.hub.Uploads;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.clientresults.PendingClientResults;
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
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionSessionTest {
  private static final String FAILED = "An unexpected error occurred invoking 'go' on the server.";

  private final Queue<Runnable> work = new ArrayDeque<>();
  private final FakeLoop loop = new FakeLoop(work::add);
  private final FakeLink link = new FakeLink(loop);
  private final List<String> done = new ArrayList<>();
  private final HubOptions.Builder options =
      HubOptions.builder().keepAliveInterval(Duration.ofDays(1));
  private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);
  private Method method = value -> value;
  private final List<Flow.Publisher<String>> uploads = new ArrayList<>();
  private Runnable onConnected = () -> {};
  private @Nullable HubConnection connection;
  private @Nullable HubRegistry registry;

  /** What the hub method of a test does. */
  private interface Method {
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

  private final class Access implements HubAccess {
    @Override
    public void bind(AbstractHub hub, HubCall call) {}

    @Override
    public HubCall callOf(AbstractHub hub) {
      throw new AssertionError("not used here");
    }

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

  private final class Scope implements CallScope {
    @Override
    public CompletableFuture<Void> settled() {
      return settled;
    }

    @Override
    public HubCallerClients clients() {
      throw new AssertionError("not used here");
    }

    @Override
    public <C> TypedHubCallerClients<C> clients(Class<C> clientInterface) {
      throw new AssertionError("not used here");
    }

    @Override
    public HubCallerGroups groups() {
      throw new AssertionError("not used here");
    }

    @Override
    public HubCallerContext context() {
      throw new AssertionError("not used here");
    }
  }

  private HubConnection open() {
    ConnectionSettings settings = TestClient.settings(options.build());
    HubRegistry fresh =
        new HubRegistry(
            new TopicNames("Test"),
            new Subscriptions(new FakeBackplane(), Duration.ofSeconds(1)),
            settings.protocols());
    Access access = new Access();
    HubDispatch<TestHub> dispatch =
        new HubDispatch<>(
            "Test",
            HubMethodTable.of(TestHub.class),
            TestHub::new,
            access,
            new CallPipeline(
                "Test", access, List.of(), null, new CallHeaders(1, 1), null, work::add),
            (caller, rule) -> new Scope(),
            settings,
            fresh,
            new PendingClientResults(10, 10),
            work::add);
    ConnectionRequest request =
        ConnectionRequest.builder("c1", HttpRequest.builder("GET", "/test").build()).build();
    HubConnection opened =
        new HubConnection(
            "c1",
            loop.hubLoop(),
            link,
            settings,
            served -> new ConnectionSession(dispatch, served, request),
            () -> {});
    registry = fresh;
    connection = opened;
    sends(HELLO);
    link.assertWritten(WELCOME);
    return opened;
  }

  private HubConnection connect() {
    HubConnection opened = open();
    runAll();
    assertDone("connected");
    return opened;
  }

  private void sends(String text) {
    HubConnection to = Objects.requireNonNull(connection);
    to.receiver().received(text.getBytes(StandardCharsets.UTF_8));
    to.receiver().receivedAll();
    loop.runAll();
  }

  private void runAll() {
    do {
      for (Runnable next = work.poll(); next != null; next = work.poll()) {
        next.run();
        loop.runAll();
      }
      loop.runAll();
    } while (!work.isEmpty());
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

  private static String completion(String id, String rest) {
    return "{\"type\":3,\"invocationId\":\"" + id + "\"," + rest + "}" + END;
  }

  private void assertHere(boolean expected) {
    assertThat(Objects.requireNonNull(registry).size()).isEqualTo(expected ? 1 : 0);
  }

  @AfterEach
  void nothingElseHappened() {
    link.assertNothingElse();
    loop.assertClean();
    assertThat(work).isEmpty();
    assertThat(done).isEmpty();
  }

  // Invocations.

  @Test
  void answersInOrder() {
    connect();

    sends(call("1", "go", "5") + call("2", "GO", "6") + call(null, "go", "7"));
    runAll();

    assertDone("go", "go", "go");
    link.assertWritten(completion("1", "\"result\":5") + completion("2", "\"result\":6"));
  }

  @Test
  void ignoresAcknowledgementsAndSequencesWhereNoReconnectWasAgreedOn() {
    connect();

    sends("{\"type\":9,\"sequenceId\":10}" + END + "{\"type\":8,\"sequenceId\":234}" + END);
    sends(call("1", "go", "5"));
    runAll();

    assertDone("go");
    link.assertWritten(completion("1", "\"result\":5"));
  }

  @Test
  void doesNotRunWhatWasSentBeforeOnConnectedHasEnded() {
    open();
    sends(call("1", "go", "5"));
    assertThat(done).isEmpty();

    runAll();

    assertDone("connected", "go");
    link.assertWritten(completion("1", "\"result\":5"));
  }

  @Test
  void refusesWhatItCannotCall() {
    connect();

    sends(
        call("1", "Hop")
            + call("2", "go")
            + call("3", "go", "1").replace("\"type\":1", "\"type\":4"));
    runAll();

    link.assertWritten(
        completion(
                "1",
                "\"error\":\"Failed to invoke 'Hop' due to an error on the server. HubException:"
                    + " Method does not exist.\"")
            + completion(
                "2", "\"error\":\"Failed to invoke 'go' due to an error on the server.\""));
    link.assertWritten(
        completion(
            "3",
            "\"error\":\"The client attempted to invoke the non-streaming 'go' method with a"
                + " streaming invocation.\""));
  }

  @Test
  void tellsOnlyHubExceptions() {
    connect();
    method =
        value -> {
          throw value.equals(1) ? new HubException("mine") : new IllegalStateException("secret");
        };

    sends(call("1", "go", "1") + call("2", "go", "2"));
    runAll();

    assertDone("go", "go");
    link.assertWritten(
        completion("1", "\"error\":\"" + FAILED + " HubException: mine\"")
            + completion("2", "\"error\":\"" + FAILED + "\""));
  }

  /** Has no end, so it cannot be encoded. */
  public static final class Unspeakable {
    /** Returns the same again. */
    public Unspeakable getSelf() {
      return this;
    }
  }

  @Test
  void answersEvenIfTheResultCannotBeSent() {
    connect();
    method = value -> value.equals(1) ? new Unspeakable() : "x".repeat(2 << 20);

    sends(call("1", "go", "1") + call("2", "go", "2"));
    runAll();

    assertDone("go", "go");
    link.assertWritten(
        completion("1", "\"error\":\"" + FAILED + "\"")
            + completion("2", "\"error\":\"" + FAILED + "\""));
  }

  @Test
  void answersEvenIfTheDetailsOfAnErrorAreTooLargeToBeSent() {
    options.detailedErrors(true);
    connect();
    method =
        value -> {
          throw new IllegalStateException("x".repeat(2 << 20));
        };

    sends(call("1", "go", "1"));
    runAll();

    assertDone("go");
    link.assertWritten(completion("1", "\"error\":\"" + FAILED + "\""));
  }

  @Test
  void answersEvenIfAlmostNothingMayBeSent() {
    options.maxSentMessageBytes(1);
    connect();

    sends(call("1", "go", "1"));
    runAll();

    assertDone("go");
    link.assertWritten(completion("1", "\"error\":\"" + FAILED + "\""));
  }

  @Test
  void answersOnlyWhenWhatTheCallHasBegunIsSettled() {
    connect();
    settled = new CompletableFuture<>();
    sends(call("1", "go", "5") + call("2", "go", "6"));
    runAll();
    assertDone("go");
    link.assertNothingElse();

    settled.complete(null);
    runAll();

    assertDone("go");
    link.assertWritten(completion("1", "\"result\":5"));
    link.assertWritten(completion("2", "\"result\":6"));
  }

  @Test
  void pausesReadingAtTheBoundOfItsBacklogAndGoesOnAtHalf() {
    options.maxBacklogBytes(1000);
    connect();
    CompletableFuture<Object> first = new CompletableFuture<>();
    method = value -> first;
    sends(call(null, "later", "1"));
    runAll();
    assertDone("later");
    method = value -> value;

    for (int i = 0; i < 8; i++) {
      sends(call(null, "go", "1"));
    }
    link.assertDone("pause");

    first.complete("");
    runAll();
    link.assertDone("resume");
    assertDone("go", "go", "go", "go", "go", "go", "go", "go");
  }

  // Calls to which later messages refer.

  private static String stream(String id, String target) {
    return call(id, target).replace("\"type\":1", "\"type\":4");
  }

  private static String cancel(String id) {
    return "{\"type\":5,\"invocationId\":\"" + id + "\"}" + END;
  }

  private static String upload(String id) {
    return call(null, "upload").replace("}", ",\"streamIds\":[\"" + id + "\"]}");
  }

  private static String item(String id, int length) {
    String text = "x".repeat(length);
    return "{\"type\":2,\"invocationId\":\"" + id + "\",\"item\":\"" + text + "\"}" + END;
  }

  @Test
  void cancelsAPlainInvocationThroughItsToken() {
    connect();
    sends(call("1", "untilCancelled"));
    runAll();
    assertDone("begun");

    sends(cancel("1") + cancel("1") + cancel("unknown"));
    runAll();

    link.assertWritten(completion("1", "\"result\":\"cancelled\""));
    sends(cancel("1"));
  }

  @Test
  void startsACallThatWasCancelledBeforeWithItsTokenCancelled() {
    connect();
    sends(call("1", "untilCancelled") + call("2", "untilCancelled"));
    sends(cancel("2"));
    runAll();
    assertDone("begun");

    sends(cancel("1"));
    runAll();

    assertDone("begun");
    link.assertWritten(completion("1", "\"result\":\"cancelled\""));
    link.assertWritten(completion("2", "\"result\":\"cancelled\""));
  }

  @Test
  void cancelsTokensAtTheEndOfTheConnection() {
    connect();
    sends(call(null, "untilCancelled"));
    runAll();
    assertDone("begun");

    hangUp();
    runAll();

    assertDone("disconnected");
  }

  @Test
  void refusesAStreamWithTheIdOfAnotherAndLeavesTheOtherAlone() {
    connect();
    sends(stream("x", "silence"));
    runAll();

    sends(stream("x", "silence"));
    link.assertWritten(completion("x", "\"error\":\"Invocation ID 'x' is already in use.\""));
    sends(cancel("x"));
    runAll();
    link.assertWritten("{\"type\":3,\"invocationId\":\"x\"}" + END);

    sends(stream("x", "silence") + cancel("x"));
    runAll();
    link.assertWritten("{\"type\":3,\"invocationId\":\"x\"}" + END);
  }

  @Test
  void streamsRunBesideOneAnotherAndBesideCalls() {
    connect();
    CompletableFuture<Object> first = new CompletableFuture<>();
    method = value -> first;
    sends(call("1", "later", "1") + stream("2", "silence") + stream("3", "silence"));
    runAll();
    assertDone("later");

    sends(cancel("3") + cancel("2"));
    runAll();

    link.assertWritten("{\"type\":3,\"invocationId\":\"3\"}" + END);
    link.assertWritten("{\"type\":3,\"invocationId\":\"2\"}" + END);
    first.complete(5);
    runAll();
    link.assertWritten(completion("1", "\"result\":5"));
  }

  @Test
  void aFullUploadPausesReadingUntilItsItemsAreTaken() {
    options.maxBacklogBytes(1000).streamBufferCapacity(1);
    connect();
    sends(upload("s"));
    runAll();

    sends(item("s", 700) + item("s", 700));
    sends(item("s", 100));
    link.assertDone("pause");

    var unusedFuture =
        Uploads.forEach(uploads.get(0), item -> done.add("item of " + item.length()));
    runAll();
    link.assertDone("resume");
    assertDone("item of 700", "item of 700", "item of 100");
  }

  @Test
  void aFullUploadDoesNotKeepACancelFromComingIn() {
    options.maxBacklogBytes(1000).streamBufferCapacity(1);
    connect();
    sends(stream("1", "silence") + upload("s"));
    runAll();

    sends(item("s", 900) + item("s", 100));
    sends(cancel("1"));
    runAll();

    link.assertWritten("{\"type\":3,\"invocationId\":\"1\"}" + END);
  }

  @Test
  void aClientThatFillsTheBacklogWhileAMethodWaitsForSomethingElseIsClosedInTheEnd() {
    options.maxBacklogBytes(1000).clientTimeout(Duration.ofSeconds(30));
    connect();
    sends(upload("wanted") + upload("full"));
    runAll();
    var unusedFuture = Uploads.forEach(uploads.get(0), item -> {});
    runAll();

    sends(item("full", 1100));
    sends(item("full", 1100));
    link.assertDone("pause");
    loop.advance(Duration.ofSeconds(29));
    link.assertNothingElse();
    loop.advance(Duration.ofSeconds(1));

    link.assertWritten(
        "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}"
            + END);
    link.assertDone("close NORMAL");
    runAll();
    loop.advance(Duration.ofSeconds(5));
    runAll();
    assertThat(done).singleElement().asString().startsWith("disconnected: Twice maxBacklogBytes");
    done.clear();
  }

  @Test
  void anUploadWhoseItemsFillTheBacklogAndAreNotAskedForEndsTheConnection() {
    options.maxBacklogBytes(1000).streamBufferCapacity(1).uploadStallTimeout(Duration.ofSeconds(7));
    connect();
    sends(upload("s"));
    runAll();
    sends(item("s", 700) + item("s", 1100));
    link.assertDone("pause");

    loop.advance(Duration.ofSeconds(7).minusNanos(1));
    link.assertNothingElse();
    loop.advance(Duration.ofNanos(1));

    link.assertWritten(
        "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}"
            + END);
    link.assertDone("close NORMAL");
    runAll();
    loop.advance(Duration.ofSeconds(5));
    runAll();
    assertThat(done).singleElement().asString().contains("maxBacklogBytes", "uploadStallTimeout");
    done.clear();
  }

  @Test
  void aMethodThatTakesAnItemOfItsUploadNowAndThenIsNotStalled() {
    options.maxBacklogBytes(1000).streamBufferCapacity(1).uploadStallTimeout(Duration.ofSeconds(7));
    connect();
    sends(upload("s"));
    runAll();
    sends(item("s", 100).repeat(20));
    link.assertDone("pause");
    AskedByHand subscriber = new AskedByHand();
    uploads.get(0).subscribe(subscriber);
    runAll();

    for (int i = 0; i < 5; i++) {
      Objects.requireNonNull(subscriber.subscription, "not subscribed yet").request(1);
      runAll();
      loop.advance(Duration.ofSeconds(6));
    }

    assertDone("item", "item", "item", "item", "item");
    link.assertNothingElse();
  }

  /** Asks for what the test says. */
  private final class AskedByHand implements Flow.Subscriber<String> {
    Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(String item) {
      done.add("item");
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }

  // The end.

  private void hangUp() {
    Objects.requireNonNull(connection).receiver().closed(ConnectionEnd.GRACEFUL, null);
    link.assertDone("close NORMAL");
  }

  @Test
  void leavesOnlyWhenOnDisconnectedHasRun() {
    connect();
    hangUp();
    assertHere(true);

    runAll();

    assertDone("disconnected");
    assertHere(false);
    loop.advance(FakeLoop.TICK);
    assertThat(loop.timers()).as("timers left").isZero();
  }

  @Test
  void waitsForTheRunningMethodAndDoesWhatWaits() {
    connect();
    CompletableFuture<Object> running = new CompletableFuture<>();
    method = value -> running;
    sends(call("1", "later", "1") + call("2", "go", "2"));
    runAll();
    assertDone("later");
    hangUp();
    runAll();
    assertHere(true);

    running.complete("too late");
    runAll();

    assertDone("go", "disconnected");
    assertHere(false);
  }

  @Test
  void doesNotWaitLongerThanItsGrace() {
    options.onDisconnectedGrace(Duration.ofSeconds(5));
    connect();
    CompletableFuture<Object> running = new CompletableFuture<>();
    method = value -> running;
    sends(call("1", "later", "1"));
    runAll();
    assertDone("later");
    hangUp();

    loop.advance(Duration.ofSeconds(4));
    runAll();
    assertHere(true);
    loop.advance(Duration.ofSeconds(1));
    runAll();
    assertDone("disconnected");
    assertHere(false);

    running.complete("too late");
    runAll();
  }

  @Test
  void isToldNothingOfTheEndIfItRefused() {
    onConnected =
        () -> {
          throw new IllegalStateException("no room");
        };
    open();

    runAll();

    assertDone("connected");
    link.assertWritten("{\"type\":7,\"error\":\"Connection closed with an error.\"}" + END);
    link.assertDone("close NORMAL");
    assertHere(false);
  }

  @Test
  void isToldOfTheEndThoughItAcceptedAfterIt() {
    open();
    hangUp();

    runAll();

    assertDone("connected", "disconnected");
    assertHere(false);
  }

  @Test
  void isToldOfTheEndThoughItAcceptedAfterTheGraceAndLeavesBefore() {
    options.onDisconnectedGrace(Duration.ofSeconds(5));
    settled = new CompletableFuture<>();
    open();
    runAll();
    assertDone("connected");
    hangUp();
    loop.advance(Duration.ofSeconds(5));
    assertHere(false);

    CompletableFuture<Void> before = settled;
    settled = CompletableFuture.completedFuture(null);
    before.complete(null);
    runAll();

    assertDone("disconnected");
  }

  @Test
  void aSlowMethodIsNoReasonToCloseAClientWhoseUploadIsAwaited() {
    options.maxBacklogBytes(1000);
    CompletableFuture<Object> slow = new CompletableFuture<>();
    method = value -> slow;
    connect();
    sends("{\"type\":1,\"target\":\"upload\",\"arguments\":[],\"streamIds\":[\"s\"]}" + END);
    runAll();
    var unusedFuture = Uploads.forEach(uploads.get(0), done::add);
    sends(call("1", "later", "0"));
    runAll();
    assertDone("later");

    for (int i = 0; i < 5; i++) {
      sends(call(null, "go", "\"" + "x".repeat(300) + "\""));
    }
    link.assertDone("pause");
    loop.advance(HubOptions.builder().build().clientTimeout().multipliedBy(3));
    link.assertNothingElse();

    slow.complete("x");
    runAll();
    assertDone("go", "go", "go", "go", "go");
    assertThat(link.takeWritten()).isEqualTo(completion("1", "\"result\":\"x\""));
  }
}
