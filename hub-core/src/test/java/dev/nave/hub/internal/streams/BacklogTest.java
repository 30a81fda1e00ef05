package dev.nave.hub.internal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.loop.InboundBudget;
import dev.nave.hub.internal.streams.Backlog.Place;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private int changes;
  private final Backlog backlog =
      new Backlog(100, new FakeLoop().hubLoop().inbound(), () -> changes++);

  private void assertReads(boolean expected) {
    assertThat(backlog.mayRead()).isEqualTo(expected);
  }

  @Test
  void pausesAtItsBoundAndSaysOnceThatHalfIsGone() {
    backlog.add(99, Place.BACKLOG);
    assertReads(true);
    backlog.add(1, Place.BACKLOG);
    assertReads(false);

    backlog.remove(49, Place.BACKLOG);
    assertThat(changes).isZero();
    backlog.remove(1, Place.BACKLOG);
    assertThat(changes).isEqualTo(1);
    backlog.remove(1, Place.BACKLOG);
    assertThat(changes).as("said already").isEqualTo(1);
    assertReads(true);
  }

  @Test
  void doesNotCountBuffersBelowTwiceItsBound() {
    backlog.add(99, Place.BACKLOG);
    backlog.add(100, Place.BUFFER);
    assertReads(true);

    backlog.add(1, Place.BUFFER);

    assertReads(false);
  }

  @Test
  void readsOnToTwiceItsBoundWhileACallCanBeCancelled() {
    backlog.beginCancellable();
    backlog.add(199, Place.BACKLOG);
    assertReads(true);

    backlog.add(1, Place.BACKLOG);
    assertReads(false);

    backlog.remove(49, Place.BACKLOG);
    assertThat(changes).isZero();
    backlog.remove(1, Place.BACKLOG);
    assertThat(changes).isEqualTo(1);
    assertReads(true);
    backlog.endCancellable();
    assertReads(false);
  }

  @Test
  void readsAgainWhenSomebodyBeginsToWaitForTheClient() {
    backlog.add(100, Place.BACKLOG);
    assertReads(false);

    backlog.beginToWait();

    assertThat(changes).isEqualTo(1);
    assertReads(true);
    backlog.endToWait();
    assertReads(false);
  }

  @Test
  void readsOnToTwiceItsBoundHoweverMuchWaitedWhenItPaused() {
    backlog.add(60, Place.BUFFER);
    backlog.add(100, Place.BACKLOG);
    assertReads(false);

    backlog.beginToWait();

    assertThat(changes).isEqualTo(1);
    assertReads(true);
    backlog.add(40, Place.BACKLOG);
    assertReads(false);
  }

  @Test
  void isStuckIfSomebodyWaitsAndNothingIsTaken() {
    backlog.beginToWait();
    backlog.add(200, Place.BACKLOG);
    assertThat(backlog.isStuck()).as("it is not paused").isFalse();
    assertReads(false);
    assertThat(backlog.isStuck()).isTrue();

    backlog.remove(10, Place.BACKLOG);
    assertThat(backlog.isStuck()).as("it moved on").isFalse();
    assertThat(backlog.isStuck()).isTrue();

    backlog.endToWait();
    assertThat(backlog.isStuck()).as("nobody waits").isFalse();
  }

  // While the clients of the loop together keep too much.

  private static final int BUDGET = 10 * InboundBudget.STEP_BYTES;

  private final InboundBudget budget = new InboundBudget(new FakeLoop(), BUDGET);
  private final Backlog among = new Backlog(1600, budget, () -> changes++);

  @Test
  void keepsASixteenthOfItsBoundWhileOthersKeepTooMuch() {
    budget.add(BUDGET + 1);

    among.add(99, Place.BACKLOG);
    assertThat(among.mayRead()).isTrue();
    among.add(1, Place.BACKLOG);
    assertThat(among.mayRead()).isFalse();
    assertThat(among.isPausedForOthers()).isTrue();

    budget.add(-BUDGET - 1);
    assertThat(among.mayRead()).isTrue();
    assertThat(among.isPausedForOthers()).isFalse();
  }

  @Test
  void isPausedForItsOwnSakeUntilHalfOfItsBoundIsGone() {
    budget.add(BUDGET + 1);
    among.add(1600, Place.BACKLOG);
    assertThat(among.mayRead()).isFalse();
    assertThat(among.isPausedForOthers()).isFalse();

    among.remove(800, Place.BACKLOG);

    assertThat(changes).as("there is something to look at").isEqualTo(1);
    assertThat(among.mayRead()).isFalse();
    assertThat(among.isPausedForOthers()).isTrue();
  }

  @Test
  void tellsTheBudgetInStepsAndWhenNothingIsLeft() {
    budget.add(BUDGET);
    among.add(InboundBudget.STEP_BYTES - 1, Place.BUFFER);
    assertThat(budget.isOver()).as("a small change").isFalse();

    among.add(1, Place.BACKLOG);
    assertThat(budget.isOver()).isTrue();

    among.remove(1, Place.BACKLOG);
    among.remove(InboundBudget.STEP_BYTES - 1, Place.BUFFER);
    assertThat(budget.isOver()).isFalse();
  }
}
