package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.BreakableBackplane;
import dev.nave.backplane.tck.BreakableBackplane.PublishOutcome;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose link to the others is cut, and one that notices nothing of it. */
class BackplaneOutageTest {
  private final InMemoryCluster cluster = new InMemoryCluster();
  private final BreakableBackplane backplane = breakable();
  private final HubTester cutOff = tester(backplane);
  private final HubTester other = tester(breakable());

  public static class AnyHub extends Hub {
    public CompletionStage<Void> tellAll(String text) {
      return clients().all().send("told", text);
    }

    public void tellAllAndForget(String text) {
      clients().all().send("told", text);
    }

    public void join(String group) {
      groups().add(group);
    }

    public void leave(String group) {
      groups().remove(group);
    }
  }

  private BreakableBackplane breakable() {
    return new BreakableBackplane(new SpyBackplane(cluster, SpyBackplane.Wire.BYTES));
  }

  private static HubTester tester(BreakableBackplane backplane) {
    return HubTester.of(
        "/hub",
        server ->
            server
                .backplane(backplane)
                .options(options -> options.detailedErrors(true))
                .hub("/hub", AnyHub.class, AnyHub::new));
  }

  private static HubContext<?> context(HubTester tester) {
    return tester.server().hubContext(AnyHub.class);
  }

  private void cut() {
    backplane.disconnect(new IOException("a test cut the link"));
  }

  private void mend() {
    backplane.reconnect().toCompletableFuture().join();
  }

  @AfterEach
  void stop() {
    cutOff.close();
    other.close();
  }

  @Test
  void sendFailsAtOnceAndReachesNobodyEver() {
    TestClient ann = cutOff.connect("ann");
    TestClient bob = other.connect("bob");
    ann.invoke("join", "blue");
    HubClients clients = context(cutOff).clients();
    cut();

    for (ClientProxy target :
        List.of(clients.all(), clients.group("blue"), clients.user("ann"), clients.user("bob"))) {
      CompletableFuture<Void> sent = target.send("hello");
      assertThat(sent).isCompletedExceptionally();
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(sent::join)
          .havingCause()
          .isInstanceOfSatisfying(
              BackplaneUnavailableException.class,
              refusal -> {
                assertThat(refusal.reason()).isEqualTo(RefusalReason.UNAVAILABLE);
                assertThat(refusal.deliveredLocally()).isFalse();
              });
    }
    mend();

    ann.expectNothing();
    bob.expectNothing();
  }

  @Test
  void sendToSeveralFailsWithItsWorstOutcome() {
    HubClients clients = context(cutOff).clients();
    backplane.publishOutcome(PublishOutcome.UNKNOWN_NOT_SENT);

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> clients.users(List.of("ann", "bob")).send("hello").join())
        .havingCause()
        .isInstanceOf(BackplaneTimeoutException.class)
        .withMessageContaining(AnyHub.class.getName() + ":user:ann")
        .withMessageContaining(AnyHub.class.getName() + ":user:bob");
  }

  @Test
  void callerHearsThatItsBroadcastWasRefused() {
    TestClient ann = cutOff.connect("ann");
    cut();

    assertThatExceptionOfType(HubInvocationException.class)
        .isThrownBy(() -> ann.invoke("tellAll", "hi"))
        .withMessageContaining("BackplaneUnavailableException");
    ann.invoke("tellAllAndForget", "hi");

    ann.expectNothing();
  }

  @Test
  void directSendToALocalConnectionGoesOn() {
    TestClient ann = cutOff.connect("ann");
    cut();

    context(cutOff).clients().client(ann.connectionId()).send("hello").join();

    ann.expect("hello");
  }

  @Test
  void clientCanConnectAndIsReachedFromElsewhereAfterwards() {
    cut();

    TestClient ann = cutOff.connect("ann");
    ann.invoke("join", "blue");
    mend();

    context(other).clients().user("ann").send("user").join();
    ann.expect("user");
    context(other).clients().client(ann.connectionId()).send("client").join();
    ann.expect("client");
    context(other).clients().group("blue").send("group").join();
    ann.expect("group");
    ann.expectNothing();
  }

  @Test
  void joinsAndLeavesComplete() {
    TestClient ann = cutOff.connect("ann");
    ann.invoke("join", "red");
    cut();

    ann.invoke("join", "blue");
    ann.invoke("leave", "red");
    mend();

    context(other).clients().groups(List.of("red", "blue")).send("hello").join();
    ann.expect("hello");
    ann.expectNothing();
  }

  @Test
  void groupChangeOfAConnectionElsewhereFails() {
    TestClient bob = other.connect("bob");
    cut();

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> context(cutOff).groups().add(bob.connectionId(), "blue").join())
        .havingCause()
        .isInstanceOf(BackplaneUnavailableException.class);
  }

  @Test
  void otherServersGoOnAmongThemselves() {
    TestClient ann = cutOff.connect("ann");
    TestClient bob = other.connect("bob");
    cut();

    bob.invoke("tellAll", "missed");
    assertThat(bob.expect("told").arguments()).containsExactly("missed");
    mend();
    bob.invoke("tellAll", "heard");

    assertThat(ann.expect("told").arguments()).containsExactly("heard");
    assertThat(bob.expect("told").arguments()).containsExactly("heard");
  }

  @Test
  void clientThatLeavesMeanwhileIsGone() {
    TestClient ann = cutOff.connect("ann");
    TestClient bob = cutOff.connect("bob");
    ann.invoke("join", "blue");
    bob.invoke("join", "blue");
    cut();

    ann.close();
    ann.expectClosed();
    mend();

    context(other).clients().group("blue").send("hello").join();
    bob.expect("hello");
    assertThat(ann.received()).isEmpty();
  }
}
