package dev.nave.hub.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.ReceiverCount;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AbsenceWatchTest {
  private static final CompletionStage<OptionalLong> NONE = answer(OptionalLong.of(0));

  private final Queue<CompletionStage<OptionalLong>> answers = new ArrayDeque<>();
  private final CountDownLatch absent = new CountDownLatch(1);
  private final Backplane backplane =
      (Backplane)
          Proxy.newProxyInstance(
              AbsenceWatchTest.class.getClassLoader(),
              new Class<?>[] {Backplane.class},
              (proxy, method, arguments) -> Optional.of((ReceiverCount) topic -> next()));

  private static CompletionStage<OptionalLong> answer(OptionalLong receivers) {
    return CompletableFuture.completedStage(receivers);
  }

  private CompletionStage<OptionalLong> next() {
    synchronized (answers) {
      return answers.remove();
    }
  }

  private void watch(List<CompletionStage<OptionalLong>> looks) {
    watch(Duration.ZERO, looks);
  }

  private void watch(Duration grace, List<CompletionStage<OptionalLong>> looks) {
    answers.addAll(looks);
    AbsenceWatch watch = new AbsenceWatch(backplane, new TopicNames("Chat"), grace);
    watch.watch("c1", () -> true, absent::countDown);
  }

  @Test
  void aConnectionThatNoServerHasIsAbsentAtOnce() {
    watch(List.of(NONE));

    assertThat(absent.getCount()).isZero();
  }

  @Test
  void whatWasSentBeforeALookFoundNothingHasTimeToArrive() throws InterruptedException {
    watch(Duration.ofHours(1), List.of(NONE));
    assertThat(absent.getCount()).isEqualTo(1);

    watch(Duration.ofMillis(1), List.of(NONE));
    absent.await();
  }

  @Test
  void aConnectionThatEndsMeanwhileIsFoundOut() throws InterruptedException {
    watch(List.of(answer(OptionalLong.of(1)), NONE));

    absent.await();
  }

  @Test
  void aLookThatFailsIsFollowedByAnother() throws InterruptedException {
    watch(List.of(CompletableFuture.failedStage(new IllegalStateException("no answer")), NONE));

    absent.await();
  }

  @Test
  void whereTheNumberIsNotKnownThereIsOneLook() {
    watch(List.of(answer(OptionalLong.empty())));

    assertThat(absent.getCount()).isEqualTo(1);
    assertThat(answers).isEmpty();
  }
}
