package dev.nave.hub.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.transport.ConnectionLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class WakeupsTest {
  private static final LoopLimits FEW = new LoopLimits(9, 9, FakeLoop.MAX_POSTPONED_TIME);
  private final FakeLoop fake = new FakeLoop();
  private final HubLoop loop = fake.hubLoop();
  private final FakeLoop fakeOther = new FakeLoop();
  private final HubLoop other = fakeOther.hubLoop();
  private final List<String> done = new ArrayList<>();

  private void put(HubLoop to, String what) {
    to.execute(() -> done.add(what));
  }

  @Test
  void wakesEachLoopOnceBehindTheLastThatComesTogether() {
    HubLoops.together(
        () -> {
          put(loop, "1");
          put(other, "a");
          put(loop, "2");
          assertThat(fake.waiting()).isZero();
          assertThat(fakeOther.waiting()).isZero();
        });

    assertThat(fake.waiting()).isEqualTo(1);
    assertThat(fakeOther.waiting()).isEqualTo(1);
    fake.runAll();
    assertThat(done).containsExactly("1", "2");
  }

  @Test
  void wakesAtOnceForWhatComesAlone() {
    HubLoops.together(() -> put(loop, "together"));
    fake.runAll();

    put(loop, "alone");

    assertThat(fake.waiting()).isEqualTo(1);
  }

  @Test
  void whatComesTogetherInsideOfSuchWorkIsAPartOfIt() {
    HubLoops.together(
        () -> {
          HubLoops.together(() -> put(loop, "inner"));
          assertThat(fake.waiting()).isZero();
          put(loop, "outer");
        });

    assertThat(fake.waiting()).isEqualTo(1);
    fake.runAll();
    assertThat(done).containsExactly("inner", "outer");
  }

  @Test
  void wakesThoughTheWorkFailsInTheMiddle() {
    assertThatThrownBy(
            () ->
                HubLoops.together(
                    () -> {
                      put(loop, "before");
                      throw new IllegalStateException("a test says so");
                    }))
        .isInstanceOf(IllegalStateException.class);

    fake.runAll();
    assertThat(done).containsExactly("before");
    put(loop, "after");
    assertThat(fake.waiting()).isEqualTo(1);
  }

  @Test
  void anotherThreadWakesALoopAtOnce() {
    Thread thread = new Thread(() -> put(loop, "of another thread"));
    HubLoops.together(
        () -> {
          thread.start();
          await().until(() -> !thread.isAlive());
          assertThat(fake.waiting()).isEqualTo(1);
        });

    fake.runAll();
    assertThat(done).containsExactly("of another thread");
  }

  @Test
  void aLoopThatHasEndedKeepsNoOtherFromItsTurn() {
    HubLoop ended = new HubLoop(new Ended(), Runnable::run, () -> 0, FakeLoop.TICK, FEW, n -> {});

    HubLoops.together(
        () -> {
          put(ended, "never");
          put(loop, "for the other");
        });

    fake.runAll();
    assertThat(done).containsExactly("for the other");
  }

  /** A loop that takes nothing any more. */
  private static final class Ended implements ConnectionLoop {
    @Override
    public boolean inLoop() {
      return false;
    }

    @Override
    public void execute(Runnable task) {
      throw new RejectedExecutionException("a test says so");
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
      throw new RejectedExecutionException("a test says so");
    }

    @Override
    public OutboundBuffer join(List<byte[]> frames) {
      throw new AssertionError("nothing is written");
    }
  }
}
