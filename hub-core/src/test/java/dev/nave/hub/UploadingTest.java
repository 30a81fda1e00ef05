package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import dev.nave.hub.testing.TestUpload;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What hub methods get of the streams that clients upload. */
class UploadingTest {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private volatile Flow.@Nullable Publisher<Integer> kept;
  private final CompletableFuture<String> gate = new CompletableFuture<>();
  private final HubTester tester = HubTester.of(UploadHub.class, UploadHub::new);
  private final TestClient client = tester.connect("ann");

  /** A value of the application's own. */
  public record Point(int x, int y) {}

  /** Not static: its objects work on the state of the test. */
  public class UploadHub extends Hub {
    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      log.add("disconnected");
    }

    public String echo(String text) {
      return text;
    }

    public CompletableFuture<Integer> sum(Flow.Publisher<Integer> items) {
      AtomicInteger sum = new AtomicInteger();
      return Uploads.forEach(items, sum::addAndGet).thenApply(end -> sum.get());
    }

    public int sumBlocking(Flow.Publisher<Integer> items) {
      return sum(items).join();
    }

    public CompletableFuture<String> points(
        String before, Flow.Publisher<Point> points, CancellationToken token, String after) {
      StringBuilder text = new StringBuilder(before);
      return Uploads.forEach(points, point -> text.append(point.x() + point.y()))
          .thenApply(end -> text + after + token.isCancelled());
    }

    public CompletableFuture<List<Integer>> sums(
        Flow.Publisher<Integer> first, Flow.Publisher<Integer> second) {
      return sum(second).thenCombine(sum(first), (two, one) -> List.of(one, two));
    }

    public CompletableFuture<String> howItEnds(Flow.Publisher<Integer> items) {
      return Uploads.forEach(items, item -> log.add("item " + item))
          .handle((end, failure) -> failure == null ? "well" : failure.getMessage())
          .thenApply(
              how -> {
                log.add("ended: " + how);
                return how;
              });
    }

    public CompletableFuture<Void> failsAtFive(Flow.Publisher<Integer> items) {
      return Uploads.forEach(
          items,
          item -> {
            if (item == 5) {
              throw new HubException("five");
            }
          });
    }

    public CompletableFuture<String> subscribeLate(Flow.Publisher<Integer> items) {
      return gate.thenCompose(
          go -> Uploads.forEach(items, item -> log.add("item " + item)).thenApply(end -> go));
    }

    public void ignore(Flow.Publisher<Integer> items) {}

    public CompletableFuture<String> keep(Flow.Publisher<Integer> items) {
      kept = items;
      return gate;
    }

    public void readOn(Flow.Publisher<Integer> items) {
      kept = items;
      var unusedFuture = howItEnds(items);
    }

