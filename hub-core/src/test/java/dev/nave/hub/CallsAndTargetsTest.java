package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of one client beside one another, what ends them, and to whom one may send from where. */
class CallsAndTargetsTest {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final CompletableFuture<String> second = new CompletableFuture<>();
  private final CompletableFuture<Void> later = new CompletableFuture<>();
  private volatile @Nullable ClientProxy kept;
  private final SpyBackplane backplane =
      new SpyBackplane(new InMemoryCluster(), SpyBackplane.Wire.OBJECTS);
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server
                  .backplane(backplane)
                  .options(options -> options.maximumParallelInvocationsPerClient(2))
                  .hub("/hub", CallHub.class, CallHub::new, hub -> hub.name("Calls")));

  /** What clients of the hub have methods for. */
  public interface Listener {
    /** Tells. */
    void told(String text);
  }

  /** Not static: its objects work on the state of the test. */
  public class CallHub extends Hub {
    @Override
    protected void onConnected() {
      kept = clients().caller();
      log.add("token in onConnected " + context().aborted().isCancelled());
      if ("careless".equals(context().userId())) {
        var unusedForget =
            context()
                .aborted()
                .onCancelled(
                    () -> {
                      throw new IllegalStateException("broken callback");
                    });
      }
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      log.add("token in onDisconnected " + context().aborted().isCancelled());
      if ("broken".equals(context().userId())) {
        throw new IllegalStateException("broken onDisconnected");
      }
    }

    public CompletionStage<String> first() {
      log.add("first");
      return first;
    }

    public CompletionStage<String> second() {
      log.add("second");
      return second;
    }

    public String echo(String text) {
      return text;
    }

    public void sendArray() {
      clients().all().send("array", (Object) new int[] {1, 2, 3});
    }

    public CompletionStage<Void> sendLater(String id, String text) {
      return later.thenCompose(go -> clients().client(id).send("told", text));
    }

    public CompletionStage<String> untilAborted() {
      CompletableFuture<String> aborted = new CompletableFuture<>();
      var unusedForget = context().aborted().onCancelled(() -> aborted.complete("over"));
      log.add("waits");
      return aborted.whenComplete((end, failure) -> log.add("ends"));
    }

    public void abortMe() {
      context().abort();
    }

    public void join(String group) {
      groups().add(group);
    }

    public void sendToGroups(List<String> groups) {
      clients().groups(groups).send("told", "in one of them");
    }

    public void sendToOthersIn(String group) {
      clients().othersInGroup(group).send("told", "as another member");
    }

    public boolean hasRequest() {
      return context().request().path().equals("/hub");
    }
  }

  @AfterEach
  void stop() {
    first.complete("too late");
    second.complete("too late");
    later.complete(null);
    tester.close();
  }

  @Test
  void callsMayOvertakeOneAnotherWhereSeveralMayRun() {
    TestClient ann = tester.connect("ann");
    CompletableFuture<@Nullable String> running = ann.invokeAsync(String.class, "first");

    for (int i = 0; i < 5; i++) {
      assertThat(ann.invoke(String.class, "echo", "past it")).isEqualTo("past it");
    }
    assertThat(running).isNotDone();
    first.complete("at last");

    assertThat(running.join()).isEqualTo("at last");
  }

  @Test
  void aCallThatWaitsForAPlaceBeginsWhenAnyOfThoseThatRunEnds() {
    TestClient ann = tester.connect("ann");
    CompletableFuture<@Nullable String> one = ann.invokeAsync(String.class, "first");
    CompletableFuture<@Nullable String> two = ann.invokeAsync(String.class, "second");
    await().until(() -> log.containsAll(List.of("first", "second")));
    CompletableFuture<@Nullable String> waits = ann.invokeAsync(String.class, "echo", "next");
    assertThat(waits).isNotDone();

    second.complete("the second is first");

    assertThat(two.join()).isEqualTo("the second is first");
    assertThat(waits.join()).isEqualTo("next");
    assertThat(one).isNotDone();
  }

  @Test
  void aMethodThatWaitsForTheEndOfItsConnectionEndsWhenTheHubAbortsIt() {
    TestClient ann = tester.connect("ann");
    ann.send("untilAborted");
    await().until(() -> log.contains("waits"));

    ann.send("abortMe");

    assertThat(ann.expectClosed()).isEqualTo(new CloseMessage(null, false));
    await().until(() -> log.contains("ends"));
    assertThat(ann.received()).isEmpty();
  }

  @Test
  void theTokenOfAConnectionIsCancelledAtItsEndAndNotBefore() {
    TestClient ann = tester.connect("ann");

    ann.close();

    await()
        .untilAsserted(
            () ->
                assertThat(log)
                    .containsExactly("token in onConnected false", "token in onDisconnected true"));
  }

  @Test
  void aCallbackOfTheTokenThatFailsDoesNotKeepTheEndFromTheHub() {
    tester.connect("careless").close();

    await().until(() -> log.contains("token in onDisconnected true"));
  }

  @Test
  void aConnectionIsForgottenThoughOnDisconnectedFails() {
    TestClient broken = tester.connect("broken");
    await().until(() -> backplane.isSubscribed("Calls:user:broken"));

    broken.close();

    await().until(() -> !backplane.isSubscribed("Calls:user:broken"));
    assertThat(log).contains("token in onDisconnected true");
  }

  @Test
  void anArrayIsOneArgument() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");

    ann.invoke("sendArray");

    for (TestClient client : List.of(ann, bob)) {
      assertThat(client.expect("array").argument(0, int[].class)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void severalGroupsAreReachedAtOnce() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");
    TestClient eve = tester.connect("eve");
    ann.invoke("join", "a");
    bob.invoke("join", "b");

    eve.invoke("sendToGroups", List.of("a", "b", "c"));

    assertThat(ann.expect("told").arguments()).containsExactly("in one of them");
    assertThat(bob.expect("told").arguments()).containsExactly("in one of them");
    ann.expectNothing();
    eve.expectNothing();
  }

  @Test
  void theOthersInAGroupAreItsMembersButTheCaller() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");
    TestClient eve = tester.connect("eve");
    ann.invoke("join", "a");
    bob.invoke("join", "a");

    ann.invoke("sendToOthersIn", "a");

    assertThat(bob.expect("told").arguments()).containsExactly("as another member");
    ann.expectNothing();
    eve.expectNothing();
  }

  @Test
  void aMethodMaySendWhenAStageItWaitedForIsDone() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");
    CompletableFuture<@Nullable Object> sending =
        ann.invokeAsync(Object.class, "sendLater", bob.connectionId(), "at last");

    later.complete(null);

    assertThat(bob.expect("told").arguments()).containsExactly("at last");
    sending.join();
  }

  @Test
  void theProxyOfACallerMayBeUsedWhenItsCallIsOver() {
    TestClient ann = tester.connect("ann");

    Objects.requireNonNull(kept).send("told", "from outside").join();

    assertThat(ann.expect("told").arguments()).containsExactly("from outside");
  }

  @Test
  void aContextSendsToAllWithAndWithoutAnInterface() {
    TestClient ann = tester.connect("ann");
    HubContext<CallHub> context = tester.server().hubContext(CallHub.class);

    context.clients().all().send("told", "plain").join();
    context.clients(Listener.class).all().told("typed");

    assertThat(ann.expect("told").arguments()).containsExactly("plain");
    assertThat(ann.expect("told").arguments()).containsExactly("typed");
  }

  @Test
  void aMessageThatIsTooLargeEndsTheConnectionAndThoseBeforeItAreAnswered() {
    try (HubTester small =
        HubTester.of(
            "/small",
            server ->
                server
                    .options(options -> options.maxMessageBytes(200))
                    .hub("/small", CallHub.class, CallHub::new))) {
      TestClient ann = small.connect();
      assertThat(ann.invoke(String.class, "echo", "one")).isEqualTo("one");
      assertThat(ann.invoke(String.class, "echo", "two")).isEqualTo("two");

      ann.send("echo", "x".repeat(200));

      assertThat(ann.expectClosed())
          .isEqualTo(new CloseMessage("Connection closed with an error.", true));
    }
  }

  @Test
  void aMethodSeesTheRequestThatOpenedItsConnection() {
    assertThat(tester.connect("ann").invoke(boolean.class, "hasRequest")).isTrue();
  }
}
