package dev.nave.backplane.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.BreakableBackplane.PublishOutcome;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BreakableBackplaneTest extends BackplaneContractTest {
  private final InMemoryCluster cluster = new InMemoryCluster();
  private final IOException cable = new IOException("the cable was pulled");

  @Override
  protected Backplane newNode() {
    return new BreakableBackplane(cluster.newNode());
  }

  private static BreakableBackplane link(TestNode node) {
    return (BreakableBackplane) node.backplane();
  }

  private void disconnect(TestNode node) {
    link(node).disconnect(cable);
    assertThat(node.assertNextEvent(BackplaneEvent.Disconnected.class).cause()).isSameAs(cable);
  }

  private static void reconnect(TestNode node) {
    node.await(link(node).reconnect());
    node.assertNextEvent(BackplaneEvent.Restored.class);
  }

  private static RefusalReason refusal(TestNode node, CompletionStage<?> stage) {
    return node.awaitFailure(stage, BackplaneUnavailableException.class).reason();
  }

  @Test
  void missesForGoodWhatIsPublishedDuringAnOutage() {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");

    disconnect(bob);
    alice.publish("chat", "missed");
    reconnect(bob);
    alice.publish("chat", "fence");

    bob.assertNext("chat=fence");
  }

  @Test
  void refusesToPublishDuringAnOutage() {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");

    disconnect(alice);
    CompletionStage<?> refused = alice.publishUnawaited("chat", "refused");
    reconnect(alice);
    alice.publish("chat", "fence");

    assertThat(refusal(alice, refused)).isEqualTo(RefusalReason.UNAVAILABLE);
    bob.assertNext("chat=fence");
  }

  @Test
  void confirmsSubscriptionsOfAnOutageWhenItEnds() {
    TestNode alice = join();
    disconnect(alice);

    CompletionStage<Void> subscribed = alice.backplane().subscribe("chat");
    assertThat(subscribed.toCompletableFuture()).isNotDone();
    reconnect(alice);

    alice.await(subscribed);
    alice.publish("chat", "hello");
    alice.assertNext("chat=hello");
  }

  @Test
  void cancelsASubscriptionOfAnOutageThatIsTakenBack() {
    TestNode alice = join();
    disconnect(alice);

    CompletionStage<Void> subscribed = alice.backplane().subscribe("chat");
    alice.unsubscribe("chat");
    reconnect(alice);

    alice.awaitFailure(subscribed, CancellationException.class);
    assertThat(alice.publish("chat", "no receiver").receivers()).hasValue(0);
  }

  @Test
  void failsSubscriptionsOfAnOutageWhenClosed() {
    TestNode alice = join();
    disconnect(alice);

    CompletionStage<Void> subscribed = alice.backplane().subscribe("chat");
    alice.backplane().close();

    assertThat(refusal(alice, subscribed)).isEqualTo(RefusalReason.CLOSED);
  }

  @Test
  void reportsAnOutageAsDown() {
    TestNode alice = join();
    alice.subscribe("chat");
    disconnect(alice);
    CompletionStage<Void> subscribed = alice.backplane().subscribe("news");

    BackplaneHealth health = alice.backplane().health();
    assertThat(health.state()).isEqualTo(BackplaneHealth.State.DOWN);
    assertThat(health.cause()).isSameAs(cable);
    assertThat(health.desiredSubscriptions()).isEqualTo(2);
    assertThat(health.confirmedSubscriptions()).isZero();

    reconnect(alice);
    alice.await(subscribed);
    assertThat(alice.backplane().health().state()).isEqualTo(BackplaneHealth.State.UP);
    assertThat(alice.backplane().health().confirmedSubscriptions()).isEqualTo(2);
  }

  @Test
  void settlesPublicationsAsTold() {
    TestNode alice = join();
    alice.subscribe("chat");

    link(alice).publishOutcome(PublishOutcome.REFUSED);
    CompletionStage<?> refused = alice.publishUnawaited("chat", "refused");
    link(alice).publishOutcome(PublishOutcome.UNKNOWN_NOT_SENT);
    CompletionStage<?> notSent = alice.publishUnawaited("chat", "not sent");
    link(alice).publishOutcome(PublishOutcome.UNKNOWN_SENT);
    CompletionStage<?> sent = alice.publishUnawaited("chat", "sent");
    link(alice).publishOutcome(PublishOutcome.ACCEPTED);
    alice.publish("chat", "accepted");

    assertThat(refusal(alice, refused)).isEqualTo(RefusalReason.OVERLOADED);
    alice.awaitFailure(notSent, BackplaneTimeoutException.class);
    alice.awaitFailure(sent, BackplaneTimeoutException.class);
    alice.assertNext("chat=sent", "chat=accepted");
  }

  @Test
  void cutsAndMendsOnlyInTurn() {
    TestNode alice = join();

    assertThatIllegalStateException().isThrownBy(() -> link(alice).reconnect());
    disconnect(alice);
    assertThatIllegalStateException().isThrownBy(() -> link(alice).disconnect(cable));
  }
}
