package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When hub methods run, side by side or one after another, and with which hub objects. */
class HubExecutionTest {
  private static final int PARALLEL = 3;

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CompletableFuture<String> later = new CompletableFuture<>();
  private final CyclicBarrier allAtOnce = new CyclicBarrier(PARALLEL);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private final CountingFactory factory = new CountingFactory();
  private final SpyBackplane backplane =
      new SpyBackplane(new InMemoryCluster(), SpyBackplane.Wire.BYTES);
  private final HubTester tester =
      HubTester.of(
          "/one",
          server ->
              server
                  .backplane(backplane)
                  .hub("/one", WorkHub.class, factory)
                  .hub(
                      "/many",
                      WorkHub.class,
                      WorkHub::new,
                      hub ->
                          hub.name("Many")
                              .options(
                                  options ->
                                      options.maximumParallelInvocationsPerClient(PARALLEL))));

  /** Not static: its objects work on the state of the test. */
  public class WorkHub extends Hub {
    private int calls;

    public int count() {
      return ++calls;
    }

    public void note(String text) {
      log.add(text);
    }

    public void noteWhenOpen(String text) throws InterruptedException {
      log.add(text + " begins");
      passGate();
      log.add(text + " ends");
    }

    public CompletionStage<String> noteLater(String text) {
      log.add(text + " begins");
      return later.thenApply(
          value -> {
            log.add(text + " ends");
            return value;
          });
    }

    public void workAlone() {
      mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
      Thread.onSpinWait();
      running.decrementAndGet();
    }

    public void meet() throws InterruptedException, BrokenBarrierException, TimeoutException {
      allAtOnce.await(30, TimeUnit.SECONDS);
    }

    public void join(String group) {
      groups().add(group);
    }
  }

  private void passGate() throws InterruptedException {
    if (!gate.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the gate was not opened");
    }
  }

  private final class CountingFactory implements HubFactory<WorkHub> {
    final List<WorkHub> created = new CopyOnWriteArrayList<>();
    final List<WorkHub> released = new CopyOnWriteArrayList<>();
    volatile CountDownLatch releaseGate = new CountDownLatch(0);

    @Override
    public WorkHub create() {
      WorkHub hub = new WorkHub();
      created.add(hub);
      return hub;
    }