    public Flow.Publisher<Integer> back(Flow.Publisher<Integer> items) {
      return items;
    }
  }

  @AfterEach
  void stop() {
    gate.complete("open");
    tester.close();
  }

  private static <T> T result(CompletableFuture<@Nullable T> future) throws Exception {
    T result = future.get(30, TimeUnit.SECONDS);
    assertThat(result).isNotNull();
    return Objects.requireNonNull(result);
  }

  private void awaitLog(String... what) {
    await().untilAsserted(() -> assertThat(log).containsExactly(what));
  }

  @Test
  void itemsComeInOrderUntilTheClientEndsTheStream() throws Exception {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable Integer> sum = client.invokeAsync(Integer.class, "sum", upload);

    for (int i = 0; i < 1000; i++) {
      upload.send(i);
    }
    assertThat(sum).isNotDone();
    upload.complete();

    assertThat(result(sum)).isEqualTo(499_500);
  }

  @Test
  void streamsComeAmongArgumentsAndATokenIsNone() throws Exception {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable String> text =
        client.invokeAsync(String.class, "points", "<", upload, ">");

    upload.send(new Point(1, 2)).send(new Point(3, 4)).complete();

    assertThat(result(text)).isEqualTo("<37>false");
  }

  @Test
  void manyStreamsAreUploadedAtATime() throws Exception {
    tester.protocol(MessagePackHubProtocol.create());
    TestClient packed = tester.connect("bob");
    List<TestUpload> firsts = Stream.generate(packed::upload).limit(20).toList();
    List<TestUpload> seconds = Stream.generate(packed::upload).limit(20).toList();
    List<CompletableFuture<@Nullable Object>> calls = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(packed.invokeAsync(Object.class, "sums", firsts.get(i), seconds.get(i)));
    }

    for (int item = 0; item < 30; item++) {
      for (int i = 0; i < 20; i++) {
        firsts.get(i).send(i);
        seconds.get(i).send(item);
      }
    }
    firsts.forEach(TestUpload::complete);
    seconds.forEach(TestUpload::complete);

    for (int i = 0; i < 20; i++) {
      assertThat(result(calls.get(i))).isEqualTo(List.of(30 * i, 435));
    }
  }

  @Test
  void aMethodMayWaitForItsUploadAndHoldsUpNoOther() throws Exception {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable Integer> sum =
        client.invokeAsync(Integer.class, "sumBlocking", upload);

    assertThat(client.invoke(String.class, "echo", "a")).isEqualTo("a");

    upload.send(1).send(2).complete();
    assertThat(result(sum)).isEqualTo(3);
  }

  @Test
  void anUploadMayComeBackAsAStream() {
    TestUpload upload = client.upload();
    TestStream<Integer> back = client.stream(Integer.class, "back", upload);

    for (int i = 0; i < 100; i++) {
      upload.send(i);
      assertThat(back.expectItem()).isEqualTo(i);
    }
    upload.complete();
    back.expectEnd();
  }

  @Test
  void itemsWaitForASubscriberWhoComesLate() throws Exception {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable String> answer =
        client.invokeAsync(String.class, "subscribeLate", upload);
    upload.send(1).send(2).complete();
    client.expectNothing();
    assertThat(log).isEmpty();

    gate.complete("now");

    assertThat(result(answer)).isEqualTo("now");
    assertThat(log).containsExactly("item 1", "item 2");
  }

  // Errors.

  @Test
  void uploadsAreCompletedWithTheErrorOfTheClient() throws Exception {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable Integer> sum = client.invokeAsync(Integer.class, "sum", upload);

    upload.send(1).fail("the disk is full");

    assertThatThrownBy(() -> result(sum))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(HubInvocationException.class)
        .hasMessage(
            "An unexpected error occurred invoking 'sum' on the server. HubException: the disk is"
                + " full");
  }

  @Test
  void anItemOfAnotherTypeEndsTheUpload() throws Exception {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable String> how = client.invokeAsync(String.class, "howItEnds", upload);

    upload.send(1).send("two").send(3);

    assertThat(result(how)).isEqualTo("Failed to bind Stream message.");
    assertThat(log).containsExactly("item 1", "ended: Failed to bind Stream message.");
  }

  @Test
  void anItemOfTooManyValuesEndsTheUpload() throws Exception {
    try (HubTester bounded =
        HubTester.of(
            "/hub",
            server ->
                server
                    .options(options -> options.maxValuesPerMessage(7).detailedErrors(true))
                    .hub("/hub", UploadHub.class, UploadHub::new))) {
      TestClient ben = bounded.connect("ben");
      TestUpload upload = ben.upload();
      CompletableFuture<@Nullable String> how = ben.invokeAsync(String.class, "howItEnds", upload);

      upload.send(1).send(List.of());

      assertThat(result(how))
          .contains("There are more values than maxValuesPerMessage allows, which is 7.");
      assertThat(log).element(0).isEqualTo("item 1");
    }
  }

  @Test
  void nullIsNoItem() throws Exception {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable String> how = client.invokeAsync(String.class, "howItEnds", upload);

    upload.send(null);

    assertThat(result(how)).isEqualTo("Failed to bind Stream message.");
  }

  @Test
  void anActionThatFailsEndsTheUploadAndTheCall() throws Exception {
    TestUpload upload = client.upload();
    CompletableFuture<@Nullable String> call =
        client.invokeAsync(String.class, "failsAtFive", upload);

    for (int i = 0; i < 50; i++) {
      upload.send(i);
    }

    assertThatThrownBy(() -> result(call)).cause().hasMessageEndingWith("HubException: five");
    assertThat(client.invoke(String.class, "echo", "a")).isEqualTo("a");
  }

  @Test
  void anUploadFailsWhenItsClientIsGoneBehindTheItemsThatCame() {
    TestUpload upload = client.upload();
    client.send("howItEnds", upload);
    upload.send(1);
    awaitLog("item 1");

    client.cut();

    awaitLog("item 1", "ended: The underlying connection was closed.", "disconnected");
  }

  @Test
  void anUploadEndsWithItsCall() {
    TestUpload upload = client.upload();
    client.invoke("readOn", upload);

    upload.send(1).complete();
    client.expectNothing();

    awaitLog("ended: The hub method has ended, and with it its uploads.");
  }

  @Test
  void itemsThatAreNotReadAreDropped() {
    TestUpload upload = client.upload();
    client.invoke("ignore", upload);

    upload.send(1).send("nonsense").complete();

    assertThat(client.invoke(String.class, "echo", "a")).isEqualTo("a");
  }

  @Test
  void anUploadIsForOneSubscriber() throws Exception {
    TestUpload upload = client.upload();
    client.send("keep", upload);
    await().until(() -> kept != null);
    Flow.Publisher<Integer> items = Objects.requireNonNull(kept);
    CompletableFuture<Void> first = Uploads.forEach(items, item -> log.add("item " + item));

    CompletableFuture<Void> second = Uploads.forEach(items, item -> log.add("second"));

    assertThatThrownBy(() -> second.get(30, TimeUnit.SECONDS))
        .cause()
        .hasMessage("an uploaded stream is for one subscriber, and this has one");
    upload.send(1).complete();
    first.get(30, TimeUnit.SECONDS);
    assertThat(log).containsExactly("item 1");
  }

  @Test
  void theIdOfAnOpenUploadIsNotTakenTwice() {
    TestUpload upload = client.upload();
    client.send("keep", upload);

    assertThatThrownBy(() -> client.invoke("ignore", upload))
        .hasMessageMatching(
            "An unexpected error occurred invoking 'ignore' on the server\\. HubException: Stream ID"
                + " '\\d+' is already in use\\.");
  }
}
