package dev.nave.hub.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.fakes.FakeLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundBudgetTest {
  private final FakeLoop loop = new FakeLoop();
  private final InboundBudget budget = new InboundBudget(loop, 1000);
  private final List<String> told = new ArrayList<>();

  @Test
  void leavesEachItsOwnBoundUntilAllTogetherKeepMoreThanTheirs() {
    budget.add(1000);
    assertThat(budget.limit(320)).isEqualTo(320);

    budget.add(1);

    assertThat(budget.isOver()).isTrue();
    assertThat(budget.limit(320)).isEqualTo(20);
    assertThat(budget.limit(10)).as("something").isEqualTo(1);
  }

  @Test
  void callsBackOnceWhenAQuarterIsFree() {
    budget.add(1100);
    Runnable callback = () -> told.add("room");
    budget.whenRoom(callback);
    budget.whenRoom(callback);

    budget.add(-349);
    loop.runAll();
    assertThat(told).isEmpty();
    budget.add(-1);
    loop.runAll();
    assertThat(told).containsExactly("room");

    budget.add(-1);
    loop.runAll();
    assertThat(told).containsExactly("room");
  }

  @Test
  void callsBackIfThereIsRoomBeforeItIsAsked() {
    budget.whenRoom(() -> told.add("room"));

    loop.runAll();

    assertThat(told).containsExactly("room");
  }

  @Test
  void forgetsWhoHasGone() {
    budget.add(1100);
    Runnable gone = () -> told.add("gone");
    budget.whenRoom(gone);
    budget.whenRoom(() -> told.add("room"));

    budget.forget(gone);
    budget.add(-1100);
    loop.runAll();

    assertThat(told).containsExactly("room");
  }

  @Test
  void callsFewBackAtATimeAndOnlyWhileThereIsRoom() {
    budget.add(1100);
    for (int connection = 0; connection < 100; connection++) {
      budget.whenRoom(
          () -> {
            told.add("reads");
            budget.add(10);
          });
    }

    budget.add(-600);
    loop.runAll();
    int first = told.size();
    loop.advance(Duration.ofSeconds(1));
    int all = told.size();
    budget.add(-100);
    loop.runAll();

    assertThat(first).isLessThanOrEqualTo(32);
    assertThat(all).as("until three quarters are full").isBetween(25, 26);
    assertThat(told.size()).isGreaterThan(all);
  }
}
