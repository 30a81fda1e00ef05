package dev.nave.hub.internal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.fakes.CutLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.StatefulClient;
import dev.nave.hub.internal.fakes.TestClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream to a client whose links are cut, and which takes and acknowledges as it likes. */
class StreamsOverCutLinksTest {
  private static final int ITEMS = 40;
  private static final int ROUNDS = 100;

  private final Queue<Runnable> work = new ArrayDeque<>();
  private final FakeLoop loop = new FakeLoop();

  private void runAll() {
    while (!work.isEmpty() || loop.waiting() > 0) {
      for (Runnable next = work.poll(); next != null; next = work.poll()) {
        next.run();
      }
      loop.runAll();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyItemComesOnceAndTheStreamEnds(SlowConsumerPolicy policy) {
    for (int seed = 0; seed < 300; seed++) {
      play(policy, new Random(seed));
    }
  }

  private void play(SlowConsumerPolicy policy, Random random) {
    ConnectionSettings settings =
        TestClient.settings(
            HubOptions.builder()
                .keepAliveInterval(Duration.ofDays(1))
                .slowConsumerPolicy(policy)
                .statefulReconnectBufferBytes(150)
                .maxPendingBytes(600)
                .build());
    StatefulClient client = StatefulClient.connect(loop, settings);
    List<String> ended = new ArrayList<>();
    OutboundStream download =
        new OutboundStream(
            IntStream.range(0, ITEMS).boxed(),
            client.connection().outlet(),
            item -> StatefulClient.item("i" + item),
            work::add,
            failure -> ended.add("end " + failure));
    download.start();

    for (int round = 0; round < ROUNDS; round++) {
      turn(client, random);
    }
    // Now the client takes and acknowledges everything.
    assertThat(client.comeBack(new CutLink(loop))).isTrue();
    for (int round = 0; round < ITEMS; round++) {
      runAll();
      client.acknowledge();
    }

    assertThat(client.received())
        .isEqualTo(IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList());
    assertThat(ended).containsExactly("end null");
    assertThat(client.told()).containsOnly("returned");
    client.connection().end(null, null);
    runAll();
  }

  private void turn(StatefulClient client, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> client.link().leavePending(random.nextInt(250));
      case 1 -> {
        client.link().leavePending(0);
        client.connection().receiver().writable();
      }
      case 2 -> client.link().cut();
      case 3 -> client.acknowledge();
      default -> comeBack(client, random);
    }
    runAll();
  }

  private void comeBack(StatefulClient client, Random random) {
    CutLink fresh = new CutLink(loop);
    fresh.cutAfter(random.nextInt(800), CutLink.UNLIMITED);
    assertThat(client.comeBack(fresh)).isTrue();
  }
}
