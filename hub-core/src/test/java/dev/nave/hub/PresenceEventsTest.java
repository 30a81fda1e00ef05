package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.PresenceEvent.Joined;
import dev.nave.hub.PresenceEvent.Left;
import dev.nave.hub.PresenceEvent.UserOffline;
import dev.nave.hub.PresenceEvent.UserOnline;
import dev.nave.hub.testing.BreakableLinks;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Those who come and go, as the application hears of them. */
class PresenceEventsTest {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final InMemoryCluster cluster = new InMemoryCluster();
  private final Backplane firstNode = cluster.newNode();
  private final HubTester first = start(firstNode);
  private final HubTester second = start(cluster.newNode());

  private HubTester start(Backplane backplane) {
    return new BreakableLinks()
        .start(
            "/hub",
            server ->
                server
                    .backplane(backplane)
                    .hub(
                        "/hub",
                        RoomHub.class,
                        RoomHub::new,
                        hub -> hub.presence(p -> p.allGroups().listener(this::changed))));
  }

  public static final class RoomHub extends Hub {
    public void join(String room) {
      groups().add(room);
    }

    public void leave(String room) {
      groups().remove(room);
    }
  }

  private void changed(PresenceEvent event, HubContext<?> hub) {
    assertThat(ids.add(event.id())).as("an id of its own").isTrue();
    if (event instanceof Joined joined) {
      hub.clients().group(joined.group()).send("joined", joined.member().userId().orElse("?"));
    }
    events.add(describe(event));
    if (event.toString().contains("fails")) {
      throw new IllegalStateException("as the test wants it");
    }
  }

  private static String describe(PresenceEvent event) {
    if (event instanceof Joined joined) {
      return joined.member().userId().orElse("?") + " joined " + joined.members();
    } else if (event instanceof Left left) {
      return left.member().userId().orElse("?") + " " + left.why() + " " + left.members();
    } else if (event instanceof UserOnline online) {
      return online.userId() + " online";
    } else if (event instanceof UserOffline offline) {
      return offline.userId() + " offline " + offline.why();
    }
    return event.toString();
  }

  private void expect(String... expected) {
    await().until(() -> events.size() >= expected.length);
    assertThat(events).containsExactlyInAnyOrder(expected);
    events.clear();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void eachJoinAndLeaveIsToldOnceInTheFarm() {
    TestClient ann = first.connect("ann");
    expect("ann online");
    ann.invoke("join", "room");
    ann.invoke("join", "room");
    expect("ann joined 1");
    TestClient bob = second.connect("bob");
    bob.invoke("join", "room");
    expect("bob online", "bob joined 2");
    ann.invoke("leave", "room");
    expect("ann LEFT 1");
    bob.close();
    expect("bob DISCONNECTED 0", "bob offline DISCONNECTED");
  }

  @Test
  void firstAndLastConnectionOfAUserAreToldAndNoOthers() {
    TestClient here = first.connect("ann");
    TestClient there = second.connect("ann");
    expect("ann online");
    here.close();
    await().until(() -> first.server().connections().isEmpty());
    there.close();
    expect("ann offline DISCONNECTED");
  }

  @Test
  void connectionsOfAKilledServerAreToldByAnother() {
    TestClient ann = first.connect("ann");
    ann.invoke("join", "room");
    expect("ann online", "ann joined 1");
    firstNode.close();
    expect("ann SERVER_LOST 0", "ann offline SERVER_LOST");
  }

  @Test
  void listenerSendsToTheClients() {
    TestClient ann = first.connect("ann");
    ann.invoke("join", "room");
    assertThat(ann.expect("joined").argument(0, String.class)).isEqualTo("ann");
    second.connect("bob").invoke("join", "room");
    assertThat(ann.expect("joined").argument(0, String.class)).isEqualTo("bob");
  }

  @Test
  void listenerThatFailsHoldsUpNothing() {
    TestClient ann = first.connect("ann");
    ann.invoke("join", "fails");
    ann.invoke("leave", "fails");
    expect("ann online", "ann joined 1", "ann LEFT 0");
  }
}
