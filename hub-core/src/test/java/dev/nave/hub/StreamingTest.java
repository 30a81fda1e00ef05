package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get who ask for a stream, and what its end does to the hub. */
class StreamingTest extends StreamingFixture {
  @Test
  void itemsOfAPublisherComeAsTheyArePublished() {
    TestStream<String> stream = client.stream(String.class, "news");
    await().until(news::hasSubscribers);
    news.submit("a");
    assertThat(stream.expectItem()).isEqualTo("a");
    news.submit("b");
    assertThat(stream.expectItem()).isEqualTo("b");
    assertThat(log).as("while the stream goes on").isEmpty();

    news.close();

    stream.expectEnd();
    awaitLog("released");
  }

  @Test
  void itemsOfAStreamComeAndTheStreamIsClosed() {
    TestStream<String> stream = client.stream(String.class, "stream");

    assertThat(stream.expectItem()).isEqualTo("a");
    assertThat(stream.expectItem()).isEqualTo("b");
    stream.expectEnd();
    awaitLog("closed", "released");
  }

  @Test
  void itemsOfAnIterableComeAndMayBeNull() {
    TestStream<String> stream = client.stream(String.class, "iterable");

    assertThat(stream.expectItem()).isEqualTo("a");
    assertThat(stream.expectItem()).isNull();
    assertThat(stream.expectItem()).isEqualTo("b");
    stream.expectEnd();
  }

  @Test
  void aStreamMayComeLater() {
    TestStream<String> stream = client.stream(String.class, "later");
    assertThat(client.invoke(String.class, "echo", "meanwhile")).isEqualTo("meanwhile");

    later.complete(Stream.of("a"));

    assertThat(stream.expectItem()).isEqualTo("a");
    stream.expectEnd();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyItemsComeInOrder(boolean packed) {
    TestClient other =
        packed ? tester.protocol(MessagePackHubProtocol.create()).connect("bob") : client;
    TestStream<Integer> stream = other.stream(Integer.class, "numbers", 10_000);

    for (int i = 0; i < 10_000; i++) {
      assertThat(stream.expectItem()).isEqualTo(i);
    }
    stream.expectEnd();
  }

  @Test
  void anItemDoesNotWaitForTheNext() {
    TestStream<String> stream = client.stream(String.class, "lines");

    lines.add("a");
    assertThat(stream.expectItem()).isEqualTo("a");
    lines.add("b");
    assertThat(stream.expectItem()).isEqualTo("b");
  }

  @Test
  void streamingInvocationsDoNotBlockOtherInvocations() {
    TestStream<String> blocked = client.stream(String.class, "lines");
    TestStream<String> open = client.stream(String.class, "news");

    assertThat(client.invoke(String.class, "echo", "a")).isEqualTo("a");

    await().until(news::hasSubscribers);
    news.submit("b");
    assertThat(open.expectItem()).isEqualTo("b");
    lines.add("c");
    assertThat(blocked.expectItem()).isEqualTo("c");
  }

  @Test
  void aClientHasSoManyStreamsAtATime() {
    List<TestStream<String>> open =
        Stream.generate(() -> client.stream(String.class, "news")).limit(MAX_STREAMS).toList();

    assertThat(client.stream(String.class, "news").expectError())
        .isEqualTo(
            "Failed to invoke 'news' due to an error on the server. HubException: The client has 3"
                + " calls with streams open, as many as maxStreamsPerClient allows.");

    open.get(0).cancel();
    open.get(0).expectEnd();
    TestStream<Integer> another = client.stream(Integer.class, "numbers", 1);
    assertThat(another.expectItem()).isZero();
    another.expectEnd();
  }
}
