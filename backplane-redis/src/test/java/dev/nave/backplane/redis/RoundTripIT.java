package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long what the backplane sends to itself takes. */
@ExtendWith(LogsOnFailure.class)
class RoundTripIT {
  private final BlockingQueue<Long> roundTrips = new LinkedBlockingQueue<>();

  private final class Ear implements BackplaneListener {
    @Override
    public void envelope(String topic, Envelope envelope) {}

    @Override
    public void event(BackplaneEvent event) {}

    @Override
    public void roundTrip(long nanos) {
      roundTrips.add(nanos);
    }
  }

  @Test
  void isToldForEachProbe() throws Exception {
    try (RedisServer redis = RedisServer.started();
        Backplane backplane =
            RedisBackplane.create(
                redis.address(), options -> options.probeInterval(Duration.ofSeconds(1)))) {
      long before = System.nanoTime();
      backplane.start(new Ear()).toCompletableFuture().get(30, TimeUnit.SECONDS);

      for (int i = 0; i < 3; i++) {
        Long took = roundTrips.poll(30, TimeUnit.SECONDS);
        assertThat(took).isPositive().isLessThan(System.nanoTime() - before);
      }
    }
  }
}
