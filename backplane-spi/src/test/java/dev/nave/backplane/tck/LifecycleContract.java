package dev.nave.backplane.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Starting, closing, and what is refused outside of that. */
interface LifecycleContract extends ContractNodes {
  @Test
  default void tellsThatItIsConnectedBeforeTheStartEnds() {
    TestNode alice = unstarted();

    alice.start();
    alice.backplane().close(); // No event comes from now on: what is there came before.

    alice.assertNextEvent(BackplaneEvent.Connected.class);
  }

  @Test
  default void startsOnlyOnce() {
    TestNode alice = join();

    alice.awaitFailure(alice.startUnawaited(), IllegalStateException.class);

    alice.subscribe("chat");
    alice.publish("chat", "still working");
    alice.assertNext("chat=still working");
  }

  @Test
  default void refusesEverythingBeforeTheStart() {
    TestNode alice = unstarted();

    assertRefused(alice, alice.publishUnawaited("chat", "early"), RefusalReason.NOT_STARTED);
    assertRefused(alice, alice.backplane().subscribe("chat"), RefusalReason.NOT_STARTED);
    assertRefused(alice, alice.backplane().unsubscribe("chat"), RefusalReason.NOT_STARTED);
  }

  @Test
  default void keepsAWishThatWasMadeWhileStarting() {
    TestNode alice = unstarted();

    CompletionStage<Void> started = alice.startUnawaited();
    CompletionStage<Void> subscribed = alice.backplane().subscribe("chat");
    alice.await(started);
    alice.await(subscribed);
    alice.publish("chat", "hello");

    alice.assertNextEvent(BackplaneEvent.Connected.class);
    alice.assertNext("chat=hello");
  }

  @Test
  default void refusesEverythingOnceClosed() {
    TestNode alice = join();

    alice.backplane().close();

    assertRefused(alice, alice.publishUnawaited("chat", "late"), RefusalReason.CLOSED);
    assertRefused(alice, alice.backplane().subscribe("chat"), RefusalReason.CLOSED);
    assertRefused(alice, alice.backplane().unsubscribe("chat"), RefusalReason.CLOSED);
    assertRefused(alice, alice.startUnawaited(), RefusalReason.CLOSED);
  }

  @Test
  default void closesTwice() {
    TestNode alice = join();

    alice.backplane().close();
    alice.backplane().close();

    assertThat(alice.backplane().health().state()).isEqualTo(State.CLOSED);
  }

  @Test
  default void closesWithoutHavingStarted() {
    TestNode alice = unstarted();

    alice.backplane().close();

    assertRefused(alice, alice.startUnawaited(), RefusalReason.CLOSED);
  }

  @Test
  default void hearsNothingOnceClosed() {
    TestNode alice = join();
    TestNode bob = join();
    TestNode carol = join();
    bob.subscribe("chat");
    carol.subscribe("chat");

    bob.backplane().close();
    alice.publish("chat", "not for bob");

    carol.assertNext("chat=not for bob");
    bob.assertNothingElse();
  }

  @Test
  default void reportsItsHealth() {
    TestNode alice = unstarted();
    Backplane backplane = alice.backplane();

    assertThat(backplane.health().state()).isEqualTo(State.NEW);
    alice.start();
    alice.assertNextEvent(BackplaneEvent.Connected.class);
    assertThat(backplane.health().state()).isEqualTo(State.UP);
    alice.subscribe("chat");
    alice.subscribe("news");
    alice.unsubscribe("chat");
    assertThat(backplane.health().desiredSubscriptions()).isEqualTo(1);
    assertThat(backplane.health().confirmedSubscriptions()).isEqualTo(1);
    backplane.close();
    assertThat(backplane.health().state()).isEqualTo(State.CLOSED);
    assertThat(backplane.health().desiredSubscriptions()).isZero();
  }

  @Test
  default void lacksAnUnknownCapability() {
    TestNode alice = join();

    assertThat(alice.backplane().capability(Comparable.class)).isEmpty();
  }

  private static void assertRefused(TestNode node, CompletionStage<?> stage, RefusalReason reason) {
    assertThat(node.awaitFailure(stage, BackplaneUnavailableException.class).reason())
        .isEqualTo(reason);
  }
}
