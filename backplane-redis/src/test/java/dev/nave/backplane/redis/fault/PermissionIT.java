package dev.nave.backplane.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.lettuce.LettuceHook;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Redis takes permissions or passwords away. */
@ExtendWith(LogsOnFailure.class)
class PermissionIT {
  private static final List<String> TOPICS = List.of("hub:all", "hub:group:a", "hub:group:b");
  private static final List<String> ALLOWED = TOPICS.subList(0, 2);

  private final Queue<RedisEvent> events = new ConcurrentLinkedQueue<>();
  private RedisServer redis;
  private Load load;

  @BeforeEach
  void open() {
    redis = RedisServer.started("user app on >first &* +@all");
    load =
        Load.start(
            Load.Settings.noticing(FastNodes.NOTICED_AT_ONCE).topics(TOPICS), node(), node());
  }

  private Backplane node() {
    return FastNodes.node(
        redis.address() + ",user=app,password=first",
        (RedisOptions.Builder o) -> o.listener(events::add));
  }

  @AfterEach
  void close() {
    load.close();
    redis.close();
  }

  @Test
  void goesOnWithTheOtherTopicsWhenOneIsForbidden() {
    // Redis drops subscribers of a channel that is forbidden to them.
    redis.command(
        "ACL", "SETUSER", "app", "resetchannels", "&hub:all", "&hub:group:a", "&*:node:*");
    load.awaitOutage(load.node(0), 0);
    load.awaitOutage(load.node(1), 0);
    await()
        .until(
            () ->
                load.node(0).backplane().health().confirmedSubscriptions() == ALLOWED.size()
                    && load.node(1).backplane().health().confirmedSubscriptions()
                        == ALLOWED.size());
    assertThat(load.awaitFlow(ALLOWED)).isLessThan(FastNodes.RECOVERY);
    load.goOn(300);

    BackplaneHealth health = load.node(0).backplane().health();
    assertThat(health.state()).isEqualTo(State.UP);
    assertThat(health.desiredSubscriptions()).isEqualTo(TOPICS.size());
    assertThat(load.node(0).outages()).as("no further outage").isEqualTo(1);
    assertThat(events)
        .anyMatch(
            event ->
                event instanceof RedisEvent.SubscriptionRefused refused
                    && refused.topic().equals("hub:group:b"));
    assertThat(load.refused(RefusalReason.REJECTED)).isPositive();

    redis.command("ACL", "SETUSER", "app", "resetchannels", "allchannels");
    load.assertFlowsWithin(Duration.ofMillis(500).plus(FastNodes.RECOVERY));
    load.assertHonest();
  }

  @Test
  void doesNotHammerWithAPasswordThatIsWrongByNow() {
    redis.command("ACL", "SETUSER", "app", "resetpass", ">second");
    redis.command("CLIENT", "KILL", "USER", "app");
    load.awaitDown();
    events.clear();
    load.goOn(600);

    assertThat(events.stream().filter(PermissionIT::isAfterWrongPassword))
        .hasSizeGreaterThanOrEqualTo(2)
        .map(RedisEvent.Attempt.class::cast)
        .allMatch(attempt -> attempt.delay().compareTo(Duration.ofSeconds(1)) >= 0);
    await() // An attempt may be cut before Redis has answered it.
        .untilAsserted(
            () ->
                assertThat(load.node(0).backplane().health().cause())
                    .hasStackTraceContaining("WRONGPASS"));
    redis.command("ACL", "SETUSER", "app", "resetpass", ">first");
    load.assertFlowsWithin(Duration.ofSeconds(1).plus(FastNodes.RECOVERY));
    load.assertHonest();
  }

  @Test
  void takesANewPasswordFromTheApplicationAtEachAttempt() {
    AtomicReference<String> password = new AtomicReference<>("first");
    try (Load own =
        Load.start(
            Load.Settings.noticing(FastNodes.NOTICED_AT_ONCE).topics(TOPICS),
            nodeAsking(password),
            nodeAsking(password))) {
      redis.command("ACL", "SETUSER", "app", "resetpass", ">second");
      password.set("second");
      redis.command("CLIENT", "KILL", "USER", "app");
      own.awaitOutage(own.node(0), 0);
      own.assertFlowsWithin(FastNodes.RECOVERY);

      own.assertHonest();
      redis.command("ACL", "SETUSER", "app", "resetpass", ">first"); // For the others.
    }
  }

  private Backplane nodeAsking(AtomicReference<String> password) {
    LettuceHook hook =
        new LettuceHook() {
          @Override
          public void uri(RedisURI uri) {
            uri.setCredentialsProvider(
                RedisCredentialsProvider.from(() -> RedisCredentials.just("app", password.get())));
          }
        };
    return FastNodes.node(
        redis.address() + ",channelPrefix=own:", options -> options.lettuce(hook));
  }

  @Test
  void goesOnWhileOnlyNewConnectionsNeedAnotherPassword() {
    Load.Settings settings = Load.Settings.noticing(FastNodes.NOTICED_AT_ONCE).topics(TOPICS);
    try (Load patient = Load.start(settings, patientNode(), patientNode())) {
      redis.command("ACL", "SETUSER", "app", "resetpass", ">second");
      patient.goOn(300);

      assertThat(patient.node(0).outages()).isZero();
      patient.assertHonest();
    }
  }

  /** A busy machine that answers late is no outage to it. */
  private Backplane patientNode() {
    return FastNodes.node(
        redis.address() + ",user=app,password=first,channelPrefix=patient:",
        options -> options.probeInterval(Duration.ofSeconds(20)));
  }

  @Test
  void asksLittleForManyTopicsThatAreForbidden() {
    int many = 2_000;
    redis.command(
        "ACL", "SETUSER", "app", "resetchannels", "&hub:all", "&hub:group:*", "&*:node:*");
    Backplane backplane = load.node(0).backplane();
    for (int i = 0; i < many; i++) {
      assertThat(backplane.subscribe("forbidden " + i)).isNotNull();
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> refusedTopics() == many);

    long before = subscribeCommands();
    load.goOn(600);
    long asked = subscribeCommands() - before;
    assertThat(backplane.subscribe("hub:group:late").toCompletableFuture())
        .succeedsWithin(FastNodes.SLACK);
    redis.command("ACL", "SETUSER", "app", "allchannels");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> backplane.health().confirmedSubscriptions() == TOPICS.size() + 1 + many);

    assertThat(asked).as("commands for %s refused topics", many).isLessThan(many / 2);
    load.assertHonest();
  }

  private long refusedTopics() {
    return events.stream().filter(RedisEvent.SubscriptionRefused.class::isInstance).count();
  }

  /** Those that Redis refuses are counted, too. */
  private long subscribeCommands() {
    return redis
        .text("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_subscribe:"))
        .map(line -> line.replaceAll(".*rejected_calls=([0-9]+).*", "$1"))
        .mapToLong(Long::parseLong)
        .sum();
  }

  /** On a busy machine an attempt may also fail because it took too long. */
  private static boolean isAfterWrongPassword(RedisEvent event) {
    Throwable at = event instanceof RedisEvent.Attempt attempt ? attempt.cause() : null;
    while (at != null && !String.valueOf(at.getMessage()).startsWith("WRONGPASS")) {
      at = at.getCause();
    }
    return at != null;
  }
}
