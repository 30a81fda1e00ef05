package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.RespClient;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What another client of Redis publishes, and this one's servers would not. */
@ExtendWith(LogsOnFailure.class)
class EnvelopeSizeIT {
  private static final int BOUND = Backplane.SUPPORTED_ENVELOPE_BYTES;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Test
  void anEnvelopeAtTheBoundIsHandedOverAndALargerOneIsNot() throws Exception {
    try (RedisServer redis = RedisServer.started();
        Backplane backplane =
            RedisBackplane.create(redis.address(), options -> options.maxEnvelopeBytes(BOUND));
        RespClient other = new RespClient("127.0.0.1", redis.port(), Duration.ofSeconds(30))) {
      backplane.start(new Ear()).toCompletableFuture().get(30, TimeUnit.SECONDS);
      backplane.subscribe("hub:all").toCompletableFuture().get(30, TimeUnit.SECONDS);

      other.command("PUBLISH", "hub:all", "x".repeat(BOUND));
      other.command("PUBLISH", "hub:all", "x".repeat(BOUND + 1));
      other.command("PUBLISH", "hub:all", "after it");

      assertThat(next()).isEqualTo("hub:all: " + BOUND + " bytes");
      assertThat(next())
          .isEqualTo("hub:all: it has 1048577 bytes, more than maxEnvelopeBytes, which is 1048576");
      assertThat(next()).isEqualTo("hub:all: 8 bytes");
    }
  }

  private String next() throws InterruptedException {
    return heard.poll(30, TimeUnit.SECONDS);
  }

  private final class Ear implements BackplaneListener {
    @Override
    public void envelope(String topic, Envelope envelope) {
      heard.add(topic + ": " + envelope.bytes().length + " bytes");
    }

    @Override
    public void tooLarge(String topic, String reason) {
      heard.add(topic + ": " + reason);
    }

    @Override
    public void event(BackplaneEvent event) {}
  }
}
