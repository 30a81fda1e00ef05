package dev.nave.hub.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.fakes.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When a connection is reachable: subscriptions of the topics that it is in. */
class RegistrySubscriptionsTest extends HubRegistryFixture {
  @Test
  void wishesForAllOnceAndForever() {
    assertThat(registry.start()).isDone();
    backplane.assertSubscriptions("+Chat:all");

    TestClient alice = client(first, "a", null);
    backplane.assertSubscriptions("+Chat:connection:a");
    registry.unregister(alice.connection());

    backplane.assertSubscriptions("-Chat:connection:a");
  }

  @Test
  void wishesForAUserAsLongAsOneOfTheirConnectionsIsHere() {
    TestClient alice = client(first, "a", "ann");
    backplane.assertSubscriptions("+Chat:all", "+Chat:connection:a", "+Chat:user:ann");
    TestClient again = client(second, "b", "ann");
    backplane.assertSubscriptions("+Chat:connection:b");

    registry.unregister(alice.connection());
    backplane.assertSubscriptions("-Chat:connection:a");
    deliver("Chat:user:ann", "still");
    again.link().assertWritten("still");

    registry.unregister(again.connection());
    backplane.assertSubscriptionsInAnyOrder("-Chat:all", "-Chat:connection:b", "-Chat:user:ann");
  }

  @Test
  void wishesForAGroupFromItsFirstMemberToItsLast() {
    TestClient alice = client(first, "a", null);
    TestClient bob = client(second, "b", null);
    forgetSubscriptions();

    join(alice, "*");
    backplane.assertSubscriptions("+Chat:group:*");
    join(bob, "*");
    leave(alice, "*");
    backplane.assertSubscriptions();
    leave(bob, "*");

    backplane.assertSubscriptions("-Chat:group:*");
  }

  // Subscriptions.

  @Test
  void isReachableOnceAllItsTopicsAreConfirmed() {
    backplane.stopConfirming();
    TestClient alice = TestClient.connect(first, settings, "a", "json");
    CompletableFuture<Void> registered = registry.register(alice.connection(), "ann");
    backplane.assertSubscriptions("+Chat:all", "+Chat:connection:a", "+Chat:user:ann");
    assertThat(registered).isNotDone();

    backplane.confirm();

    assertThat(registered).isDone();
  }

  @Test
  void whoJoinsWhileTheFirstWaitsWaitsForTheSameConfirmation() {
    TestClient alice = client(first, "a", null);
    TestClient bob = client(second, "b", null);
    forgetSubscriptions();
    backplane.stopConfirming();

    CompletableFuture<Void> one = registry.join(alice.connection(), "g");
    CompletableFuture<Void> two = registry.join(bob.connection(), "g");

    backplane.assertSubscriptions("+Chat:group:g");
    assertThat(one).isNotDone();
    assertThat(two).isNotDone();
    backplane.confirm();
    assertThat(one).isDone();
    assertThat(two).isDone();
  }

  @Test
  void nobodyWaitsForABackplaneThatIsDownAndTheWishStays() {
    TestClient alice = client(first, "a", null);
    forgetSubscriptions();
    backplane.stopConfirming();
    backplane.goDown();

    join(alice, "g");

    backplane.assertSubscriptions("+Chat:group:g");
  }

  @Test
  void nobodyWaitsLongerThanTheTimeOut() {
    backplane.stopConfirming();
    Subscriptions impatient = new Subscriptions(backplane, Duration.ofMillis(1));

    assertThat(impatient.subscribe("t")).succeedsWithin(Duration.ofSeconds(10));

    backplane.assertSubscriptions("+t");
  }

  /** All orders in which two steps of one connection and two of another can happen. */
  @Test
  void leaveAndRejoinEndWithAWishIfAMemberIsLeftWhateverTheOrder() {
    for (String order : List.of("LJlj", "LlJj", "LljJ", "lLJj", "lLjJ", "ljLJ")) {
      HubConnection alice = TestClient.connect(first, settings, "a", "json").connection();
      HubConnection bob = TestClient.connect(second, settings, "b", "json").connection();
      assertThat(registry.register(alice, null)).isDone();
      assertThat(registry.register(bob, null)).isDone();
      assertThat(registry.join(alice, "g")).isDone();
      assertThat(registry.join(bob, "g")).isDone();
      forgetSubscriptions();

      int desired = 1;
      for (int i = 0; i < order.length(); i++) {
        char step = order.charAt(i);
        HubConnection who = Character.isUpperCase(step) ? alice : bob;
        boolean leaves = Character.toLowerCase(step) == 'l';
        assertThat(leaves ? registry.leave(who, "g") : registry.join(who, "g")).isDone();
        desired += backplane.changeOfSubscriptions("Chat:group:g");
        assertThat(desired).as("%s at %s", order, step).isBetween(0, 1);
      }

      assertThat(desired).as(order).isEqualTo(1);
      registry.unregister(alice);
      registry.unregister(bob);
      assertThat(backplane.changeOfSubscriptions("Chat:group:g")).as(order).isEqualTo(-1);
      forgetSubscriptions();
    }
  }
}
