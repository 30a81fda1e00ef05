package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.Ports;
import dev.nave.samples.chat.FarmClient.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Both servers are restarted, one after the other, while clients write. A third server, which the
 * balancer does not know, reads along from beginning to end: what it got is what was sent.
 */
class RollingRestartIT {
  private static final int CLIENTS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<FarmClient> clients = new ArrayList<>();
  private final List<ChatCounters> ended = new ArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private ChatFarm farm;
  private ChatProcess watching;
  private FarmClient watcher;
  private volatile int written;

  @BeforeEach
  void begin() {
    // Those who count have to be linked from the first message on.
    farm = new ChatFarm(LoadBalancer.Kind.HAPROXY, "--ready-when", "linked");
    watching = farm.startElsewhere("watching", Ports.free());
    for (ChatProcess server : List.of(farm.server("a"), farm.server("b"), watching)) {
      await("a linked server")
          .atMost(PATIENCE)
          .until(() -> Http.answers(server.address() + "health/ready"));
    }
    watcher = new FarmClient(watching.address(), "watcher");
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new FarmClient(farm.front(), "client" + i));
    }
    awaitAllConnected();
  }

  @AfterEach
  void end() {
    clock.shutdownNow();
    clients.forEach(FarmClient::close);
    if (watcher != null) {
      watcher.close();
    }
    if (watching != null) {
      watching.kill();
    }
    if (farm != null) {
      farm.close();
    }
  }

  @Test
  void everyMessageOfARollingRestartIsAccountedFor() throws Exception {
    var unused = clock.scheduleAtFixedRate(this::writeNext, 0, 10, TimeUnit.MILLISECONDS);
    keepOn(200);
    for (String name : List.of("a", "b")) {
      restart(name);
      keepOn(200);
    }
    clock.shutdown();
    assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

    awaitAllConnected();
    writeLast();
    List<String> sent = watcher.messages();
    Map<String, Outcome> outcomes = outcomes();
    assertThat(outcomes.keySet()).hasSizeGreaterThan(500);
    assertNobodyWasLiedTo(outcomes, sent);
    await("the totals to match")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertTotalsMatch(outcomes, sent));
  }

  private void writeNext() {
    int number = written; // Changed by the clock's thread alone.
    clients.get(number % CLIENTS).write(String.valueOf(number));
    written = number + 1;
  }

  private void keepOn(int calls) {
    int enough = written + calls;
    await("calls").atMost(PATIENCE).until(() -> written >= enough);
  }

  private void restart(String name) throws IOException {
    ChatProcess server = farm.server(name);
    server.beginToStop();
    ended.add(server.awaitCounters());
    farm.start(name);
    farm.awaitChosen(name);
  }

  private void awaitAllConnected() {
    await("all clients to be connected")
        .atMost(PATIENCE)
        .until(() -> watcher.isConnected() && clients.stream().allMatch(FarmClient::isConnected));
  }

  /** Every client writes once more, and everyone reads it. */
  private void writeLast() {
    clients.forEach(client -> client.write("last"));
    await("the last messages")
        .atMost(PATIENCE)
        .until(
            () ->
                lastOnes(watcher) == CLIENTS
                    && clients.stream().allMatch(client -> lastOnes(client) == CLIENTS)
                    && !outcomes().containsValue(Outcome.UNANSWERED));
  }

  private static long lastOnes(FarmClient client) {
    return client.messages().stream().filter(text -> text.endsWith(":last")).count();
  }

  private Map<String, Outcome> outcomes() {
    Map<String, Outcome> all = new HashMap<>();
    clients.forEach(client -> all.putAll(client.calls()));
    return all;
  }

  /** What was refused was not sent, nothing was sent twice, and nothing that nobody wrote. */
  private static void assertNobodyWasLiedTo(Map<String, Outcome> outcomes, List<String> sent) {
    assertThat(sent).doesNotHaveDuplicates();
    assertThat(texts(outcomes, Outcome.REFUSED)).noneMatch(sent::contains);
    assertThat(outcomes.keySet()).containsAll(sent);
  }

  /**
   * Returns how often a client missed something, once or several in a row. All servers hear of one
   * Redis in one order, so that should be at most once for each of its connections that ended.
   */
  private static long gaps(FarmClient client, List<String> sent) {
    List<Integer> places = client.messages().stream().map(sent::indexOf).sorted().toList();
    assertThat(places).doesNotHaveDuplicates();
    long gaps = 0;
    for (int i = 1; i < places.size(); i++) {
      gaps += places.get(i) == places.get(i - 1) + 1 ? 0 : 1;
    }
    return gaps;
  }

  /** Whoever is in no room causes no other publications than what is written. */
  private void assertTotalsMatch(Map<String, Outcome> outcomes, List<String> sent)
      throws Exception {
    ChatCounters watched = counters(watching);
    ChatCounters all =
        ended.stream()
            .reduce(ChatCounters.NONE, ChatCounters::plus)
            .plus(counters(farm.server("a")))
            .plus(counters(farm.server("b")))
            .plus(watched);
    long cut = texts(outcomes, Outcome.CUT).size();
    assertThat(all.published()).isEqualTo(all.delivered() + all.refused() + all.unknown());
    assertThat(all.published()).isBetween(outcomes.size() - cut, (long) outcomes.size());
    assertThat(all.refused()).isEqualTo(texts(outcomes, Outcome.REFUSED).size());
    assertThat(watched.received()).isEqualTo(sent.size());
    assertThat(watched.received() + watched.lost()).isEqualTo(all.delivered() + all.unknown());
    Set<String> unseen = texts(outcomes, Outcome.SENT);
    sent.forEach(unseen::remove);
    assertThat(unseen).hasSizeLessThanOrEqualTo((int) watched.lost());
    for (FarmClient client : clients) {
      assertThat(gaps(client, sent)).isLessThanOrEqualTo(client.closings() + all.lost());
    }
  }

  private static ChatCounters counters(ChatProcess server) throws Exception {
    return ChatCounters.of(Http.get(server.address() + "counters").body());
  }

  private static Set<String> texts(Map<String, Outcome> outcomes, Outcome wanted) {
    return outcomes.entrySet().stream()
        .filter(call -> call.getValue() == wanted)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
