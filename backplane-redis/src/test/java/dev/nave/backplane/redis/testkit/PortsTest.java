package dev.nave.backplane.redis.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void eachPortIsGivenOnceThoughItIsNotUsed() {
    assertThat(IntStream.range(0, 500).map(i -> Ports.free())).doesNotHaveDuplicates();
  }

  @Test
  void listensOnceTheFormerSocketIsGone() throws Exception {
    int port = Ports.free();
    ServerSocket former = Ports.listen(port);
    CompletableFuture<ServerSocket> next = CompletableFuture.supplyAsync(() -> Ports.listen(port));

    assertThat(next).isNotDone();
    former.close();

    try (ServerSocket socket = next.get(10, TimeUnit.SECONDS)) {
      assertThat(socket.getLocalPort()).isEqualTo(port);
    }
  }

  /** A process has the sockets of the one that starts it until its program runs. */
  @Test
  void listensAgainWhileProcessesStart() throws Exception {
    AtomicBoolean ends = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    for (int i = 0; i < 2; i++) {
      threads.execute(() -> startProcesses(ends));
    }

    int port = Ports.free();
    for (int i = 0; i < 1000; i++) {
      Ports.listen(port).close();
    }

    ends.set(true);
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void startProcesses(AtomicBoolean ends) {
    try {
      while (!ends.get()) {
        new ProcessBuilder("true").start().waitFor();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
