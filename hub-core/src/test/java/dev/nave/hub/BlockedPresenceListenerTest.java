package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A presence listener that blocks, with the events of more groups than there are hub threads. */
class BlockedPresenceListenerTest {
  private static final int HUB_THREADS = 2;

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger blocked = new AtomicInteger();
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server
                  .serverOptions(
                      options ->
                          options
                              .maxHubThreads(HUB_THREADS)
                              .maxHubThreadsPerConnection(HUB_THREADS))
                  .hub(
                      "/hub",
                      RoomHub.class,
                      RoomHub::new,
                      hub -> hub.presence(p -> p.allGroups().listener(this::block))));

  public static final class RoomHub extends Hub {
    public void join(String room) {
      groups().add(room);
    }

    public String echo(String text) {
      return text;
    }
  }

  private void block(PresenceEvent event, HubContext<?> hub) {
    blocked.incrementAndGet();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    end.countDown();
    tester.close();
  }

  @Test
  void hubCallsAndNewClientsAreNotDelayed() {
    TestClient ann = tester.connect("ann");
    for (int room = 0; room < 2 * HUB_THREADS; room++) {
      ann.invoke("join", "room" + room);
    }
    await().until(() -> blocked.get() >= HUB_THREADS);

    assertThat(ann.invoke(String.class, "echo", "hello")).isEqualTo("hello");
    assertThat(tester.connect("bob").invoke(String.class, "echo", "hi")).isEqualTo("hi");
  }
}
