package dev.nave.hub.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.ReceiverCount;
import java.lang.reflect.Proxy;
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
  private final AbsenceWatch watch =
      new AbsenceWatch(
          (Backplane)
              Proxy.newProxyInstance(
                  AbsenceWatchTest.class.getClassLoader(),
                  new Class<?>[] {Backplane.class},
                  (proxy, method, arguments) -> Optional.of((ReceiverCount) topic -> next())),
          new TopicNames("Chat"));

  private static CompletionStage<OptionalLong> answer(OptionalLong receivers) {
    return CompletableFuture.completedStage(receivers);
  }

  private CompletionStage<OptionalLong> next() {
    synchronized (answers) {
      return answers.remove();
    }
  }

  private void watch(List<CompletionStage<OptionalLong>> looks) {
    answers.addAll(looks);
    watch.watch("c1", () -> true, absent::countDown);
  }

  @Test
  void aConnectionThatNoServerHasIsAbsentAtOnce() {
    watch(List.of(NONE));

    assertThat(absent.getCount()).isZero();
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
