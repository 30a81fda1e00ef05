package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.dispatch.TestDispatch.call;
import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.Uploads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Streams of the calls of one connection, in both directions, and the backlog of uploads. */
class SessionStreamsTest extends SessionFixture {
  private static String stream(String id, String target) {
    return call(id, target).replace("\"type\":1", "\"type\":4");
  }

  private static String upload(String id) {
    return call(null, "upload").replace("}", ",\"streamIds\":[\"" + id + "\"]}");
  }

  private static String item(String id, int length) {
    String text = "x".repeat(length);
    return "{\"type\":2,\"invocationId\":\"" + id + "\",\"item\":\"" + text + "\"}" + END;
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
    options.maxBacklogBytes(2000).clientTimeout(Duration.ofSeconds(30));
    connect();
    sends(upload("wanted") + upload("full"));
    runAll();
    var unusedFuture = Uploads.forEach(uploads.get(0), item -> {});
    runAll();

    sends(item("full", 2100));
    sends(item("full", 2100));
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
