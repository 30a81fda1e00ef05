package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.testing.HubTester;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A farm in which the new version of the application has a presence listener, the old one none. */
class PresenceRolloutTest {
  private final InMemoryCluster cluster = new InMemoryCluster();
  private final Backplane oldNode = cluster.newNode();
  private final HubTester old = start(oldNode, null);
  private final Backplane newNode = cluster.newNode();
  private final HubTester first = start(newNode, (event, hub) -> {});
  private final List<PresenceEvent> events = new CopyOnWriteArrayList<>();
  private final HubTester second = start(cluster.newNode(), (event, hub) -> events.add(event));

  private static HubTester start(Backplane backplane, @Nullable PresenceListener listener) {
    return HubTester.of(
        "/hub",
        server ->
            server
                .backplane(backplane)
                .hub(
                    "/hub",
                    AnyHub.class,
                    AnyHub::new,
                    hub ->
                        hub.presence(
                            presence -> {
                              presence.allGroups();
                              if (listener != null) {
                                presence.listener(listener);
                              }
                            })));
  }

  public static final class AnyHub extends Hub {}

  @AfterEach
  void stop() {
    first.close();
    second.close();
    old.close();
  }

  private static void awaitRaising(Backplane node, long changes) {
    Directory directory = node.capability(Directory.class).orElseThrow();
    await().until(() -> directory.health().raising() == changes);
  }

  @Test
  void eventThatTheOldServerGetsIsRaisedByTheNewOneWhenTheOldOneHasEnded() {
    first.connect("ann");
    awaitRaising(newNode, 0); // The listener has heard that ann is there.
    newNode.close(); // Lost: the old server takes its place.
    awaitRaising(oldNode, 1);
    assertThat(events).isEmpty();

    old.close();

    await().until(() -> !events.isEmpty());
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            PresenceEvent.UserOffline.class,
            offline -> assertThat(offline.why()).isEqualTo(PresenceEvent.Why.SERVER_LOST));
  }
}
