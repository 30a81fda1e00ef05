package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.BreakableLinks;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The application's choice of groups that are listed throws. */
class PresenceRuleFailureTest {
  private final AtomicBoolean failing = new AtomicBoolean(true);
  private final HubTester tester =
      new BreakableLinks()
          .start(
              "/hub",
              server ->
                  server.hub(
                      "/hub",
                      RoomHub.class,
                      RoomHub::new,
                      hub -> hub.presence(presence -> presence.groups(this::isListed))));

  private boolean isListed(String group) {
    if (failing.get()) {
      throw new StackOverflowError("as the test wants it");
    }
    return true;
  }

  public static final class RoomHub extends Hub {
    public void join(String room) {
      groups().add(room);
    }
  }

  private HubContext<RoomHub> hub() {
    return tester.server().hubContext(RoomHub.class);
  }

  @AfterEach
  void stop() {
    tester.close();
  }

  @Test
  void clientIsInAGroupThatIsNotListedAndItsConnectionEnds() {
    TestClient ann = tester.connect("ann");
    ann.invoke("join", "room");
    hub().clients().group("room").send("news").join();
    ann.expect("news");
    assertThatThrownBy(() -> hub().presence().countMembers("room").join())
        .hasCauseInstanceOf(IllegalStateException.class);
    ann.close();
    await().until(() -> tester.server().connections().isEmpty());
  }

  @Test
  void memberThatWasListedIsListedNoMoreWhenItHasLeft() {
    failing.set(false);
    TestClient ann = tester.connect("ann");
    ann.invoke("join", "room");
    assertThat(hub().presence().countMembers("room").join()).isEqualTo(1);
    failing.set(true);
    ann.close();
    await().until(() -> tester.server().connections().isEmpty());
    failing.set(false);
    assertThat(hub().presence().countMembers("room").join()).isZero();
  }
}
