package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import dev.nave.backplane.inmemory.InMemoryBackplane;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.ForwardingBackplane;
import dev.nave.hub.testing.BreakableLinks;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is there, on two servers that share a backplane. */
class PresenceTest {
  private final InMemoryCluster cluster = new InMemoryCluster();
  private final HubTester first = start();
  private final HubTester second = start();

  private HubTester start() {
    return new BreakableLinks()
        .start(
            "/hub",
            server ->
                server
                    .backplane(cluster.newNode())
                    .hub("/plain", PlainHub.class, PlainHub::new)
                    .hub(
                        "/hub",
                        RoomHub.class,
                        RoomHub::new,
                        hub ->
                            hub.presence(
                                presence ->
                                    presence.groups(
                                        Pattern.compile("room:.*").asMatchPredicate()))));
  }

  public static final class PlainHub extends Hub {}

  public static final class RoomHub extends Hub {
    @Override
    protected void onConnected() {
      if ("banned".equals(context().userId())) {
        throw new HubException("banned");
      }
      groups().add("room:lobby");
    }

    public void join(String room, String value) {
      groups().addWithValue(room, value);
    }

    public void leave(String room) {
      groups().remove(room);
    }

    public List<String> members(String room) {
      return names(presence().members(room).join());
    }
  }

  private static List<String> names(List<PresenceMember> members) {
    return members.stream()
        .map(member -> member.userId().orElse("?") + "=" + member.value())
        .sorted()
        .toList();
  }

