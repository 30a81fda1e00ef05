package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three nodes and a medium that does everything a medium may do: the sums are exact all the same.
 */
class AccountingPropertyTest {
  private static final Duration INTERVAL = Duration.ofMillis(2500);
  private static final List<String> TOPICS = List.of("Hub:all", "Hub:group:a", "Hub:user:b");
  private static final String FLEETING = "Hub:group:fleeting";
  private static final int NODES = 3;

  private static SimulatedNode join(SimulatedNetwork network, String id) {
    SimulatedNode node = new SimulatedNode(id, network, AccountingSettings.withInterval(INTERVAL));
    network.nodes.add(node);
    TOPICS.forEach(node::join);
    return node;
  }

  /** From here on everybody keeps track of everybody. */
  private static void meet(SimulatedNetwork network) {
    quieten(network);
    for (SimulatedNode node : network.nodes) {
      TOPICS.forEach(node::send);
    }
    quieten(network);
  }

  private static void quieten(SimulatedNetwork network) {
    network.chaos = false;
    network.deaf = null;
    network.nodes.stream().filter(node -> !node.isUp()).forEach(SimulatedNode::reconnect);
    for (int i = 0; i < 8; i++) {
      network.round(INTERVAL, 1);
    }
  }

  private static void rage(SimulatedNetwork network, Random random, boolean fleeting) {
    network.chaos = true;
    for (int round = 0; round < 60; round++) {
      for (int i = random.nextInt(40); i > 0; i--) {
        SimulatedNode node = network.nodes.get(random.nextInt(NODES));
        node.send(TOPICS.get(random.nextInt(TOPICS.size())));
        if (fleeting) {
          node.send(FLEETING);
        }
        network.work(random.nextDouble());
      }
      SimulatedNode node = network.nodes.get(random.nextInt(NODES));
      switch (random.nextInt(12)) {
        case 0 -> node.disconnect();
        case 1, 2, 3 ->
            network.nodes.stream().filter(each -> !each.isUp()).forEach(SimulatedNode::reconnect);
        case 4 -> network.deaf = node;
        case 5, 6 -> network.deaf = null;
        default -> {}
      }
      if (fleeting) {
        if (node.topics.contains(FLEETING)) {
          node.leave(FLEETING);
        } else {
          node.join(FLEETING);
        }
      }
      network.round(INTERVAL, random.nextDouble());
    }
  }

  private record Sums(
      long received, long lost, long delivered, long unknown, long published, long settled) {
    static Sums of(SimulatedNetwork network) {
      long[] sums = new long[6];
      for (SimulatedNode node : network.nodes) {
        sums[0] += node.received;
        sums[1] += node.lost();
        sums[2] += node.delivered;
        sums[3] += node.unknownWithNumber;
        sums[4] += node.published;
        sums[5] +=
            node.delivered + node.refused + node.unknownWithNumber + node.unknownWithoutNumber;
      }
      return new Sums(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyPublicationIsReceivedOrLostByEveryNode(long seed) {
    SimulatedNetwork network = new SimulatedNetwork(seed);
    Random random = new Random(seed);
    for (int i = 0; i < NODES; i++) {
      join(network, "node" + i);
    }
    quieten(network); // Counters that begin from here on are tracked from their first number.

    rage(network, random, false);
    quieten(network);

    Sums sums = Sums.of(network);
    assertThat(sums.published()).as("published").isEqualTo(sums.settled());
    assertThat(sums.received() + sums.lost())
        .as("%s", sums)
        .isEqualTo(NODES * (sums.delivered() + sums.unknown()));
    assertThat(sums.lost()).isPositive();
    network.nodes.forEach(
        node -> assertThat(node.lostTold).as("told").isEqualTo(node.accounting.lost()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aNodeThatIsReplacedIsTrackedLikeTheOneBefore(long seed) {
    SimulatedNetwork network = new SimulatedNetwork(seed);
    Random random = new Random(seed);
    for (int i = 0; i < NODES; i++) {
      join(network, "node" + i);
    }
    meet(network);
    rage(network, random, false);
    quieten(network);
    network.nodes.remove(0);
    join(network, "another");
    meet(network);
    Sums before = Sums.of(network);

    rage(network, random, false);
    quieten(network);

    Sums after = Sums.of(network);
    assertThat(after.received() + after.lost() - before.received() - before.lost())
        .isEqualTo(
            NODES * (after.delivered() + after.unknown() - before.delivered() - before.unknown()));
    assertThat(network.nodes.get(0).died).contains("node0");
    assertThat(network.nodes.get(1).died).contains("node0");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void nothingIsLostThatWasNotMissedHoweverSubscriptionsComeAndGo(long seed) {
    SimulatedNetwork network = new SimulatedNetwork(seed);
    Random random = new Random(seed);
    for (int i = 0; i < NODES; i++) {
      join(network, "node" + i);
    }

    rage(network, random, true);
    quieten(network);

    for (SimulatedNode node : network.nodes) {
      assertThat(node.lost()).isLessThanOrEqualTo(network.missed.get(node.id()));
      assertThat(node.lost()).isPositive();
    }
  }
}
