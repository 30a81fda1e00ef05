package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three nodes whose counters come and go, and one who forges numbers in their names. */
class ForgedNumbersPropertyTest {
  private static final Duration INTERVAL = Duration.ofMillis(2500);
  private static final List<String> TOPICS = List.of("Hub:all", "Hub:group:a", "Hub:user:b");
  private static final int NODES = 3;

  /** Counters are dropped after a few intervals, so that epochs change often. */
  private static SimulatedNetwork network(long seed) {
    SimulatedNetwork network = new SimulatedNetwork(seed);
    AccountingSettings usual = AccountingSettings.withInterval(INTERVAL);
    AccountingSettings shortLived =
        new AccountingSettings(
            INTERVAL,
            INTERVAL.multipliedBy(2),
            usual.maxCounters(),
            usual.maxVoids(),
            usual.forgetAfter(),
            usual.maxOrigins(),
            usual.maxTracked(),
            usual.maxGaps(),
            10_000);
    for (int i = 0; i < NODES; i++) {
      SimulatedNode node = new SimulatedNode("node" + i, network, shortLived);
      network.nodes.add(node);
      TOPICS.forEach(node::join);
    }
    rounds(network, 8);
    return network;
  }

  private static void rounds(SimulatedNetwork network, int count) {
    for (int i = 0; i < count; i++) {
      network.round(INTERVAL, 1);
    }
  }

  private static void talk(SimulatedNetwork network, Random random, Runnable between) {
    for (int round = 0; round < 80; round++) {
      for (int i = random.nextInt(6); i > 0; i--) {
        network.nodes.get(random.nextInt(NODES)).send(TOPICS.get(random.nextInt(TOPICS.size())));
        network.work(random.nextDouble());
        between.run();
      }
      rounds(network, random.nextInt(5) == 0 ? 7 : 1);
    }
  }

  private static void forge(SimulatedNetwork network, Random random) {
    long epoch = random.nextInt(400);
    long count = 1L + random.nextInt(3);
    switch (random.nextInt(5)) {
      case 0 -> epoch = Sequence.MAX_EPOCH - epoch;
      case 1 -> count = Sequence.MAX_COUNT - count;
      case 2 -> count = 5_000L + random.nextInt(10_000);
      default -> {}
    }
    String topic = TOPICS.get(random.nextInt(TOPICS.size()));
    network.forge("node" + random.nextInt(NODES), topic, Sequence.of(epoch, count));
  }

  private static long sum(
      SimulatedNetwork network, java.util.function.ToLongFunction<SimulatedNode> of) {
    return network.nodes.stream().mapToLong(of).sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void honestCountersThatComeAndGoAreNeverDoubted(long seed) {
    SimulatedNetwork network = network(seed);
    Random random = new Random(seed);
    network.chaos = true; // What arrives late or never does so for all that is published.

    talk(network, random, () -> {});

    assertThat(sum(network, node -> node.untracked)).isZero();
    assertThat(sum(network, node -> node.lost()))
        .isLessThanOrEqualTo(sum(network, node -> network.missed.getOrDefault(node.id(), 0L)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyHonestPublicationArrivesWhateverIsForged(long seed) {
    SimulatedNetwork network = network(seed);
    Random random = new Random(seed);
    long[] forged = {0};

    talk(
        network,
        random,
        () -> {
          forge(network, random);
          forged[0] += NODES;
        });
    rounds(network, 12);

    long published = sum(network, node -> node.published);
    long arrived = sum(network, node -> node.received + node.untracked);
    long dropped = sum(network, node -> node.duplicates);
    assertThat(arrived + dropped).isEqualTo(NODES * published + forged[0]);
    assertThat(dropped).as("forged ones guess a number now and then").isLessThan(forged[0] / 4);
    assertThat(sum(network, node -> node.lost())).isLessThan(forged[0] / 4);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void onceTheForgerIsGoneEveryNumberIsTrackedAgain(long seed) {
    SimulatedNetwork network = network(seed);
    Random random = new Random(seed);
    talk(network, random, () -> forge(network, random));
    rounds(network, 12);
    long untracked = sum(network, node -> node.untracked);
    long received = sum(network, node -> node.received);
    long lost = sum(network, node -> node.lost());
    long published = sum(network, node -> node.published);
    long duplicates = sum(network, node -> node.duplicates);

    talk(network, random, () -> {});
    rounds(network, 12);

    assertThat(sum(network, node -> node.untracked)).isEqualTo(untracked);
    assertThat(sum(network, node -> node.duplicates)).isEqualTo(duplicates);
    assertThat(sum(network, node -> node.lost())).isEqualTo(lost);
    assertThat(sum(network, node -> node.received) - received)
        .isEqualTo(NODES * (sum(network, node -> node.published) - published));
  }
}
