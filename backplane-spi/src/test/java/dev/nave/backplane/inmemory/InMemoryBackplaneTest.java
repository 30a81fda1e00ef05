package dev.nave.backplane.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.tck.BackplaneContractTest;
import dev.nave.backplane.tck.Parallel;
import dev.nave.backplane.tck.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InMemoryBackplaneTest extends BackplaneContractTest {
  private final InMemoryCluster cluster = new InMemoryCluster();

  @Override
  protected Backplane newNode() {
    return cluster.newNode();
  }

  @Test
  void passesTheSameObjectAndNeverAsksForBytes() {
    AtomicReference<Envelope> received = new AtomicReference<>();
    Envelope envelope =
        () -> {
          throw new AssertionError("the bytes are not needed");
        };
    try (InMemoryBackplane alice = InMemoryBackplane.create()) {
      assertThat(alice.start(taking(received))).isCompleted();
      assertThat(alice.subscribe("chat")).isCompleted();

      assertThat(alice.publish("chat", envelope)).isCompleted();
    }

    assertThat(received).hasValue(envelope);
  }

  private static BackplaneListener taking(AtomicReference<Envelope> received) {
    return new BackplaneListener() {
      @Override
      public void envelope(String topic, Envelope envelope) {
        received.set(envelope);
      }

      @Override
      public void event(BackplaneEvent event) {}
    };
  }

  @Test
  void deliversOnThePublishersThreadBeforePublishReturns() {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");
    AtomicReference<Thread> deliverer = new AtomicReference<>();
    bob.onEnvelope((topic, text) -> deliverer.set(Thread.currentThread()));

    assertThat(alice.publishUnawaited("chat", "hello")).isCompleted();

    assertThat(deliverer).hasValue(Thread.currentThread());
    bob.assertNext("chat=hello");
  }

  @Test
  void countsReceiversExactly() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("chat");
    bob.subscribe("chat");
    bob.subscribe("news");

    assertThat(alice.publish("chat", "for two")).isEqualTo(Receipt.of(2));
    assertThat(alice.publish("news", "for one")).isEqualTo(Receipt.of(1));
    assertThat(alice.publish("unused", "for none")).isEqualTo(Receipt.of(0));
    alice.assertNext("chat=for two");
    bob.assertNext("chat=for two", "news=for one");
  }

  @Test
  void keepsClustersApart() {
    TestNode alice = join();
    alice.subscribe("chat");
    try (InMemoryBackplane alone = InMemoryBackplane.create()) {
      TestNode mallory = new TestNode(alone, patience());
      mallory.start();

      assertThat(mallory.publish("chat", "from elsewhere")).isEqualTo(Receipt.of(0));
    }
    alice.publish("chat", "fence");

    alice.assertNext("chat=fence");
  }

  @Test
  void finishesADeliveryBeforeWhatAListenerPublishesOnTheSameTopic() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("chat");
    bob.subscribe("chat");
    List<CompletionStage<Receipt>> nested = new ArrayList<>();
    alice.onEnvelope(
        (topic, text) -> {
          if (text.equals("first")) {
            nested.add(alice.publishUnawaited("chat", "second"));
            nested.add(alice.publishUnawaited("chat", "third"));
            assertThat(nested).noneMatch(stage -> stage.toCompletableFuture().isDone());
          }
        });

    alice.publish("chat", "first");

    assertThat(nested).hasSize(2).allMatch(stage -> stage.toCompletableFuture().isDone());
    alice.assertNext("chat=first", "chat=second", "chat=third");
    bob.assertNext("chat=first", "chat=second", "chat=third");
  }

  @Test
  void refusesWhatStillWaitsWhenItsPublisherCloses() {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");
    List<CompletionStage<Receipt>> nested = new ArrayList<>();
    bob.onEnvelope(
        (topic, text) -> {
          nested.add(alice.publishUnawaited("chat", "too late"));
          alice.backplane().close();
        });

    alice.publish("chat", "last");

    assertThat(nested).hasSize(1);
    assertThat(bob.awaitFailure(nested.get(0), BackplaneUnavailableException.class).reason())
        .isEqualTo(RefusalReason.CLOSED);
    bob.assertNext("chat=last");
  }

  @Test
  void showsAllNodesOneOrder() {
    List<TestNode> nodes = List.of(join(), join(), join());
    nodes.forEach(node -> node.subscribe("chat"));

    Parallel.run(
        nodes.size(),
        thread -> {
          for (int i = 0; i < 2000; i++) {
            assertThat(nodes.get(thread).publishUnawaited("chat", thread + "/" + i)).isNotNull();
          }
        });

    List<String> seenByFirst = nodes.get(0).next(6000);
    assertThat(nodes.get(1).next(6000)).isEqualTo(seenByFirst);
    assertThat(nodes.get(2).next(6000)).isEqualTo(seenByFirst);
  }

  @Test
  void letsTwoNodesAnswerEachOtherFromTwoThreads() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("to alice");
    bob.subscribe("to bob");
    alice.onEnvelope((topic, text) -> countDown(alice, "to bob", text));
    bob.onEnvelope((topic, text) -> countDown(bob, "to alice", text));

    Parallel.run(
        2,
        thread -> {
          for (int i = 0; i < 500; i++) {
            String topic = thread == 0 ? "to bob" : "to alice";
            assertThat((thread == 0 ? alice : bob).publishUnawaited(topic, "9")).isNotNull();
          }
        });

    assertThat(alice.next(5000)).allMatch(text -> text.startsWith("to alice="));
    assertThat(bob.next(5000)).allMatch(text -> text.startsWith("to bob="));
  }

  private static void countDown(TestNode node, String topic, String text) {
    int left = Integer.parseInt(text);
    if (left > 0) {
      assertThat(node.publishUnawaited(topic, "" + (left - 1))).isNotNull();
    }
  }

  @Test
  void neverWaitsForAPublisherThatHoldsALockTheListenerWants() {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");
    Object lock = new Object();
    AtomicInteger taken = new AtomicInteger();
    bob.onEnvelope(
        (topic, text) -> {
          synchronized (lock) {
            taken.incrementAndGet();
          }
        });

    Parallel.run(
        2,
        thread -> {
          for (int i = 0; i < 2000; i++) {
            if (thread == 0) {
              synchronized (lock) {
                assertThat(alice.publishUnawaited("chat", "under the lock")).isNotNull();
              }
            } else {
              assertThat(alice.publishUnawaited("chat", "without")).isNotNull();
            }
          }
        });

    assertThat(bob.next(4000)).hasSize(4000);
    assertThat(taken).hasValue(4000);
  }
}
