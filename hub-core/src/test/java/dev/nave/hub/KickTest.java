package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.testing.BreakableLinks;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that the application ends, on two servers that share a backplane. */
@ParameterizedClass
@EnumSource(SpyBackplane.Wire.class)
class KickTest {
  private static final CloseMessage OUT = new CloseMessage("You were removed.", false);
  private static final CloseMessage ANEW = new CloseMessage(null, true);

  private final List<String> ends = new CopyOnWriteArrayList<>();
  private final SpyBackplane firstBackplane;
  private final SpyBackplane secondBackplane;
  private final HubTester first;
  private final HubTester second;

  KickTest(SpyBackplane.Wire wire) {
    InMemoryCluster cluster = new InMemoryCluster();
    firstBackplane = new SpyBackplane(cluster, wire);
    secondBackplane = new SpyBackplane(cluster, wire);
    first = start(firstBackplane);
    second = start(secondBackplane);
  }

  private HubTester start(SpyBackplane backplane) {
    return new BreakableLinks()
        .start(
            "/hub",
            server ->
                server
                    .backplane(backplane)
                    .serverOptions(options -> options.kickTimeout(Duration.ofMillis(200)))
                    .hub("/hub", KickHub.class, KickHub::new));
  }

  public final class KickHub extends Hub {
    public void join(String group) {
      groups().add(group);
    }

    public void kick(String userId) {
      clients().user(userId).send("leave");
      connections().closeUser(userId, OUT);
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      ends.add(context().userId() + ": " + cause);
    }
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static HubConnections connections(HubTester tester) {
    return tester.server().hubContext(KickHub.class).connections();
  }

  @Test
  void connectionOfAnyServerIsEndedWithTheTextAndThePermissionToReconnect() {
    TestClient ann = first.connect("ann");
    TestClient bob = second.connect("bob");

    assertThat(connections(first).close(ann.connectionId(), OUT).join()).isEqualTo(1);
    assertThat(connections(first).close(bob.connectionId(), ANEW).join()).isEqualTo(1);

    assertThat(ann.expectClosed()).isEqualTo(OUT);
    assertThat(bob.expectClosed()).isEqualTo(ANEW);
  }

  @Test
  void onDisconnectedHearsWhatTheClientWasTold() {
    TestClient ann = first.connect("ann");

    connections(second).close(ann.connectionId(), OUT).join();

    await("onDisconnected").until(() -> !ends.isEmpty());
    assertThat(ends)
        .containsExactly(
            "ann: " + ConnectionKickedException.class.getName() + ": You were removed.");
  }

  @Test
  void allConnectionsOfAUserEndInTheWholeFarmAndNoOthers() {
    TestClient here = first.connect("ann");
    TestClient there = second.connect("ann");
    TestClient bob = second.connect("bob");

    assertThat(connections(second).closeUser("ann", OUT).join()).isEqualTo(2);

    assertThat(here.expectClosed()).isEqualTo(OUT);
    assertThat(there.expectClosed()).isEqualTo(OUT);
    bob.expectNothing();
  }

  @Test
  void allConnectionsOfAGroupEndInTheWholeFarmAndNoOthers() {
    TestClient ann = first.connect("ann");
    TestClient bob = second.connect("bob");
    TestClient eve = second.connect("eve");
    ann.invoke("join", "room");
    bob.invoke("join", "room");

    assertThat(connections(first).closeGroup("room", OUT).join()).isEqualTo(2);

    ann.expectClosed();
    bob.expectClosed();
    eve.expectNothing();
  }

  @Test
  void nothingIsEndedWhereThereIsNone() {
    assertThat(connections(first).close("nowhere", OUT).join()).isZero();
    assertThat(connections(first).closeUser("ann", OUT).join()).isZero();
    assertThat(connections(first).closeGroup("room", OUT).join()).isZero();
  }

  @Test
  void hubEndsConnectionsBehindWhatItSentThem() {
    TestClient ann = first.connect("ann");
    TestClient bob = first.connect("bob");

    ann.invoke("kick", "bob");

    assertThat(bob.expectClosed()).isEqualTo(OUT);
    assertThat(bob.expectMessage().target()).isEqualTo("leave");
  }

  @Test
  void hubMayEndTheConnectionOfItsCaller() {
    TestClient ann = first.connect("ann");

    ann.send("kick", "ann");

    assertThat(ann.expectClosed()).isEqualTo(OUT);
  }

  @Test
  void serverThatDoesNotAnswerFailsTheFutureWithWhatIsKnown() {
    TestClient ann = first.connect("ann");
    first.server(); // Is asked for its part, too.
    secondBackplane.failPublications();

    assertThatThrownBy(() -> connections(first).closeUser("ann", OUT).join())
        .hasCauseInstanceOf(BackplaneTimeoutException.class)
        .hasMessageContaining("1 connections were found, but only 1 of 2 servers answered")
        .hasMessageContaining("kickTimeout");
    ann.expectClosed();
  }

  @Test
  void connectionsOfThisServerEndWhileTheBackplaneIsDown() {
    TestClient ann = first.connect("ann");
    firstBackplane.failPublications();

    CompletableFuture<Integer> ended = connections(first).closeUser("ann", OUT);

    assertThatThrownBy(ended::join).hasCauseInstanceOf(BackplaneUnavailableException.class);
    assertThat(ann.expectClosed()).isEqualTo(OUT);
  }

  @Test
  void nameWithHalfASurrogatePairIsRefused() {
    assertThatThrownBy(() -> connections(first).closeUser("\ud800", OUT).join())
        .hasCauseInstanceOf(HubException.class);
  }
}
