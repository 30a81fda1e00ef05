package dev.nave.hub.internal.executor;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class HubExecutorsTest {
  /** Waits in its methods, as an application may. */
  public static final class WaitingHub extends Hub {
    @Override
    protected void onConnected() {
      groups().add("lobby").join();
    }

    /** Waits, and returns what it got. */
    public String move(String group) {
      groups().remove("lobby").join();
      groups().add(group).join();
      return group;
    }
  }

  @Test
  void hubCodeThatWaitsForAStageDoesNotWaitForAThread() {
    try (HubTester tester =
        HubTester.of(
            "/wait",
            server ->
                server
                    .hub("/wait", WaitingHub.class, WaitingHub::new)
                    .serverOptions(
                        options ->
                            options
                                .maxEntranceThreads(1)
                                .maxHubThreads(2)
                                .maxHubThreadsPerConnection(2)))) {
      TestClient client = tester.connect();

      assertThat(client.invoke(String.class, "move", "attic")).isEqualTo("attic");
    }
  }

  @Test
  void stagesCompleteThoughAllThreadsForHubCodeAreBlocked() throws Exception {
    ExecutorService hub = HubExecutors.create(1, false);
    ExecutorService stages = HubExecutors.createForStages(hub, 1);
    CompletableFuture<String> stage = new CompletableFuture<>();
    CompletableFuture<String> seen = new CompletableFuture<>();

    hub.execute(() -> seen.complete(stage.join()));
    stages.execute(() -> stage.complete("done"));

    assertThat(seen.get(10, SECONDS)).isEqualTo("done");
    hub.shutdown();
    stages.shutdown();
  }
}
