package dev.nave.backplane.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.fault.LoadedNode.Arrival;
import dev.nave.backplane.redis.fault.Publication.Lane;
import dev.nave.backplane.redis.fault.Publication.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionFactory;

/**
 * Some nodes that publish steadily to each other while a test breaks something. The end is always
 * {@link #assertHonest}.
 */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<LoadedNode> nodes = new ArrayList<>();
  private final Settings settings;

  /**
   * How to load, and how to judge.
   *
   * @param perSecond publications of each node
   * @param noticedAfter how long a connection may be broken before its node tells
   * @param isDownAsAWhole whether a node that is down refuses all topics
   * @param isPassedOn whether one server passes on to another what it has accepted, and may lose it
   */
  record Settings(
      List<String> topics,
      int perSecond,
      int paddingChars,
      Duration slowestAnswer,
      Duration noticedAfter,
      boolean isDownAsAWhole,
      boolean isPassedOn) {

    /** 200 small publications a second on four topics, answers within 2 seconds. */
    static Settings noticing(Duration noticedAfter) {
      return new Settings(
          List.of("hub:all", "hub:group:*", "hub:user:a:b", "hub:connection:c"),
          200,
          100,
          Duration.ofSeconds(2),
          noticedAfter,
          true,
          false);
    }

    Settings topics(List<String> others) {
      return new Settings(
          others, perSecond, paddingChars, slowestAnswer, noticedAfter, isDownAsAWhole, isPassedOn);
    }

    Settings downInParts() {
      return new Settings(
          topics, perSecond, paddingChars, slowestAnswer, noticedAfter, false, isPassedOn);
    }

    Settings passedOn() {
      return new Settings(
          topics, perSecond, paddingChars, slowestAnswer, noticedAfter, isDownAsAWhole, true);
    }

    Settings paddedWith(int chars) {
      return new Settings(
          topics, perSecond, chars, slowestAnswer, noticedAfter, isDownAsAWhole, isPassedOn);
    }
  }

  private Load(Settings settings) {
    this.settings = settings;
  }

  /** Prepares a load; the nodes, which were not started, are called A, B and so on. */
  static Load prepare(Settings settings, Backplane... backplanes) {
    Load load = new Load(settings);
    for (Backplane backplane : backplanes) {
      String name = String.valueOf((char) ('A' + load.nodes.size()));
      load.nodes.add(
          new LoadedNode(
              name, backplane, settings.topics(), settings.perSecond(), settings.paddingChars()));
    }
    return load;
  }

  /** As {@link #prepare}, and waits until the nodes are up and what each publishes arrives. */
  static Load start(Settings settings, Backplane... backplanes) {
    Load load = prepare(settings, backplanes);
    try {
      load.join();
      load.awaitHealthy();
      load.publish();
      load.awaitFlow();
      return load;
    } catch (Throwable e) {
      load.close();
      throw e;
    }
  }

  /** Starts the nodes, and waits for nothing. */
  void join() {
    for (LoadedNode node : nodes) {
      var unusedStage = node.backplane().start(node);
      for (String topic : settings.topics()) {
        var unusedWish = node.backplane().subscribe(topic);
      }
    }
  }

  /** Lets the nodes begin to publish. */
  void publish() {
    nodes.forEach(LoadedNode::begin);
  }

  /** Returns a node, from 0. */
  LoadedNode node(int index) {
    return nodes.get(index);
  }

  /** Waits until each node has published so many more. */
  void goOn(int publications) {
    for (LoadedNode node : nodes.stream().filter(LoadedNode::isPublishing).toList()) {
      int before = node.published().size();
      patiently("publications of " + node.name())
          .until(() -> node.published().size() >= before + publications);
    }
  }

  /** Waits until every node is up and its subscriptions are confirmed. */
  void awaitHealthy() {
    patiently("healthy nodes: " + healths())
        .untilAsserted(() -> assertThat(nodes).as(healths()).allMatch(Load::isHealthy));
  }

  private static boolean isHealthy(LoadedNode node) {
    BackplaneHealth health = node.backplane().health();
    return health.state() == State.UP
        && health.desiredSubscriptions() == health.confirmedSubscriptions();
  }

  private String healths() {
    StringBuilder text = new StringBuilder();
    nodes.forEach(
        node ->
            text.append(node.name()).append(": ").append(node.backplane().health()).append(' '));
    return text.toString();
  }

  /** Waits until a node has told of one more outage than {@code before}. */
  void awaitOutage(LoadedNode node, long before) {
    patiently("an outage at " + node.name()).until(() -> node.outages() > before);
  }

  /** Subscribes every node to more topics, to which no node publishes. */
  void subscribeToo(List<String> topics) {
    for (LoadedNode node : nodes) {
      for (String topic : topics) {
        var unusedWish = node.backplane().subscribe(topic);
      }
    }
    awaitHealthy();
  }

  /** Waits until every node is down. */
  void awaitDown() {
    for (LoadedNode node : nodes) {
      patiently("node " + node.name() + " to be down")
          .until(() -> node.backplane().health().state() == State.DOWN);
    }
  }

  /** Ends publishing at a node, which goes on to receive. What it has published has an outcome. */
  void mute(LoadedNode node) {
    end(node);
    patiently("outcomes of all that was published")
        .until(() -> node.published().stream().allMatch(Publication::isSettled));
  }

  private static void end(LoadedNode node) {
    try {
      node.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Waits until all nodes get what is published from now on, by each publisher on each topic. */
  Duration awaitFlow() {
    return awaitFlow(settings.topics());
  }

  /** As {@link #awaitFlow()}, on some of the topics. */
  Duration awaitFlow(List<String> topics) {
    long from = System.nanoTime();
    patiently("traffic between all nodes").until(() -> flowsSince(from, topics));
    return Duration.ofNanos(System.nanoTime() - from);
  }

  /** As {@link #awaitFlow}, and asserts that it took no longer than this. */
  void assertFlowsWithin(Duration limit) {
    Duration took = awaitFlow();
    assertThat(took).as("time until traffic flowed again; %s", this).isLessThanOrEqualTo(limit);
  }

  private boolean flowsSince(long nanos, List<String> topics) {
    for (LoadedNode publisher : nodes.stream().filter(LoadedNode::isPublishing).toList()) {
      for (String topic : topics) {
        Lane lane = new Lane(publisher.name(), topic);
        for (LoadedNode receiver : nodes) {
          if (!flowsSince(nanos, publisher, receiver, lane)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Arrivals are read first: what has arrived was noted as published before. */
  private static boolean flowsSince(
      long nanos, LoadedNode publisher, LoadedNode receiver, Lane lane) {
    List<Arrival> arrivals = receiver.arrivals(lane);
    if (arrivals.isEmpty()) {
      return false;
    }
    int newest = arrivals.get(arrivals.size() - 1).number();
    return publisher.published(lane).get(newest).publishedNanos() - nanos > 0;
  }

  /** Ends the load, and asserts that nodes are well and that the books balance. */
  void assertHonest() {
    awaitHealthy();
    stop();
    Audit audit = new Audit(nodes, settings);
    patiently("all that is outstanding; " + this)
        .atMost(settings.slowestAnswer().plusSeconds(1))
        .untilAsserted(() -> assertThat(audit.complaints()).as("%s", this).isEmpty());
    awaitHealthy();
  }

  private static ConditionFactory patiently(String what) {
    return await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
  }

  /** Returns how many publications had an outcome. */
  long count(Outcome outcome) {
    return nodes.stream()
        .flatMap(node -> node.published().stream())
        .filter(publication -> publication.is(outcome))
        .count();
  }

  /** Returns how many publications were refused for a reason. */
  long refused(RefusalReason reason) {
    return nodes.stream()
        .flatMap(node -> node.published().stream())
        .filter(publication -> publication.reason() == reason)
        .count();
  }

  private void stop() {
    nodes.forEach(Load::end);
  }

  @Override
  public void close() {
    stop();
    nodes.forEach(node -> node.backplane().close());
  }

  /** Returns the books in one line. */
  @Override
  public String toString() {
    Map<String, Integer> counts = new TreeMap<>();
    long slowest = 0;
    for (LoadedNode node : nodes) {
      for (Publication each : node.published()) {
        String outcome =
            each.is(Outcome.DELIVERED)
                ? "delivered"
                : each.is(Outcome.REFUSED)
                    ? "refused " + each.reason()
                    : each.is(Outcome.UNKNOWN) ? "unknown" : "no answer";
        counts.merge(outcome, 1, Integer::sum);
        slowest = Math.max(slowest, each.took().toMillis());
      }
    }
    return counts + ", slowest answer " + slowest + " ms, " + healths();
  }
}
