package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.TestStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How streams end before their time: cancelled, with their connection, with their server or by an
 * error.
 */
class StreamEndingsTest extends StreamingFixture {
  private static final String FAILED = "An error occurred on the server while streaming results.";

  /** The publisher forgets who has cancelled on a thread of its own. */
  private void awaitNoSubscriber() {
    await().until(() -> !news.hasSubscribers());
  }

  // The end, before its time.

  @Test
  void nonErrorCompletionIsSentWhenAStreamIsCancelledByItsClient() {
    TestStream<String> stream = client.stream(String.class, "news");
    await().until(news::hasSubscribers);

    stream.cancel();

    stream.expectEnd();
    awaitNoSubscriber();
    awaitLog("released");
  }

  @Test
  void anIteratorIsClosedOnceItHasReturnedToACancelledStream() {
    TestStream<String> stream = client.stream(String.class, "lines");
    lines.add("a");
    assertThat(stream.expectItem()).isEqualTo("a");

    stream.cancel();
    assertThat(client.invoke(String.class, "echo", "a")).isEqualTo("a");
    lines.add("for nobody");

    stream.expectEnd();
    await()
        .untilAsserted(
            () -> assertThat(log).containsExactlyInAnyOrder("closed", "released", "released"));
  }

  @Test
  void aStreamThatComesAfterItWasCancelledIsClosedUnread() {
    TestStream<String> stream = client.stream(String.class, "laterIgnoringWhoAsked");
    stream.cancel();
    awaitLog("token");

    later.complete(Stream.of("a").onClose(() -> log.add("closed")));

    stream.expectEnd();
    awaitLog("token", "closed", "released");
  }

  @Test
  void aMethodMayEndByItsToken() {
    TestStream<String> stream = client.stream(String.class, "endsWithItsToken");
    awaitLog("begun");

    stream.cancel();

    stream.expectEnd();
  }

  @Test
  void streamsEndWithTheConnection() {
    client.stream(String.class, "news");
    client.stream(String.class, "endsWithItsToken");
    await().until(() -> news.hasSubscribers() && log.contains("begun"));

    client.cut();

    await().until(() -> !news.hasSubscribers() && log.contains("disconnected"));
    awaitLog("begun", "released", "released", "disconnected", "released");
  }

  @Test
  void streamsEndWithTheServer() {
    client.stream(String.class, "news");
    await().until(news::hasSubscribers);

    tester.close();

    awaitNoSubscriber();
    awaitLog("released", "disconnected", "released");
  }

  @Test
  void whatAStreamingMethodBeganIsSettledBeforeItsEnd() {
    TestStream<String> stream = client.stream(String.class, "joinsAndStreams");
    await().until(news::hasSubscribers);
    news.close();
    stream.expectEnd();

    tester.server().hubContext(StreamHub.class).clients().group("listeners").send("hi").join();

    client.expect("hi");
  }

  // Errors.

  @Test
  void anErrorBeforeTheStreamIsThatOfTheInvocation() {
    assertThat(client.stream(String.class, "failsAtOnce").expectError())
        .isEqualTo(
            "An unexpected error occurred invoking 'failsAtOnce' on the server."
                + " HubException: not today");
  }

  @Test
  void anErrorInTheMiddleComesBehindTheItems() {
    TestStream<String> stream = client.stream(String.class, "failsInTheMiddle");

    assertThat(stream.expectItem()).isEqualTo("a");
    assertThat(stream.expectError()).isEqualTo(FAILED + " HubException: broken");
    awaitLog("closed", "released");
  }

  @Test
  void anItemThatIsTooLargeEndsTheStream() {
    TestStream<String> stream = client.stream(String.class, "unspeakable");

    assertThat(stream.expectItem()).isEqualTo("a");
    assertThat(stream.expectError()).isEqualTo(FAILED);
    assertThat(client.invoke(String.class, "echo", "a")).isEqualTo("a");
  }

  @Test
  void noStreamIsAnError() {
    assertThat(client.stream(String.class, "nothing").expectError())
        .isEqualTo(
            "The value returned by the streaming method 'nothing' is not a ChannelReader<> or"
                + " IAsyncEnumerable<>.");
  }

  @Test
  void aStreamIsNoResultAndAResultNoStream() {
    assertThatThrownBy(() -> client.invoke("stream"))
        .isInstanceOf(HubInvocationException.class)
        .hasMessage(
            "The client attempted to invoke the streaming 'stream' method with a non-streaming"
                + " invocation.");
    assertThat(client.stream(String.class, "echo", "a").expectError())
        .isEqualTo(
            "The client attempted to invoke the non-streaming 'echo' method with a streaming"
                + " invocation.");
  }
}
