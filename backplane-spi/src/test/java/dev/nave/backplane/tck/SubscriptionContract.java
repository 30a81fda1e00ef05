package dev.nave.backplane.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.ReceiverCount;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a subscription is. */
interface SubscriptionContract extends ContractNodes {
  @Test
  default void stopsDeliveringAfterUnsubscribe() {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");
    bob.unsubscribe("chat");

    alice.publish("chat", "missed");
    bob.subscribe("chat");
    alice.publish("chat", "fence");

    bob.assertNext("chat=fence");
  }

  @Test
  default void leavesOtherSubscribersAloneWhenOneUnsubscribes() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("chat");
    bob.subscribe("chat");
    bob.subscribe("news");

    bob.unsubscribe("chat");
    alice.publish("chat", "still here");
    alice.publish("news", "still there");

    alice.assertNext("chat=still here");
    bob.assertNext("news=still there");
  }

  @Test
  default void deliversOnceHoweverOftenSubscribed() {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");
    bob.subscribe("chat");

    alice.publish("chat", "once");
    alice.publish("chat", "fence");

    bob.assertNext("chat=once", "chat=fence");
  }

  @Test
  default void needsOneUnsubscribeHoweverOftenSubscribed() {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");
    bob.subscribe("chat");
    bob.unsubscribe("chat");

    alice.publish("chat", "missed");
    bob.subscribe("chat");
    alice.publish("chat", "fence");

    bob.assertNext("chat=fence");
  }

  @Test
  default void unsubscribesFromWhatItNeverSubscribedTo() {
    TestNode alice = join();

    alice.unsubscribe("chat");
    alice.subscribe("chat");
    alice.publish("chat", "fence");

    alice.assertNext("chat=fence");
  }

  @Test
  default void takesTopicsLiterally() {
    List<String> subscribed =
        List.of(
            "*",
            "chat*",
            "[bc]hat",
            "?hat",
            "\\chat",
            "",
            " ",
            ":",
            "hub:group:a:b",
            "{hub}:all",
            "line\nbreak",
            "Stra\u00dfe/\u7fa4/\ud83c\udfa1",
            "x".repeat(Backplane.SUPPORTED_TOPIC_BYTES));
    List<String> similar =
        List.of(
            "chat",
            "Chat",
            "chats",
            "hub:group:a",
            "hub:all",
            "  ",
            "x".repeat(Backplane.SUPPORTED_TOPIC_BYTES - 1));
    TestNode alice = join();
    TestNode bob = join();
    subscribed.forEach(bob::subscribe);

    similar.forEach(topic -> alice.publish(topic, "missed"));
    subscribed.forEach(topic -> alice.publish(topic, "hit"));

    bob.assertNextInAnyOrder(subscribed.stream().map(topic -> topic + "=hit").toList());
    similar.forEach(bob::subscribe);
    similar.forEach(topic -> alice.publish(topic, "fence"));
    bob.assertNextInAnyOrder(similar.stream().map(topic -> topic + "=fence").toList());
  }

  @Test
  default void subscribesToManyTopicsInParallel() {
    List<String> topics = IntStream.range(0, 10_000).mapToObj(i -> "topic " + i).toList();
    TestNode alice = join();
    TestNode bob = join();

    List<CompletionStage<?>> stages = new ArrayList<>();
    topics.forEach(topic -> stages.add(bob.backplane().subscribe(topic)));
    stages.forEach(bob::await);
    BackplaneHealth health = bob.backplane().health();
    topics.forEach(topic -> alice.publish(topic, "hello"));

    assertThat(health.desiredSubscriptions()).isEqualTo(topics.size());
    assertThat(health.confirmedSubscriptions()).isEqualTo(topics.size());
    bob.assertNextInAnyOrder(topics.stream().map(topic -> topic + "=hello").toList());
  }

  @Test
  default void endsSubscribedIfThatWasTheLastOfManyWishes() {
    TestNode alice = join();
    TestNode bob = join();

    for (int i = 0; i < 100; i++) {
      assertThat(bob.backplane().subscribe("chat")).isNotNull();
      assertThat(bob.backplane().unsubscribe("chat")).isNotNull();
    }
    bob.subscribe("chat");
    alice.publish("chat", "once");
    alice.publish("chat", "fence");

    bob.assertNext("chat=once", "chat=fence");
  }

  @Test
  default void endsUnsubscribedIfThatWasTheLastOfManyWishes() {
    TestNode alice = join();
    TestNode bob = join();

    for (int i = 0; i < 100; i++) {
      assertThat(bob.backplane().subscribe("chat")).isNotNull();
      assertThat(bob.backplane().unsubscribe("chat")).isNotNull();
    }
    bob.unsubscribe("chat");
    alice.publish("chat", "missed");
    bob.subscribe("chat");
    alice.publish("chat", "fence");

    bob.assertNext("chat=fence");
  }

  @Test
  default void keepsTheLastWishOfSeveralThreads() {
    TestNode alice = join();
    TestNode bob = join();

    Parallel.run(
        4,
        thread -> {
          String own = "own " + thread;
          for (int i = 0; i < 100; i++) {
            assertThat(bob.backplane().subscribe("shared")).isNotNull();
            assertThat(bob.backplane().subscribe(own)).isNotNull();
            assertThat(bob.backplane().unsubscribe("shared")).isNotNull();
            assertThat(bob.backplane().unsubscribe(own)).isNotNull();
          }
          bob.subscribe(own);
        });
    bob.unsubscribe("shared");
    alice.publish("shared", "missed");
    bob.subscribe("shared");
    List<String> topics = List.of("shared", "own 0", "own 1", "own 2", "own 3");
    topics.forEach(topic -> alice.publish(topic, "fence"));

    bob.assertNextInAnyOrder(topics.stream().map(topic -> topic + "=fence").toList());
  }

  @Test
  default void deliversWhatAReceiptCountsToANodeThatUnsubscribesAtThatMoment() {
    TestNode alice = join();
    TestNode bob = join();
    for (int round = 0; round < 50; round++) {
      String topic = "chat " + round;
      bob.subscribe(topic);
      List<CompletionStage<Receipt>> published = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        published.add(alice.publishUnawaited(topic, "" + i));
        if (i == round % 20) {
          assertThat(bob.backplane().unsubscribe(topic)).isNotNull();
        }
      }
      List<Receipt> receipts = published.stream().map(alice::await).toList();
      long counted = receipts.stream().mapToLong(each -> each.receivers().orElse(0)).sum();
      boolean exact = receipts.stream().allMatch(each -> each.receivers().isPresent());
      bob.unsubscribe(topic);
      bob.subscribe(topic);
      alice.publish(topic, "fence");

      List<String> heard = bob.nextUntil(topic + "=fence");
      if (exact) {
        assertThat(heard).hasSize(Math.toIntExact(counted));
      }
    }
  }

  @Test
  default void countsTheSubscribersOfATopicIfItSaysThatItCan() {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");

    alice
        .backplane()
        .capability(ReceiverCount.class)
        .ifPresent(
            count -> {
              OptionalLong some = alice.await(count.receivers("chat"));
              OptionalLong none = alice.await(count.receivers("elsewhere"));
              assertThat(some.orElse(1)).isEqualTo(1);
              assertThat(none.orElse(0)).isZero();
            });
  }
}
