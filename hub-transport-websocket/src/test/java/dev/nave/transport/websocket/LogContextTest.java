package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What the MDC of the log has while a hub is called, and that nothing of it stays. */
class LogContextTest {
  private static final BlockingQueue<Map<String, String>> SEEN = new LinkedBlockingQueue<>();

  private final ExecutorService own = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    own.shutdownNow();
    SEEN.clear();
  }

  private static void look() {
    Map<String, String> now = MDC.getCopyOfContextMap();
    SEEN.add(now == null ? Map.of() : now);
  }

  private static Map<String, String> next() throws InterruptedException {
    Map<String, String> seen = SEEN.poll(20, TimeUnit.SECONDS);
    assertThat(seen).as("what was seen").isNotNull();
    return seen;
  }

  public static final class ChatHub extends Hub {
    @Override
    protected void onConnected() {
      look();
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      look();
    }

    public void call() {
      look();
    }

    public void forget() {
      MDC.put("left", "behind");
    }

    public CompletionStage<String> later() {
      look();
      return CompletableFuture.completedFuture("done");
    }

    public Stream<Integer> items() {
      return Stream.of(1).peek(item -> look());
    }
  }

  private static Map<String, String> of(TestClient client, @Nullable String user) {
    return user == null
        ? Map.of("connectionId", client.connectionId(), "hub", "Chat")
        : Map.of("connectionId", client.connectionId(), "hub", "Chat", "userId", user);
  }

  @Test
  void namesConnectionHubAndUserAroundEachCallOfAHub() throws InterruptedException {
    try (HubTester tester =
        HubTester.of(
            "/chat",
            server -> server.hub("/chat", ChatHub.class, ChatHub::new, hub -> hub.name("Chat")))) {
      TestClient ann = tester.connect("ann");
      assertThat(next()).isEqualTo(of(ann, "ann"));
      ann.invoke("call");
      assertThat(next()).isEqualTo(of(ann, "ann"));
      ann.invoke("later");
      assertThat(next()).isEqualTo(of(ann, "ann"));
      assertThat(ann.stream(Integer.class, "items").expectItem()).isEqualTo(1);
      assertThat(next()).isEqualTo(of(ann, "ann"));
      ann.close();
      assertThat(next()).isEqualTo(of(ann, "ann"));

      TestClient anonymous = tester.connect();
      assertThat(next()).isEqualTo(of(anonymous, null));
    }
  }

  @Test
  void leavesNothingOnTheThreadsOfTheServer() throws InterruptedException {
    try (HubTester tester =
        HubTester.of(
            "/chat",
            server ->
                server
                    .serverOptions(
                        options -> options.maxHubThreads(2).maxHubThreadsPerConnection(2))
                    .hub(
                        "/chat",
                        ChatHub.class,
                        () -> { // On the thread that then calls the hub, and outside of the call.
                          look();
                          return new ChatHub();
                        }))) {
      TestClient ann = tester.connect("ann");
      SEEN.clear();

      for (int i = 0; i < 10; i++) {
        ann.invoke("forget");
        assertThat(next()).isEmpty();
      }
    }
  }

  @Test
  void givesAThreadOfTheApplicationBackWhatItHad() throws Exception {
    own.submit(() -> MDC.put("request", "7")).get(20, TimeUnit.SECONDS);
    try (HubTester tester =
        HubTester.of(
            "/chat",
            server ->
                server
                    .hubExecutor(own)
                    .hub("/chat", ChatHub.class, ChatHub::new, hub -> hub.name("Chat")))) {
      TestClient ann = tester.connect("ann");
      next();

      ann.invoke("call");

      assertThat(next()).containsEntry("request", "7").containsAllEntriesOf(of(ann, "ann"));
      own.submit(LogContextTest::look).get(20, TimeUnit.SECONDS);
      assertThat(next()).isEqualTo(Map.of("request", "7"));
    }
  }
}