  private static HubPresence presence(HubTester tester) {
    return tester.server().hubContext(RoomHub.class).presence();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void membersOfAGroupAreListedOnEveryServerWithWhatBelongsToThem() {
    TestClient ann = first.connect("ann");
    TestClient bob = second.connect("bob");
    ann.invoke("join", "room:blue", "writes");
    bob.invoke("join", "room:blue", "");

    List<PresenceMember> members = presence(second).members("room:blue").join();

    assertThat(names(members)).containsExactly("ann=writes", "bob=");
    PresenceMember listed =
        members.stream().filter(each -> each.value().equals("writes")).findFirst().orElseThrow();
    assertThat(listed.connectionId()).isEqualTo(ann.connectionId());
    assertThat(listed.server()).isEqualTo(first.server().nodeId());
    assertThat(listed.since()).isBeforeOrEqualTo(Instant.now());
    assertThat(bob.invoke(String[].class, "members", "room:blue"))
        .isEqualTo(names(members).toArray());
  }

  @Test
  void valueOfAMemberChangesWithAnotherJoin() {
    TestClient ann = first.connect("ann");
    ann.invoke("join", "room:blue", "writes");
    second
        .server()
        .hubContext(RoomHub.class)
        .groups()
        .addWithValue(ann.connectionId(), "room:blue", "sleeps")
        .join();

    assertThat(names(presence(second).members("room:blue").join())).containsExactly("ann=sleeps");
  }

  @Test
  void whoLeavesOrDisconnectsIsGone() {
    TestClient ann = first.connect("ann");
    TestClient bob = first.connect("bob");
    ann.invoke("join", "room:blue", "");
    bob.invoke("join", "room:blue", "");

    ann.invoke("leave", "room:blue");
    assertThat(names(presence(second).members("room:blue").join())).containsExactly("bob=");
    bob.close();
    await().until(() -> presence(second).members("room:blue").join().isEmpty());
    await().until(() -> !presence(second).isOnline("bob").join());
    assertThat(presence(second).isOnline("ann").join()).isTrue();
  }

  @Test
  void usersGroupsServersAndCountsAreThoseOfTheFarm() {
    TestClient ann = first.connect("ann");
    TestClient again = second.connect("ann");
    first.connect();
    ann.invoke("join", "room:blue", "");
    again.invoke("join", "room:blue", "");

    assertThat(presence(first).counts().join()).isEqualTo(new PresenceCounts(2, 3, 1, 2, 5));
    assertThat(presence(second).users(null, 10).join())
        .isEqualTo(new Page<>(List.of(new KeyCount("ann", 2)), null));
    assertThat(keys(presence(second).groups(null, 10).join()))
        .containsExactly("room:blue=2", "room:lobby=3");
    assertThat(keys(presence(first).servers(null, 10).join()))
        .containsExactlyInAnyOrder(first.server().nodeId() + "=2", second.server().nodeId() + "=1");
    assertThat(presence(first).countMembers("room:blue").join()).isEqualTo(2);
    assertThat(presence(first).countUsers("room:blue").join()).isEqualTo(1);
    assertThat(
            presence(first).connectionsOf("ann").join().stream()
                .map(PresenceMember::connectionId)
                .collect(Collectors.toSet()))
        .isEqualTo(Set.of(ann.connectionId(), again.connectionId()));
  }

  private static Set<String> keys(Page<KeyCount> page) {
    assertThat(page.next()).isNull();
    return page.items().stream()
        .map(key -> key.name() + "=" + key.members())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void localListsAreThoseOfThisServer() {
    first.connect("ann").invoke("join", "room:blue", "writes");
    second.connect("bob").invoke("join", "room:blue", "");
    first.connect("cid").invoke("join", "room:blue", "");
    HubPresence local = presence(first).local();

    assertThat(names(local.members("room:blue").join())).containsExactly("ann=writes", "cid=");
    Page<PresenceMember> page = local.members("room:blue", null, 1).join();
    assertThat(page.items()).hasSize(1);
    assertThat(local.members("room:blue", page.next(), 1).join().next()).isNull();
    assertThat(local.counts().join()).isEqualTo(new PresenceCounts(1, 2, 2, 2, 4));
    assertThat(local.isOnline("bob").join()).isFalse();
    assertThat(keys(local.users(null, 10).join())).containsExactly("ann=1", "cid=1");
    assertThat(keys(local.groups(null, 10).join())).containsExactly("room:blue=2", "room:lobby=2");
    assertThat(keys(local.servers(null, 10).join())).hasSize(1);
    assertThat(local.countMembers("room:blue").join()).isEqualTo(2);
    assertThat(local.connectionsOf("ann").join()).hasSize(1);
  }

  @Test
  void connectionsOfAServerThatIsGoneAreGone() {
    first.connect("ann");
    second.connect("bob");
    first.close();

    await().until(() -> presence(second).counts().join().connections() == 1);
    assertThat(names(presence(second).members("room:lobby").join())).containsExactly("bob=");
  }

  @Test
  void clientThatOnConnectedRefusesIsNeverListed() {
    assertThatThrownBy(() -> first.connect("banned")).hasMessageContaining("banned");

    assertThat(presence(first).isOnline("banned").join()).isFalse();
    assertThat(presence(first).counts().join().connections()).isZero();
  }

  @Test
  void groupThatIsNotChosenIsNotListed() {
    TestClient ann = first.connect("ann");
    ann.invoke("join", "secret", "");

    assertThatThrownBy(() -> presence(first).members("secret").join())
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(keys(presence(first).groups(null, 10).join())).containsExactly("room:lobby=1");
  }

  @Test
  void badNamesAndValuesFailTheFuture() {
    TestClient ann = first.connect("ann");

    assertThatThrownBy(() -> presence(first).isOnline("\ud800").join())
        .hasCauseInstanceOf(HubException.class);
    assertThatThrownBy(() -> ann.invoke("join", "room:blue", "v".repeat(257)))
        .hasMessageContaining("maxPresenceValueLength");
    ann.invoke("join", "room:blue", "v".repeat(256));
  }

  @Test
  void hubWithoutPresenceSaysSo() {
    HubContext<PlainHub> context = first.server().hubContext(PlainHub.class);

    assertThatIllegalStateException()
        .isThrownBy(context::presence)
        .withMessageContaining("HubSettings.presence");
  }

  @Test
  void backplaneWithoutADirectoryIsRefusedWhenTheServerIsBuilt() {
    ForwardingBackplane lacking =
        new ForwardingBackplane(InMemoryBackplane.create()) {
          @Override
          public <T> Optional<T> capability(Class<T> type) {
            return Optional.empty();
          }
        };

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HubTester.of(
                    "/hub",
                    server ->
                        server
                            .backplane(lacking)
                            .hub(
                                "/hub", RoomHub.class, RoomHub::new, hub -> hub.presence(p -> {}))))
        .withMessageContaining("has presence, but the backplane");
  }
}
