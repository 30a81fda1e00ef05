package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.internal.fakes.RecordingMeters;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.LateClients;
import dev.nave.hub.testing.TestClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The beginning and the end of connections, and of the server under them. */
class HubLifecycleTest {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final SpyBackplane backplane =
      new SpyBackplane(new InMemoryCluster(), SpyBackplane.Wire.OBJECTS);
  private final RecordingMeters meters = new RecordingMeters();
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server.backplane(backplane).meters(meters).hub("/hub", RoomHub.class, RoomHub::new));

  /** Not static: its objects work on the state of the test. */
  public class RoomHub extends Hub {
    @Override
    protected void onConnected() throws Exception {
      String user = String.valueOf(context().userId());
      log.add(user + " comes");
      if (user.equals("mallory")) {
        groups().add("room");
        throw new HubException("not you");
      }
      if (user.equals("unlucky")) {
        throw new IOException("a secret");
      }
      groups().add("room");
      clients().othersInGroup("room").send("comes", user);
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      String user = String.valueOf(context().userId());
      log.add(user + " goes");
      clients()
          .group("room")
          .send("goes", user, cause == null ? null : cause.getMessage(), context().items().size());
    }

    public void keep(String name, String value) {
      context().items().put(name, value);
    }

    public @Nullable Object kept(String name) {
      return context().items().get(name);
    }

    public void abortMe() {
      context().abort();
    }

    public void workUntilOpen() throws InterruptedException {
      clients().caller().send("working");
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the gate was not opened");
      }
    }

    public void workUntilAborted() throws InterruptedException {
      CountDownLatch aborted = new CountDownLatch(1);
      var unusedForget = context().aborted().onCancelled(aborted::countDown);
      clients().caller().send("working");
      if (aborted.await(30, TimeUnit.SECONDS)) {
        log.add("aborted " + context().aborted().isCancelled());
      }
    }
  }

  @AfterEach
  void stop() {
    gate.countDown();
    tester.close();
  }

  @Test
  void clientIsInTheGroupsThatOnConnectedPutItIntoWhenItIsConnected() {
    TestClient ann = tester.connect("ann");

    tester.server().hubContext(RoomHub.class).clients().group("room").send("hello").join();

    ann.expect("hello");
    tester.connect("bob");
    assertThat(ann.expect("comes").arguments()).containsExactly("bob");
  }

  @Test
  void clientThatOnConnectedRefusesIsToldWhyAndLeavesNoTrace() {
    assertThatExceptionOfType(ConnectionRefusedException.class)
        .isThrownBy(() -> tester.connect("mallory"))
        .withMessageContaining("Connection closed with an error. HubException: not you");

    await().until(() -> !backplane.isSubscribed(RoomHub.class.getName() + ":user:mallory"));
    assertThat(backplane.isSubscribed(RoomHub.class.getName() + ":group:room")).isFalse();
    tester.close();
    assertThat(log).containsExactly("mallory comes");
  }

  @Test
  void clientIsNotToldOfOtherExceptionsOfOnConnected() {
    assertThatExceptionOfType(ConnectionRefusedException.class)
        .isThrownBy(() -> tester.connect("unlucky"))
        .withMessageEndingWith("Connection closed with an error.");
  }

  @Test
  void clientThatLeavesIsStillInItsGroupsAndHasItsItemsWhenItIsAnnounced() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");
    ann.invoke("keep", "colour", "blue");

    ann.close();

    ann.expect("comes");
    assertThat(bob.expect("goes").arguments()).containsExactly("ann", null, 1);
    await().until(() -> !backplane.isSubscribed(RoomHub.class.getName() + ":user:ann"));
    assertThat(backplane.isSubscribed(RoomHub.class.getName() + ":group:room")).isTrue();
    bob.expectNothing();
  }

  @Test
  void onDisconnectedHearsOfAClientThatVanishesAsOfOneThatLeaves() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");

    ann.cut();

    assertThat(bob.expect("goes").arguments()).startsWith("ann", null);
  }

  @Test
  void itemsBelongToTheConnection() {
    TestClient ann = tester.connect("ann");
    TestClient annToo = tester.connect("ann");

    ann.invoke("keep", "colour", "blue");

    assertThat(ann.invoke(String.class, "kept", "colour")).isEqualTo("blue");
    assertThat(annToo.invoke(String.class, "kept", "colour")).isNull();
  }

  @Test
  void clientThatIsAbortedIsToldNotToReconnect() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");

    ann.send("abortMe");

    assertThat(ann.expectClosed()).isEqualTo(new CloseMessage(null, false));
    assertThat(bob.expect("goes").arguments()).containsExactly("ann", null, 0);
  }

  @Test
  void methodSeesThatItsClientIsGoneAndEndsBeforeOnDisconnected() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");
    ann.expect("comes");
    ann.send("workUntilAborted");
    ann.expect("working");

    ann.close();

    bob.expect("goes");
    assertThat(log).containsExactly("ann comes", "bob comes", "aborted true", "ann goes");
  }

  @Test
  void invocationsThatHadNotBegunAreDoneAfterTheirClientHasLeft() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");
    ann.expect("comes");
    ann.send("workUntilAborted");
    ann.send("workUntilAborted");
    ann.expect("working");

    ann.close();

    bob.expect("goes");
    assertThat(log)
        .containsExactly("ann comes", "bob comes", "aborted true", "aborted true", "ann goes");
    assertThat(tester.server().counters().droppedInvocations()).isZero();
  }

  @Test
  void invocationsThatHadNotBegunAreDroppedAndCountedIfTheirClientWasCut() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");
    ann.expect("comes");
    ann.send("workUntilAborted");
    ann.send("workUntilAborted");
    ann.send("workUntilAborted");
    ann.expect("working");
    meters.awaitReceived(RoomHub.class, 2, 3); // What was not read would be lost.

    ann.cut();

    bob.expect("goes");
    assertThat(log).containsOnlyOnce("aborted true");
    assertThat(tester.server().counters().droppedInvocations()).isEqualTo(2);
  }

  @Test
  void whatAStoppedServerHadNotBegunIsDroppedThoughItsClientHadLeft() {
    TestClient ann = tester.connect("ann");
    ann.send("workUntilOpen");
    ann.send("workUntilOpen");
    ann.expect("working");
    ann.close();

    CompletableFuture<Void> stopped = tester.server().stopAsync();
    await().until(() -> tester.server().counters().droppedInvocations() == 1);
    gate.countDown();
    stopped.join();

    assertThat(log).containsExactly("ann comes", "ann goes");
  }

  @Test
  void serverThatStopsTellsClientsToConnectAgainAndRunsOnDisconnected() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");
    bob.send("workUntilAborted");
    bob.expect("working");

    tester.server().stop();

    assertThat(ann.expectClosed()).isEqualTo(new CloseMessage(null, true));
    assertThat(bob.expectClosed()).isEqualTo(new CloseMessage(null, true));
    assertThat(log)
        .containsExactlyInAnyOrder(
            "ann comes", "bob comes", "aborted true", "ann goes", "bob goes");
  }

  @Test
  void clientThatShakesHandsWhileTheServerStopsIsToldToConnectAgain() {
    TestClient ann = tester.connect("ann");
    TestClient late = LateClients.dial(tester, "/hub");
    ann.send("workUntilOpen");
    ann.expect("working");

    CompletableFuture<Void> stopping = tester.server().stopAsync();
    ann.expectClosed();

    assertThatExceptionOfType(ConnectionRefusedException.class)
        .isThrownBy(() -> LateClients.shakeHands(late));
    assertThat(late.expectClosed()).isEqualTo(new CloseMessage(null, true));
    gate.countDown();
    stopping.join();
    assertThat(log).containsExactlyInAnyOrder("ann comes", "null comes", "ann goes", "null goes");
  }

  @Test
  void serverThatHasStoppedTakesNobody() {
    tester.server().stop();

    assertThatExceptionOfType(ConnectionRefusedException.class)
        .isThrownBy(() -> tester.connect("ann"))
        .withMessageContaining("503");
  }
}
