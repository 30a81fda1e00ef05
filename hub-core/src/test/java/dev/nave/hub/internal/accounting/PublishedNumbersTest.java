package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.tck.Parallel;
import dev.nave.hub.internal.accounting.Announcement.Item;
import dev.nave.hub.internal.accounting.Announcement.Range;
import dev.nave.hub.internal.fakes.FakeBackplane;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PublishedNumbersTest {
  private final BackplaneUnavailableException refusal =
      new BackplaneUnavailableException(RefusalReason.OVERLOADED, "full");

  private final FakeBackplane backplane = new FakeBackplane();
  private long now;
  private PublishedNumbers numbers = numbers(100, 100);

  private PublishedNumbers numbers(int maxCounters, int maxVoids) {
    return new PublishedNumbers(
        new AccountingSettings(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            maxCounters,
            maxVoids,
            Duration.ofMinutes(10),
            10,
            10,
            10,
            1_000),
        () -> now);
  }

  /** Publishes; returns the number that it bears. */
  private long publish(String topic) {
    CompletionStage<Receipt> unused = numbers.publish(backplane, topic, () -> new byte[] {'f'});
    return number(backplane.nextPublication().envelope());
  }

  private static long number(Envelope envelope) {
    byte[] bytes = envelope.bytes();
    assertThat(Arrays.copyOf(bytes, 2)).isEqualTo(new byte[] {'f', (byte) 0xCF});
    return ByteBuffer.wrap(bytes, 2, 8).getLong();
  }

  /** What the next announcement would say. */
  private List<Item> changes(long since) {
    List<Item> items = new ArrayList<>();
    numbers.tellChanges(numbers.announcements().current() + 1, since, items::add);
    return items;
  }

  @Test
  void countsFromOnePerTopic() {
    assertThat(publish("a")).isEqualTo(Sequence.of(0, 1));
    assertThat(publish("a")).isEqualTo(Sequence.of(0, 2));
    assertThat(publish("b")).isEqualTo(Sequence.of(0, 1));

    assertThat(changes(0))
        .containsExactlyInAnyOrder(
            new Item("a", Sequence.of(0, 2), List.of()),
            new Item("b", Sequence.of(0, 1), List.of()));
  }

  @Test
  void aPublicationThatIsRefusedUnseenTakesNoNumber() {
    SimulatedNetwork network = new SimulatedNetwork(1);
    SimulatedNode node =
        new SimulatedNode("n", network, AccountingSettings.withInterval(Duration.ofSeconds(1)));
    node.disconnect();

    assertThat(numbers.publish(node, "a", () -> new byte[] {'f'}).toCompletableFuture())
        .isCompletedExceptionally();

    assertThat(publish("a")).isEqualTo(Sequence.of(0, 1));
  }

  @Test
  void aFailureToEncodeTakesNoNumber() {
    CompletionStage<Receipt> stage =
        numbers.publish(
            backplane,
            "a",
            () -> {
              throw new IllegalArgumentException("a test says so");
            });

    assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
    assertThat(publish("a")).isEqualTo(Sequence.of(0, 1));
  }

  @Test
  void bytesAreTheSameHoweverOftenTheyAreAskedFor() {
    Recorder twice = new Recorder();
    CompletionStage<Receipt> unused =
        numbers.publish(
            new PublishOnly() {
              @Override
              public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
                assertThat(twice.publish(topic, envelope)).isCompleted();
                return twice.publish(topic, envelope);
              }
            },
            "a",
            () -> new byte[] {'f'});

    assertThat(twice.numbers()).containsExactly(Sequence.of(0, 1), Sequence.of(0, 1));
    assertThat(publish("a")).isEqualTo(Sequence.of(0, 2));
  }

  @Test
  void aNumberThatWasRefusedIsVoidAndOneOfUnknownOutcomeIsNot() {
    publish("a");
    backplane.outcome(CompletableFuture.failedStage(refusal));
    publish("a");
    publish("a");
    backplane.outcome(CompletableFuture.failedStage(new BackplaneTimeoutException("no answer")));
    publish("a");

    assertThat(changes(0))
        .containsExactly(new Item("a", Sequence.of(0, 4), List.of(new Range(2, 3))));
  }

  @Test
  void tellsOnlyUpToWhereAllAreSettled() {
    CompletableFuture<Receipt> first = new CompletableFuture<>();
    backplane.outcome(first);
    publish("a");
    backplane.outcome(CompletableFuture.failedStage(refusal));
    publish("a");
    assertThat(changes(0)).isEmpty();
    numbers.announcements().next();
    numbers.announcements().next();

    first.complete(Receipt.UNCOUNTED);

    assertThat(changes(2)) // What the first was in the way of counts as new.
        .containsExactly(new Item("a", Sequence.of(0, 2), List.of(new Range(2, 2))));
    assertThat(changes(3)).isEmpty();
  }

  @Test
  void theOldestVoidsAreForgottenOverTheBoundAndNotAtTheBound() {
    numbers = numbers(100, 2);
    for (int i = 0; i < 3; i++) {
      backplane.outcome(CompletableFuture.failedStage(refusal));
      publish("a");
      backplane.outcome(CompletableFuture.completedStage(Receipt.UNCOUNTED));
      publish("a");
      if (i == 1) {
        assertThat(changes(0).get(0).voids()).containsExactly(new Range(1, 1), new Range(3, 3));
      }
    }

    assertThat(changes(0).get(0).voids()).containsExactly(new Range(3, 3), new Range(5, 5));
  }

  @Test
  void theLeastRecentlyUsedCounterIsDroppedOverTheBoundAndBeginsAnewInALaterEpoch() {
    numbers = numbers(1, 100);
    publish("a");
    assertThat(publish("a")).isEqualTo(Sequence.of(0, 2));
    assertThat(numbers.counters()).isEqualTo(1);

    assertThat(publish("b")).isEqualTo(Sequence.of(1, 1));
    assertThat(publish("a")).isEqualTo(Sequence.of(2, 1));

    assertThat(numbers.counters()).isEqualTo(1);
  }

  @Test
  void anIdleCounterIsDroppedOnceAllOfItWasTold() {
    publish("a");
    assertThat(changes(0)).hasSize(1);
    long told = numbers.announcements().next();

    now += Duration.ofMinutes(5).toNanos() - 1;
    numbers.dropIdle(told);
    assertThat(numbers.counters()).as("just before it is due").isEqualTo(1);
    now++;
    numbers.dropIdle(0);
    assertThat(numbers.counters()).as("not told yet").isEqualTo(1);
    numbers.dropIdle(told);
    assertThat(numbers.counters()).isZero();

    assertThat(publish("a")).isEqualTo(Sequence.of(1, 1));
  }

  @Test
  void aCounterWithSomethingUnsettledIsKept() {
    backplane.outcome(new CompletableFuture<>());
    publish("a");
    now += Duration.ofHours(1).toNanos();

    numbers.dropIdle(Long.MAX_VALUE);

    assertThat(numbers.counters()).isEqualTo(1);
  }

  @Test
  void severalThreadsHandOverInTheOrderOfTheirNumbers() {
    Recorder recorder = new Recorder();

    Parallel.run(
        4,
        thread -> {
          for (int i = 0; i < 5_000; i++) {
            CompletionStage<Receipt> unused =
                numbers.publish(recorder, "a", () -> new byte[] {'f'});
          }
        });

    assertThat(recorder.numbers()).hasSize(20_000).isSorted();
  }

  @Test
  void aBackplaneMaySettleWhileItHoldsALockThatPublishTakes() {
    Locking locking = new Locking();

    Parallel.run(
        4,
        thread -> {
          for (int i = 0; i < 5_000; i++) {
            if (thread == 0) {
              locking.settleAll();
            } else {
              CompletionStage<Receipt> unused =
                  numbers.publish(locking, "a", () -> new byte[] {'f'});
            }
          }
        });
    locking.settleAll();

    assertThat(changes(0)).containsExactly(new Item("a", Sequence.of(0, 15_000), List.of()));
  }

  /** Does everything under one lock. */
  private static final class Locking extends PublishOnly {
    @GuardedBy("this")
    private final List<CompletableFuture<Receipt>> open = new ArrayList<>();

    @Override
    public synchronized CompletionStage<Receipt> publish(String topic, Envelope envelope) {
      assertThat(number(envelope)).isPositive();
      CompletableFuture<Receipt> stage = new CompletableFuture<>();
      open.add(stage);
      return stage;
    }

    synchronized void settleAll() {
      open.forEach(stage -> stage.complete(Receipt.UNCOUNTED));
      open.clear();
    }
  }

  /** Notes the numbers in the order in which publications were handed over. */
  private static final class Recorder extends PublishOnly {
    @GuardedBy("this")
    private final List<Long> numbers = new ArrayList<>();

    @Override
    public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
      long number = number(envelope);
      synchronized (this) {
        numbers.add(number);
      }
      return CompletableFuture.completedStage(Receipt.UNCOUNTED);
    }

    synchronized List<Long> numbers() {
      return List.copyOf(numbers);
    }
  }
}