    @Override
    public void release(WorkHub hub) {
      try {
        if (releaseGate.await(30, TimeUnit.SECONDS)) {
          released.add(hub);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @AfterEach
  void stop() {
    gate.countDown();
    later.complete("too late");
    tester.close();
  }

  private TestClient connect(String path) {
    return tester.connect(HttpRequest.builder("GET", path).build());
  }

  @Test
  void everyInvocationHasAFreshHubObject() {
    TestClient client = connect("/one");

    assertThat(client.invoke(int.class, "count")).isEqualTo(1);
    assertThat(client.invoke(int.class, "count")).isEqualTo(1);

    client.close();
    await().until(() -> factory.released.size() == 4); // And two for the lifecycle.
    assertThat(factory.created).doesNotHaveDuplicates().hasSize(4);
    assertThat(factory.released).containsExactlyInAnyOrderElementsOf(factory.created);
  }

  @Test
  void hubObjectIsReleasedAfterTheCompletionWasSent() {
    TestClient client = connect("/one");
    await().until(() -> factory.released.size() == 1);
    factory.releaseGate = new CountDownLatch(1);

    assertThat(client.invoke(int.class, "count")).isEqualTo(1); // Completed, not released.
    assertThat(factory.released).hasSize(1);
    factory.releaseGate.countDown();

    await().until(() -> factory.released.equals(factory.created));
  }

  @Test
  void hubObjectOfAStageIsReleasedAtItsEnd() {
    TestClient client = connect("/one");
    await().until(() -> factory.released.size() == 1);

    CompletableFuture<String> result = client.invokeAsync(String.class, "noteLater", "a");
    await().until(() -> log.equals(List.of("a begins")));
    assertThat(factory.released).hasSize(1);
    later.complete("now");

    assertThat(result.join()).isEqualTo("now");
    await().until(() -> factory.released.equals(factory.created));
  }

  @Test
  void invocationsOfOneClientRunInTheOrderInWhichTheyWereSent() {
    TestClient client = connect("/one");
    List<String> sent = IntStream.range(0, 500).mapToObj(Integer::toString).toList();

    sent.forEach(text -> client.send("note", text));
    client.expectNothing();

    assertThat(log).isEqualTo(sent);
  }

  @Test
  void invocationWaitsForTheOneBeforeIt() {
    TestClient client = connect("/one");

    client.send("noteWhenOpen", "a");
    CompletableFuture<Object> second = client.invokeAsync(Object.class, "note", "b");
    await().until(() -> log.contains("a begins"));
    gate.countDown();
    second.join();

    assertThat(log).containsExactly("a begins", "a ends", "b");
  }

  @Test
  void invocationWaitsForTheStageOfTheOneBeforeIt() {
    TestClient client = connect("/one");

    client.send("noteLater", "a");
    CompletableFuture<Object> second = client.invokeAsync(Object.class, "note", "b");
    await().until(() -> log.contains("a begins"));
    later.complete("now");
    second.join();

    assertThat(log).containsExactly("a begins", "a ends", "b");
  }

  @Test
  void invocationsOfOneClientDoNotOverlap() {
    TestClient client = connect("/one");

    IntStream.range(0, 500).forEach(i -> client.send("workAlone"));
    client.expectNothing();

    assertThat(mostRunning).hasValue(1);
  }

  @Test
  void asManyInvocationsOfOneClientRunAtATimeAsTheOptionSays() {
    TestClient client = connect("/many");

    List<CompletableFuture<Object>> meeting = new ArrayList<>();
    IntStream.range(0, 2 * PARALLEL)
        .forEach(i -> meeting.add(client.invokeAsync(Object.class, "meet")));
    meeting.forEach(CompletableFuture::join);
    List<CompletableFuture<Object>> work = new ArrayList<>();
    IntStream.range(0, 500).forEach(i -> work.add(client.invokeAsync(Object.class, "workAlone")));
    work.forEach(CompletableFuture::join);

    assertThat(mostRunning).hasValueBetween(1, PARALLEL);
  }

  @Test
  void methodsThatBlockBlockNobodyElse() {
    List<CompletableFuture<Object>> blocked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      blocked.add(connect("/one").invokeAsync(Object.class, "noteWhenOpen", "blocked"));
    }
    await().until(() -> log.size() == 50);

    TestClient free = connect("/one");
    assertThat(free.invoke(int.class, "count")).isEqualTo(1);

    assertThat(blocked).noneMatch(CompletableFuture::isDone);
    gate.countDown();
    blocked.forEach(CompletableFuture::join);
  }

  @Test
  void completionWaitsForGroupChangesThatTheMethodDidNotAwait() {
    TestClient client = connect("/one");
    CompletableFuture<Void> confirmation = new CompletableFuture<>();
    backplane.confirmAfter(confirmation);

    CompletableFuture<Boolean> confirmedBefore =
        client
            .invokeAsync(Object.class, "join", "blue")
            .thenApply(completed -> confirmation.isDone());
    await().until(() -> backplane.isSubscribed(WorkHub.class.getName() + ":group:blue"));
    assertThat(confirmedBefore).isNotDone();
    confirmation.complete(null);

    assertThat(confirmedBefore.join()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(SpyBackplane.Wire.class)
  void hubContextIsUsableFromAHubMethod(SpyBackplane.Wire wire) {
    try (HubTester application = ContextHub.start(wire)) {
      TestClient ann = application.connect("ann");

      ann.invoke("tellAll");

      ann.expect("told");
    }
  }

  /** A hub that needs the context of its own server, which is made of it. */
  public static final class ContextHub extends Hub {
    private final HubContext<ContextHub> context;

    ContextHub(HubContext<ContextHub> context) {
      this.context = context;
    }

    static HubTester start(SpyBackplane.Wire wire) {
      return HubTester.of(
          "/hub",
          server -> {
            HubContext<ContextHub> context = server.hubContext(ContextHub.class);
            server
                .backplane(new SpyBackplane(new InMemoryCluster(), wire))
                .hub("/hub", ContextHub.class, () -> new ContextHub(context));
          });
    }

    public void tellAll() {
      context.clients().all().send("told").join();
    }
  }
}
