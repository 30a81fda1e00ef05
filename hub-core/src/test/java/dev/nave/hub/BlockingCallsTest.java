package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestUpload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Methods that block hold up their own connection only, also where threads are scarce: without
 * virtual threads.
 */
class BlockingCallsTest {
  private static final boolean SCARCE = Runtime.version().feature() < 21;
  private static final int THREADS = 24;
  private static final int PER_CONNECTION = 4;
  private static final int BLOCKING_CLIENTS = THREADS / PER_CONNECTION - 1;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger inLobby = new AtomicInteger();
  private final AtomicInteger blocked = new AtomicInteger();
  private final HubTester tester =
      HubTester.of(
          "/block",
          server ->
              server
                  .hub("/block", BlockingHub.class, BlockingHub::new)
                  .authenticator(request -> null)
                  .options(options -> options.clientResultTimeout(Duration.ofHours(1)))
                  .serverOptions(
                      options ->
                          options
                              .maxHubThreads(THREADS)
                              .maxHubThreadsPerConnection(PER_CONNECTION)));

  /** Not static: its objects wait at the gate of the test. */
  public class BlockingHub extends Hub {
    @Override
    protected void onConnected() {
      groups().add("lobby").join();
      inLobby.incrementAndGet();
    }

    public String ask() {
      blocked.incrementAndGet();
      return clients().caller().invoke(String.class, "question").join();
    }

    public void passGate() {
      blocked.incrementAndGet();
      try {
        if (!gate.await(60, TimeUnit.SECONDS)) {
          throw new IllegalStateException("the gate was not opened");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    public Stream<String> gated() {
      return Stream.generate(
          () -> {
            passGate();
            return "open";
          });
    }

    public int sum(Flow.Publisher<Integer> items) {
      AtomicInteger sum = new AtomicInteger();
      blocked.incrementAndGet();
      Uploads.forEach(items, item -> sum.addAndGet(item)).join();
      return sum.get();
    }

    public String echo(String text) {
      return text;
    }
  }

  @AfterEach
  void stop() {
    gate.countDown();
    tester.close();
  }

  private void assertServesAnother() {
    assertThat(tester.connect().invoke(String.class, "echo", "x")).isEqualTo("x");
  }

  @Test
  void clientsThatDoNotAnswerHoldUpNoOther() {
    for (int i = 0; i < BLOCKING_CLIENTS; i++) {
      TestClient silent = tester.connect();
      for (int call = 0; call < THREADS; call++) {
        silent.send("ask");
      }
    }
    await().until(() -> blocked.get() >= BLOCKING_CLIENTS * (PER_CONNECTION - 1));

    assertServesAnother();
  }

  @Test
  void clientsWithStreamsThatBlockHoldUpNoOther() {
    TestClient last = tester.connect();
    for (int i = 0; i < BLOCKING_CLIENTS; i++) {
      last = tester.connect();
      for (int call = 0; call < THREADS; call++) {
        last.stream(String.class, "gated");
      }
    }
    await().until(() -> blocked.get() >= BLOCKING_CLIENTS * (PER_CONNECTION - 2));

    assertServesAnother();
    assertThat(last.invoke(String.class, "echo", "y")).isEqualTo("y");
  }

  @Test
  void callsThatBlockForTheirUploadsGetThem() {
    TestClient client = tester.connect();
    List<TestUpload> uploads = new ArrayList<>();
    List<CompletableFuture<Integer>> sums = new ArrayList<>();
    for (int i = 0; i < 2 * PER_CONNECTION; i++) {
      TestUpload upload = client.upload();
      uploads.add(upload);
      sums.add(client.invokeAsync(int.class, "sum", upload));
    }
    await().until(() -> blocked.get() >= PER_CONNECTION - 2);

    uploads.forEach(upload -> upload.send(7).complete());

    sums.forEach(sum -> assertThat(sum.join()).isEqualTo(7));
  }

  @Test
  void clientsConnectWhileMethodsHoldAllThreads() {
    for (int i = 0; i < THREADS; i++) {
      tester.connect().send("passGate");
    }
    await().until(() -> blocked.get() == THREADS || !SCARCE);
    int connected = inLobby.get();

    CompletableFuture<TestClient> another = CompletableFuture.supplyAsync(tester::connect);

    await().until(() -> inLobby.get() == connected + 1);
    gate.countDown();
    assertThat(another.join().invoke(String.class, "echo", "x")).isEqualTo("x");
  }

  @Test
  void moreThreadsForAConnectionThanThereAreAreRefused() {
    HubServerBuilder server = server().serverOptions(options -> options.maxHubThreads(7));

    assertThatThrownBy(server::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxHubThreadsPerConnection is 8, but maxHubThreads is only 7");
    assertThat(server.serverOptions(options -> options.maxHubThreadsPerConnection(7)).build())
        .isNotNull();
  }

  @Test
  void moreInvocationsOfAClientThanItMayHoldThreadsAreRefused() {
    HubServerBuilder server =
        server()
            .hub(
                "/many",
                BlockingHub.class,
                BlockingHub::new,
                hub ->
                    hub.name("Many")
                        .options(options -> options.maximumParallelInvocationsPerClient(8)));

    assertThatThrownBy(server::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "hub Many: maximumParallelInvocationsPerClient is 8, but maxHubThreadsPerConnection is"
                + " 8, which leaves 7 threads for methods; raise the one or lower the other");
    assertThat(server.serverOptions(options -> options.maxHubThreadsPerConnection(9)).build())
        .isNotNull();
  }

  @Test
  void boundThatLeavesNoThreadForMethodsIsRefused() {
    assertThatThrownBy(
            () -> server().serverOptions(options -> options.maxHubThreadsPerConnection(1)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "which leaves 0 threads for methods; raise the one or lower the other");
    assertThat(server().serverOptions(options -> options.maxHubThreadsPerConnection(2)).build())
        .isNotNull();
  }

  private HubServerBuilder server() {
    return HubServer.builder()
        .transport(new DeafTransport())
        .hub("/block", BlockingHub.class, BlockingHub::new);
  }
}
