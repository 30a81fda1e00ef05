package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.stages.HubThreads;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.transport.HttpEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On which threads code of the application runs that depends on a stage. */
class ApplicationThreadsTest {
  private static final String STAGES = "nave-stage-";

  private final ConcurrentMap<String, String> threads = new ConcurrentHashMap<>();
  private final ExecutorService foreign =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "foreign"));
  private final ConcurrentMap<String, CompletableFuture<String>> held = new ConcurrentHashMap<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch allElseDone = new CountDownLatch(1);

  private void note(String what) {
    threads.put(what, Thread.currentThread().getName());
  }

  /** A value that tells where it is encoded. */
  public final class Result {
    /** Returns the only property. */
    public String getText() {
      note("encoding");
      return "text";
    }
  }

  /** The hub of the tests. */
  public final class ThreadsHub extends Hub {
    private boolean isReleasedLast;

    /** Ends when a thread of its own says so. */
    public CompletionStage<Result> later() {
      CompletableFuture<String> gate = new CompletableFuture<>();
      held.put("later", gate);
      begun.countDown();
      return gate.thenApply(text -> new Result());
    }

    /** Ends when another call says so. */
    public CompletionStage<String> laterByACall() {
      isReleasedLast = true;
      CompletableFuture<String> gate = new CompletableFuture<>();
      held.put("later", gate);
      begun.countDown();
      return gate;
    }

    /** Ends the call of another client. */
    public void end() {
      Objects.requireNonNull(held.get("later")).complete("go");
    }

    /** Ends when a thread of its own says so, and streams then. */
    public CompletionStage<List<Integer>> list() {
      CompletableFuture<String> gate = new CompletableFuture<>();
      held.put("later", gate);
      begun.countDown();
      return gate.thenApply(text -> List.of(1));
    }

    /** Looks where the stages of group changes end. */
    public CompletionStage<Void> changes(String elsewhere) {
      String self = context().connectionId();
      return noted("join", groups().add("a"))
          .thenCompose(done -> noted("failed join", groups().add("b")))
          .handle((done, failure) -> null)
          .thenCompose(done -> noted("leave", groups().remove("a")))
          .thenCompose(done -> noted("add elsewhere", groups().add(elsewhere, "a")))
          .handle((done, failure) -> null)
          .thenCompose(done -> noted("send", clients().all().send("m", "x")))
          .thenCompose(done -> noted("client send", clients().client(self).send("m", "x")))
          .thenCompose(
              done ->
                  noted("ask", clients().client(elsewhere).invoke(String.class, "ask"))
                      .handle((answer, failure) -> null));
    }
  }

  /** Notes where a stage ends; a stage that has ended already says nothing. */
  private <T> CompletableFuture<T> noted(String what, CompletableFuture<T> stage) {
    if (stage.isDone()) {
      return stage;
    }
    return stage.whenComplete((value, failure) -> note(what));
  }

  private final class Factory implements HubFactory<ThreadsHub> {
    @Override
    public ThreadsHub create() {
      note("create");
      return new ThreadsHub();
    }

    @Override
    public void release(ThreadsHub hub) {
      note("release");
      if (hub.isReleasedLast) {
        awaitAllElse();
      }
      if (begun.getCount() == 0) {
        released.countDown();
      }
    }
  }

  /** Takes what comes and answers nothing. */
  private static final class Silence implements BackplaneListener {
    @Override
    public void envelope(String topic, Envelope envelope) {}

    @Override
    public void event(BackplaneEvent event) {}
  }

  private void awaitAllElse() {
    try {
      allElseDone.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HubTester serve(Function<HubServerBuilder, HubServerBuilder> settings) {
    return HubTester.of(
        "/hub",
        server ->
            settings
                .apply(server)
                .serverOptions(options -> options.groupAckTimeout(Duration.ofMillis(50)))
                .options(
                    options ->
                        options
                            .maxGroupsPerConnection(1)
                            .clientResultTimeout(Duration.ofMillis(50)))
                .hub("/hub", ThreadsHub.class, new Factory()));
  }

  @AfterEach
  void stop() {
    foreign.shutdownNow();
  }

  private void completeElsewhere() throws InterruptedException {
    begun.await();
    CompletableFuture<String> gate = Objects.requireNonNull(held.get("later"));
    foreign.execute(() -> gate.complete("go"));
  }

  private void assertHubThread(String what) {
    assertThat(threads).containsKey(what);
    assertThat(threads.get(what)).as(what).startsWith(HubThreads.NAME);
  }

  @Test
  void resultIsEncodedAndTheHubReleasedOnTheHubExecutor() throws Exception {
    try (HubTester tester = serve(server -> server)) {
      CompletableFuture<Map<?, ?>> result =
          tester.connect().invokeAsync(Map.class, "later").thenApply(map -> map);
      completeElsewhere();

      assertThat(result.join()).hasToString("{text=text}");
      released.await();
    }
    assertHubThread("encoding");
    assertHubThread("release");
    assertHubThread("create");
  }

  @Test
  void aCallThatEndsTheStageOfAnotherIsNotHeldUpByWhatFollows() throws Exception {
    try (HubTester tester = serve(server -> server)) {
      CompletableFuture<?> ofAnn = tester.connect("ann").invokeAsync(String.class, "laterByACall");
      begun.await();
      TestClient bob = tester.connect("bob");

      bob.invoke("end");

      assertThat(ofAnn.join()).isEqualTo("go");
      allElseDone.countDown(); // Until now ann's hub object is being released.
    }
  }

  @Test
  void filterGoesOnOnTheHubExecutor() throws Exception {
    HubFilter filter =
        new HubFilter() {
          @Override
          public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
            return next.proceed(invocation).whenComplete((value, failure) -> note("filter"));
          }
        };
    try (HubTester tester = serve(server -> server.filter(filter))) {
      CompletableFuture<?> result = tester.connect().invokeAsync(Map.class, "later");
      completeElsewhere();
      result.join();
      released.await();
    }
    assertThat(threads.get("filter"))
        .satisfiesAnyOf(
            each -> assertThat(each).startsWith(HubThreads.NAME),
            each -> assertThat(each).startsWith(STAGES));
    assertHubThread("encoding");
    assertHubThread("release");
  }

  @Test
  void stagesThatTheApplicationGetsEndOnNoThreadOfTheServersOwn() {
    InMemoryCluster cluster = new InMemoryCluster();
    try (Backplane silent = cluster.newNode();
        HubTester other = serve(server -> server.backplane(cluster.newNode()));
        HubTester tester = serve(server -> server.backplane(cluster.newNode()))) {
      // As if it had the connection: what is asked of it stays open for a while.
      silent.start(new Silence()).toCompletableFuture().join();
      silent
          .subscribe(new TopicNames(ThreadsHub.class.getName()).connection("unknown"))
          .toCompletableFuture()
          .join();
      TestClient ann = tester.connect("ann");
      ann.invoke("changes", other.connect("bob").connectionId());
      HubContext<ThreadsHub> context = tester.server().hubContext(ThreadsHub.class);
      noted("context", context.groups().add(ann.connectionId(), "c"))
          .handle((done, failure) -> null)
          .join();
    }
    assertThat(threads).containsKey("ask"); // The client does not answer, so a timer ends it.
    threads.remove("create");
    threads.remove("release");
    assertThat(threads.values())
        .allSatisfy(
            name ->
                assertThat(name)
                    .satisfiesAnyOf(
                        each -> assertThat(each).startsWith(HubThreads.NAME),
                        each -> assertThat(each).startsWith(STAGES)));
  }

  @Test
  void startAndStopEndOnNoThreadOfTheTransport() {
    LateTransport transport = new LateTransport();
    HubServer server =
        HubServer.builder()
            .transport(transport)
            .hub("/hub", ThreadsHub.class, new Factory())
            .build();

    CompletableFuture<Void> started = noted("start", server.startAsync());
    foreign.execute(() -> transport.started.complete(null));
    started.join();
    CompletableFuture<Void> stopped = noted("stop", server.stopAsync());
    foreign.execute(() -> transport.stopped.complete(null));
    stopped.join();

    assertThat(threads.get("start")).doesNotContain("foreign");
    assertThat(threads.get("stop")).doesNotContain("foreign");
  }

  /** Starts and stops when a test says so. */
  private static final class LateTransport extends DeafTransport {
    final CompletableFuture<Void> started = new CompletableFuture<>();
    final CompletableFuture<Void> stopped = new CompletableFuture<>();

    @Override
    public CompletionStage<Void> start(HttpEndpoint endpoint) {
      return started;
    }

    @Override
    public CompletionStage<Void> stop() {
      return stopped;
    }
  }
}
