package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.testing.BreakableLinks;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Users in groups, on two servers that share a backplane. */
@ParameterizedClass
@EnumSource(SpyBackplane.Wire.class)
class UserGroupsTest {
  private final HubTester first;
  private final HubTester second;

  UserGroupsTest(SpyBackplane.Wire wire) {
    InMemoryCluster cluster = new InMemoryCluster();
    first = start(new SpyBackplane(cluster, wire), true);
    second = start(new SpyBackplane(cluster, wire), true);
  }

  private static HubTester start(SpyBackplane backplane, boolean usersInGroups) {
    return new BreakableLinks()
        .start(
            "/hub",
            server ->
                server
                    .backplane(backplane)
                    .hub(
                        "/hub",
                        BoardHub.class,
                        BoardHub::new,
                        hub ->
                            hub.options(
                                options ->
                                    options
                                        .usersInGroups(usersInGroups)
                                        .maxUserGroupTime(Duration.ofDays(2)))));
  }

  public static final class BoardHub extends Hub {
    public void put(String userId, String group) {
      groups().addUser(userId, group);
    }

    public void take(String userId, String group) {
      groups().removeUser(userId, group);
    }
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static HubContext<BoardHub> hub(HubTester tester) {
    return tester.server().hubContext(BoardHub.class);
  }

  private void assertReached(TestClient... clients) {
    hub(second).clients().group("board").send("news").join();
    for (TestClient client : clients) {
      client.expect("news");
      client.expectNothing();
    }
  }

  private void assertNotReached(TestClient... clients) {
    hub(second).clients().group("board").send("news").join();
    for (TestClient client : clients) {
      client.expectNothing();
    }
  }

  @Test
  void allConnectionsOfAUserAreInTheGroupThoseToComeToo() {
    TestClient here = first.connect("ann");
    TestClient there = second.connect("ann");
    TestClient bob = second.connect("bob");

    hub(first).groups().addUser("ann", "board").join();
    TestClient later = second.connect("ann");

    assertReached(here, there, later);
    bob.expectNothing();
  }

  @Test
  void userWithoutAConnectionIsInTheGroupWhenThereIsOne() {
    first.connect("bob").invoke("put", "ann", "board");

    assertReached(second.connect("ann"), first.connect("ann"));
  }

  @Test
  void removedUserIsInTheGroupNoMore() {
    TestClient ann = second.connect("ann");
    hub(first).groups().addUser("ann", "board").join();
    assertReached(ann);

    first.connect("bob").invoke("take", "ann", "board");

    assertNotReached(ann, first.connect("ann"));
  }

  @Test
  void timeThatIsOverEndsIt() {
    TestClient ann = first.connect("ann");
    hub(second).groups().addUser("ann", "board", Duration.ofMillis(1)).join();

    await()
        .untilAsserted(
            () ->
                assertThat(first.server().connections().get(0).groups())
                    .as("groups of ann")
                    .isEmpty());
    assertNotReached(ann, second.connect("ann"));
  }

  @Test
  void anotherCallBeginsANewTime() {
    hub(second).groups().addUser("ann", "board", Duration.ofMillis(1)).join();
    hub(second).groups().addUser("ann", "board", Duration.ofDays(2)).join();

    assertReached(first.connect("ann"));
  }

  @Test
  void badTimesAndNamesAreRefused() {
    HubGroups groups = hub(first).groups();

    assertThatThrownBy(() -> groups.addUser("ann", "board", Duration.ofDays(3)).join())
        .hasCauseInstanceOf(HubException.class)
        .hasMessageContaining("maxUserGroupTime");
    assertThatThrownBy(() -> groups.addUser("ann", "board", Duration.ZERO).join())
        .hasCauseInstanceOf(HubException.class);
    assertThatThrownBy(() -> groups.addUser("ann", "b".repeat(257)).join())
        .hasCauseInstanceOf(HubException.class)
        .hasMessageContaining("maxGroupNameLength");
    assertThatThrownBy(() -> groups.removeUser("\ud800", "board").join())
        .hasCauseInstanceOf(HubException.class);
  }

  @Test
  void withoutTheOptionTheFutureSaysSo() {
    try (HubTester plain =
        start(new SpyBackplane(new InMemoryCluster(), SpyBackplane.Wire.OBJECTS), false)) {
      assertThatThrownBy(() -> hub(plain).groups().addUser("ann", "board").join())
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("usersInGroups");
    }
  }
}
