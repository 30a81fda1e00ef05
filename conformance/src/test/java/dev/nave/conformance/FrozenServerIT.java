package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One of two servers stands still for longer than probes and announcements wait, as in a long pause
 * of its memory management, or while its machine is moved. Needs redis-server.
 */
class FrozenServerIT {
  /** Two announcements and two probes, of 2.5 seconds each, are missed. */
  private static final Duration PAUSE = Duration.ofSeconds(6);

  private RedisServer redis;
  private ServerProcess frozen;
  private ServerProcess other;
  private JavaClient ofFrozen;
  private JavaClient ofOther;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.started();
    Path logs = Files.createDirectories(Path.of("target", "farm-logs"));
    frozen = ServerProcess.start(logs.resolve("frozen.log"), "--redis", redis.address());
    other = ServerProcess.start(logs.resolve("beside-frozen.log"), "--redis", redis.address());
    ofFrozen = connect(frozen);
    ofOther = connect(other);
  }

  private static JavaClient connect(ServerProcess server) {
    JavaClient client =
        new JavaClient("http://" + server.address() + "/test", Way.NEGOTIATED, null);
    client.start();
    client.invoke("Nothing");
    return client;
  }

  @AfterEach
  void stop() {
    ofFrozen.close();
    ofOther.close();
    frozen.close();
    other.close();
    redis.close();
  }

  @Test
  void theOtherServerServesOnAndTheFirstGoesOnWithItsClients() throws Exception {
    String id = FarmClients.idOf(ofFrozen);

    frozen.freeze();
    long begun = System.nanoTime();
    for (int i = 0; System.nanoTime() - begun < PAUSE.toNanos(); i++) {
      ofOther.invoke("ToAll", "meanwhile " + i);
      assertThat(ofOther.nextMessage()).isEqualTo("all:meanwhile " + i);
    }
    frozen.thaw();

    ofFrozen.invoke("Nothing");
    assertThat(FarmClients.idOf(ofFrozen)).as("the same connection").isEqualTo(id);
    untilHeard(ofFrozen, ofOther, "from the other");
    untilHeard(ofOther, ofFrozen, "from the first");
  }

  /** The link of a server that stood still may be made anew: a send may fail, or be lost, once. */
  private static void untilHeard(JavaClient hearing, JavaClient sending, String text)
      throws Exception {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              sending.invoke("ToAll", text);
              String heard = hearing.nextMessage();
              while (!heard.equals("all:" + text)) {
                heard = hearing.nextMessage();
              }
              return true;
            });
  }
}
