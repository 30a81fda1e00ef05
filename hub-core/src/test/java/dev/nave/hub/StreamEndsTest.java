package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import dev.nave.hub.testing.TestUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of calls with streams when they are over or never began, and what they may take. */
class StreamEndsTest {
  private final AtomicInteger released = new AtomicInteger();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Boolean> admitted = new CompletableFuture<>();
  private final SubmissionPublisher<String> news = new SubmissionPublisher<>();
  private final HubTester tester = serve(false);
  private final TestClient client = tester.connect("ann");

  private HubTester serve(boolean detailedErrors) {
    return HubTester.of(
        "/hub",
        server ->
            server
                .asyncPolicy("later", context -> admitted)
                .options(options -> options.detailedErrors(detailedErrors))
                .hub("/hub", EndsHub.class, new CountingFactory()));
  }

  private final class CountingFactory implements HubFactory<EndsHub> {
    @Override
    public EndsHub create() {
      return new EndsHub();
    }

    @Override
    public void release(EndsHub hub) {
      released.incrementAndGet();
    }
  }

  /** A value with kinds. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
  public interface Shape {
    /** Returns how large it is. */
    int size();
  }

  /** A kind. */
  public record Circle(int radius) implements Shape {
    @Override
    public int size() {
      return 2 * radius;
    }
  }

  /** Not static: its objects work on the state of the test. */
  public class EndsHub extends Hub {
    public String echo(String text) {
      return text;
    }

    public Stream<String> failsAtOnce() {
      throw new IllegalStateException("no stream");
    }

    public @Nullable Stream<String> none() {
      return null;
    }

    public Stream<Object> failsLater() {
      return Stream.of("only one").map(StreamEndsTest::fail);
    }

    public Flow.Publisher<String> failedPublisher() {
      return subscriber -> {
        SubmissionPublisher<String> failing = new SubmissionPublisher<>();
        failing.subscribe(subscriber);
        failing.closeExceptionally(new UncheckedIOException("disk", new IOException("full")));
      };
    }

    public CompletableFuture<String> concat(Flow.Publisher<String> items) {
      StringBuilder text = new StringBuilder();
      return Uploads.forEach(items, text::append).thenApply(end -> text.toString());
    }

    public CompletableFuture<String> concatTwo(
        Flow.Publisher<String> first, Flow.Publisher<String> second) {
      return concat(first).thenCombine(concat(second), (one, two) -> one + two);
    }

    @Authorize(policy = "later")
    public CompletableFuture<String> concatLater(Flow.Publisher<String> items) {
      return concat(items);
    }

    public Stream<String> uploadsAndStreams(Flow.Publisher<String> items) {
      var unusedFuture =
          Uploads.forEach(items, item -> {})
              .whenComplete((end, failure) -> log.add("upload ended " + (failure != null)));
      return Stream.of();
    }

    public Stream<Object> nullable(Integer present, @Nullable Integer absent) {
      return Stream.of(present, String.valueOf(absent));
    }

    public Flow.Publisher<String> nullableWithToken(
        Integer present, @Nullable Integer absent, CancellationToken token) {
      token.onCancelled(() -> log.add("cancelled " + present + " " + absent));
      return news;
    }

    public Stream<Integer> sizes(Shape shape) {
      return Stream.of(shape.size());
    }
  }

  private static Object fail(Object item) {
    throw new UncheckedIOException("disk", new IOException("full of " + item));
  }

  @BeforeEach
  void onConnectedIsOver() {
    await().until(() -> released.get() == 1);
  }

  @AfterEach
  void stop() {
    tester.close();
    news.close();
  }

  private void awaitReleased(int objects) {
    await().until(() -> released.get() == objects);
  }

  // Streams to the client.

  @Test
  void theHubObjectOfAStreamThatNeverBeganIsReleased() {
    assertThat(client.stream(String.class, "failsAtOnce").expectError())
        .isEqualTo("An unexpected error occurred invoking 'failsAtOnce' on the server.");
    awaitReleased(2);
    client.stream(String.class, "none").expectError();
    awaitReleased(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"failsLater", "failedPublisher"})
  void theTextOfAStreamsFailureIsShownWithDetailedErrorsOnly(String method) {
    String failed = "An error occurred on the server while streaming results.";

    assertThat(client.stream(String.class, method).expectError()).isEqualTo(failed);

    try (HubTester detailed = serve(true)) {
      assertThat(detailed.connect("bob").stream(String.class, method).expectError())
          .isEqualTo(failed + " UncheckedIOException: disk");
    }
  }

  @Test
  void aStreamingMethodTakesNullAndAToken() {
    TestStream<Object> plain = client.stream(Object.class, "nullable", 5, null);
    assertThat(plain.expectItem()).isEqualTo(5);
    assertThat(plain.expectItem()).isEqualTo("null");
    plain.expectEnd();
    TestStream<String> open = client.stream(String.class, "nullableWithToken", 5, null);
    await().until(news::hasSubscribers);

    open.cancel();

    open.expectEnd();
    await().until(() -> log.contains("cancelled 5 null"));
  }

  @Test
  void aStreamingMethodTakesAValueOfAKindOfItsParameter() {
    TestStream<Integer> sizes =
        client.stream(Integer.class, "sizes", Map.of("kind", "circle", "radius", 3));

    assertThat(sizes.expectItem()).isEqualTo(6);
    sizes.expectEnd();
  }

  // Uploads.

  @Test
  void theHubObjectOfAnUploadIsReleasedWhenTheCallIsOver() {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable String> text = client.invokeAsync(String.class, "concat", upload);
    upload.send("hello").send(" world");
    assertThat(client.invoke(String.class, "echo", "a")).isEqualTo("a");
    awaitReleased(2);

    upload.complete();

    assertThat(text.join()).isEqualTo("hello world");
    awaitReleased(3);
  }

  @Test
  void theHubObjectOfAnUploadThatIsSentIsReleasedToo() {
    TestUpload upload = client.upload();
    client.send("concat", upload);
    upload.send("hello").complete();

    awaitReleased(2);
    client.expectNothing();
  }

  @Test
  void aCallBringsAsManyUploadsAsItsMethodTakes() {
    assertThatThrownBy(() -> client.invoke("concat", client.upload(), client.upload()))
        .hasMessage(
            "An unexpected error occurred invoking 'concat' on the server. HubException: Client"
                + " sent 2 stream(s), Hub method expects 1.");
    assertThatThrownBy(() -> client.invoke("concat"))
        .hasMessage(
            "An unexpected error occurred invoking 'concat' on the server. HubException: Client"
                + " sent 0 stream(s), Hub method expects 1.");
  }

  @Test
  void whatIsSentForAnUploadThatNoCallHasIsIgnored() {
    client.upload().send("an item").complete();

    client.expectNothing();
  }

  @Test
  void anUploadThatIsNamedTwiceInACallFailsTheCallAlone() {
    TestUpload twice = client.upload();
    assertThatThrownBy(() -> client.invoke("concatTwo", twice, twice))
        .hasMessageMatching(
            "An unexpected error occurred invoking 'concatTwo' on the server\\. HubException:"
                + " Stream ID '\\d+' is already in use\\.");

    twice.send("first").send("second");

    assertThat(client.invoke(String.class, "echo", "still here")).isEqualTo("still here");
  }

  @Test
  void theIdOfAnUploadIsFreeAgainWhenItsCallIsOver() {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable String> original =
        client.invokeAsync(String.class, "concat", upload);
    assertThatThrownBy(() -> client.invoke("concat", upload))
        .hasMessageContaining("is already in use.");
    upload.send("original").complete();
    assertThat(original.join()).isEqualTo("original");

    CompletableFuture<@Nullable String> reused = client.invokeAsync(String.class, "concat", upload);
    upload.send("reused").complete();

    assertThat(reused.join()).isEqualTo("reused");
  }

  @Test
  void itemsMayComeBeforeTheirMethodHasBegun() {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable String> text =
        client.invokeAsync(String.class, "concatLater", upload);
    upload.send("be").send("fore").complete();
    assertThat(text).isNotDone();

    admitted.complete(true);

    assertThat(text.join()).isEqualTo("before");
  }

  @Test
  void anUploadEndsWithTheStreamOfItsCall() {
    TestUpload upload = client.upload();
    TestStream<String> stream = client.stream(String.class, "uploadsAndStreams", upload);
    stream.expectEnd();
    await().until(() -> log.contains("upload ended true"));

    upload.send("too late");

    assertThat(client.invoke(String.class, "echo", "still here")).isEqualTo("still here");
  }
}
