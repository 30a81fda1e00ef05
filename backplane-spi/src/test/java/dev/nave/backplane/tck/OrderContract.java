package dev.nave.backplane.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In which order envelopes arrive. Nodes also note calls for one topic that overlap. */
interface OrderContract extends ContractNodes {
  /** Number of envelopes of one test. */
  int MANY = 1000;

  @Test
  default void keepsTheOrderOfAPublisherThatDoesNotWait() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("chat");
    bob.subscribe("chat");

    for (int i = 0; i < MANY; i++) {
      assertThat(alice.publishUnawaited("chat", "" + i)).isNotNull();
    }

    assertCounts(alice, "chat");
    assertCounts(bob, "chat");
  }

  @Test
  default void keepsTheOrderOfThreadsThatShareALock() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("chat");
    bob.subscribe("chat");
    Lock lock = new ReentrantLock();
    AtomicInteger number = new AtomicInteger();

    Parallel.run(
        4,
        thread -> {
          for (int i = 0; i < MANY / 4; i++) {
            lock.lock();
            try {
              assertThat(alice.publishUnawaited("chat", "" + number.getAndIncrement())).isNotNull();
            } finally {
              lock.unlock();
            }
          }
        });

    assertCounts(alice, "chat");
    assertCounts(bob, "chat");
  }

  @Test
  default void keepsTheOrderOfEachPublisherOnASharedTopic() {
    List<TestNode> publishers = List.of(join(), join(), join());
    TestNode bob = join();
    bob.subscribe("chat");

    Parallel.run(
        publishers.size(),
        thread -> {
          for (int i = 0; i < MANY; i++) {
            assertThat(publishers.get(thread).publishUnawaited("chat", thread + "/" + i))
                .isNotNull();
          }
        });

    List<String> received = bob.next(publishers.size() * MANY);
    for (int thread = 0; thread < publishers.size(); thread++) {
      String prefix = "chat=" + thread + "/";
      assertThat(received.stream().filter(text -> text.startsWith(prefix)))
          .containsExactlyElementsOf(IntStream.range(0, MANY).mapToObj(i -> prefix + i).toList());
    }
  }

  @Test
  default void keepsTheOrderOfEachTopicOfManyInTurn() {
    List<String> topics = IntStream.range(0, 10).mapToObj(i -> "topic " + i).toList();
    TestNode alice = join();
    TestNode bob = join();
    topics.forEach(bob::subscribe);

    for (int i = 0; i < MANY; i++) {
      assertThat(alice.publishUnawaited(topics.get(i % topics.size()), "" + i)).isNotNull();
    }

    List<String> received = bob.next(MANY);
    for (int t = 0; t < topics.size(); t++) {
      String prefix = topics.get(t) + "=";
      List<String> expected = new ArrayList<>();
      for (int i = t; i < MANY; i += topics.size()) {
        expected.add(prefix + i);
      }
      assertThat(received.stream().filter(text -> text.startsWith(prefix)))
          .containsExactlyElementsOf(expected);
    }
  }

  private static void assertCounts(TestNode node, String topic) {
    assertThat(node.next(MANY))
        .containsExactlyElementsOf(
            IntStream.range(0, MANY).mapToObj(i -> topic + "=" + i).toList());
  }
}
