package dev.nave.conformance.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import dev.nave.conformance.presence.PresenceServer.Client;
import dev.nave.hub.PresenceEvent;
import dev.nave.hub.PresenceEvent.Joined;
import dev.nave.hub.PresenceEvent.Left;
import dev.nave.hub.PresenceEvent.Reset;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers with presence on a real Redis, of which one dies or which loses its data. */
class PresenceFarmIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ROOM = "room";
  private static final List<String> USERS = List.of("ann", "bob");

  private final RedisServer redis = RedisServer.started();
  private final Queue<PresenceEvent> here = new ConcurrentLinkedQueue<>();
  private final Queue<PresenceEvent> there = new ConcurrentLinkedQueue<>();

  /** Until it is counted down, the listener of the first server does not return. */
  private volatile CountDownLatch returns = new CountDownLatch(0);

  private final PresenceServer first =
      new PresenceServer(
          TcpProxy.before(redis),
          "",
          (event, hub) -> {
            here.add(event);
            returns.await();
          });
  private final PresenceServer second =
      new PresenceServer(TcpProxy.before(redis), "", (event, hub) -> there.add(event));

  @AfterEach
  void stop() {
    returns.countDown();
    first.kill().run();
    second.kill().run();
    redis.close();
  }

  private static <T extends PresenceEvent> List<T> of(Class<T> kind, Queue<PresenceEvent> events) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void awaitTruth(Set<String> teams, String... groups) {
    for (PresenceServer server : List.of(first, second)) {
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(Facts.listed(server.presence(), USERS, List.of(groups)))
                      .isEqualTo(
                          Facts.ofClients(List.of(first, second), teams, USERS, List.of(groups))));
    }
  }

  @Test
  void eventOfAServerThatDiesInItsListenerIsRaisedByAnotherWithTheSameId() {
    Client ann = first.connect("ann");
    await().atMost(PATIENCE).until(() -> !here.isEmpty());
    returns = new CountDownLatch(1);
    first.join(ann, ROOM, "");
    await().atMost(PATIENCE).until(() -> !of(Joined.class, here).isEmpty());

    Runnable rest = first.kill();

    await().atMost(PATIENCE).until(() -> !of(Left.class, there).isEmpty());
    returns.countDown();
    rest.run();
    assertThat(of(Joined.class, there)).isEqualTo(of(Joined.class, here)).hasSize(1);
    assertThat(of(Left.class, there))
        .singleElement()
        .satisfies(left -> assertThat(left.why()).isEqualTo(PresenceEvent.Why.SERVER_LOST));
  }

  @Test
  void listsAndUsersInGroupsAreRightAgainAfterRedisIsEmptied() {
    first.join(first.connect("ann"), ROOM, "writes");
    second.join(second.connect("bob"), ROOM, "reads");
    first.hub().groups().addUser("ann", "team").join();
    second.hub().groups().addUser("bob", "team").join();
    Set<String> teams = Set.of("ann team", "bob team");
    awaitTruth(teams, ROOM, "team");

    redis.command("FLUSHALL");

    awaitTruth(teams, ROOM, "team");
    await("a reset")
        .atMost(PATIENCE)
        .until(() -> of(Reset.class, here).size() + of(Reset.class, there).size() > 0);
    second.connect("ann");
    first.connect("bob");
    awaitTruth(teams, ROOM, "team");
  }

  @Test
  void usersStayInTheirGroupsWhenRedisStartsAnewWithoutItsData() {
    first.connect("ann");
    second.connect("ann");
    second.hub().groups().addUser("ann", "team").join();
    Set<String> teams = Set.of("ann team");
    awaitTruth(teams, "team");
    List<Joined> before = of(Joined.class, there);

    redis.restart();

    awaitTruth(teams, "team");
    second.connect("ann");
    awaitTruth(teams, "team");
    assertThat(of(Left.class, here)).isEmpty();
    assertThat(of(Left.class, there)).isEmpty();
    assertThat(of(Joined.class, there)).containsAll(before);
  }
}
