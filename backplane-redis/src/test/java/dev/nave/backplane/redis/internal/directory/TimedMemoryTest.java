package dev.nave.backplane.redis.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.DirectoryKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimedMemoryTest {
  private static final DirectoryKey ANN = new DirectoryKey("users", "ann");
  private static final Duration DAY = Duration.ofDays(1);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000); // It may overflow.
  private final TimedMemory memory = new TimedMemory(Duration.ofHours(1), nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static List<String> members(TimedMemory.Batch batch) {
    List<byte[]> arguments = batch.arguments();
    List<String> members = new ArrayList<>();
    for (int i = 1; i < arguments.size(); i += batch.writes() ? 4 : 2) {
      members.add(Texts.text(arguments.get(i)));
    }
    return members;
  }

  private void hold(String... members) {
    for (String member : members) {
      memory.hold(ANN, member, "v", DAY);
    }
  }

  private void assertWrites(String... members) {
    TimedMemory.Batch batch = memory.take(10);
    assertThat(batch.writes()).isTrue();
    assertThat(members(batch)).containsExactly(members);
    memory.done(batch, List.of());
  }

  private TimedMemory.Batch takeCheck(String... members) {
    TimedMemory.Batch batch = memory.take(10);
    assertThat(batch.writes()).isFalse();
    assertThat(members(batch)).containsExactlyInAnyOrder(members);
    return batch;
  }

  @Test
  void writesAgainWhatItHoldsForTheRestOfItsTime() {
    hold("a");
    pass(Duration.ofMinutes(45));
    memory.writeAgain(null);

    TimedMemory.Batch batch = memory.take(10);

    assertThat(batch.writes()).isTrue();
    assertThat(batch.arguments().stream().map(Texts::text))
        .containsExactly("5:usersann", "a", "v", "" + DAY.minusMinutes(45).toMillis());
    assertThat(memory.take(10).isEmpty()).isTrue();
    memory.failed(batch);
    assertWrites("a");
  }

  @Test
  void forgetsWhatIsNotThereAnyMore() {
    hold("a", "b", "c");
    memory.check();

    memory.done(takeCheck("a", "b", "c"), List.of(1L, 0L, 1L));

    memory.writeAgain(null);
    assertWrites("a", "c");
  }

  @Test
  void keepsWhatWasPutAgainWhileItWasLookedFor() {
    hold("a");
    memory.check();
    TimedMemory.Batch batch = takeCheck("a");
    hold("a");

    memory.done(batch, List.of(0L));

    memory.writeAgain(null);
    assertWrites("a");
  }

  @Test
  void looksBeforeItWritesIfItHasNotLookedForSoLongThatAMarkMayBeOver() {
    hold("a", "b");
    pass(Duration.ofMinutes(45).plusNanos(1));
    memory.writeAgain(null);

    memory.done(takeCheck("a", "b"), List.of(0L, 1L));

    memory.writeAgain(null);
    assertWrites("b");
  }

  @Test
  void trustsItsLastLookFromItsBeginningAndOnlyIfItWasWhole() {
    hold("a", "b");
    pass(Duration.ofMinutes(40));
    memory.check();
    memory.done(memory.take(1), List.of(1L));
    pass(Duration.ofMinutes(10));
    memory.writeAgain(null);

    TimedMemory.Batch all = takeCheck("a", "b");
    memory.failed(all);
    memory.done(takeCheck("a", "b"), List.of(1L, 1L));
    pass(Duration.ofMinutes(45));
    memory.writeAgain(null);
    assertWrites("a", "b");
    pass(Duration.ofNanos(1));
    memory.writeAgain(null);
    takeCheck("a", "b");
  }

  @Test
  void writesWithoutALookWhatRedisHasLostWithAllMarks() {
    hold("a");
    pass(Duration.ofHours(5));
    memory.writeAgain(Duration.ofMinutes(45));
    assertWrites("a");

    pass(Duration.ofHours(5));
    memory.writeAgain(Duration.ofMinutes(46));
    takeCheck("a");
  }

  @Test
  void neitherWritesNorLooksForWhatIsOverOrForgotten() {
    hold("a", "b");
    memory.hold(ANN, "short", "v", Duration.ofMinutes(5));
    pass(Duration.ofMinutes(5));
    memory.writeAgain(null);
    memory.forget(ANN, "a");

    assertWrites("b");
  }
}
