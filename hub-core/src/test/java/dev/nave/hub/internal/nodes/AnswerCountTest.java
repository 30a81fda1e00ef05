package dev.nave.hub.internal.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.envelope.RequestCodec.Answer;
import org.junit.jupiter.api.Test;

class AnswerCountTest {
  private final AnswerCount count = new AnswerCount(Integer.MAX_VALUE);

  private void answered(String node, int connections) {
    count.answered(new Answer(1, node, connections));
  }

  @Test
  void endsWithAllConnectionsOnceAllHaveAnswered() {
    answered("a", 2);
    count.expect(2);
    assertThat(count.all()).isNotDone();
    answered("b", 3);
    assertThat(count.all()).isCompletedWithValue(5);
  }

  @Test
  void serverAnswersOnce() {
    count.expect(2);
    answered("a", 2);
    answered("a", 7);
    assertThat(count.all()).isNotDone();
    answered("b", 0);
    assertThat(count.all()).isCompletedWithValue(2);
  }

  @Test
  void noMoreServersCountThanWereAsked() {
    answered("a", 2);
    answered("b", 3);
    answered("not asked", 1_000);
    count.expect(2);
    assertThat(count.all()).isCompletedWithValue(5);
  }

  @Test
  void numberNeitherOverflowsNorShrinks() {
    count.expect(3);
    answered("a", Integer.MAX_VALUE);
    answered("b", Integer.MAX_VALUE);
    answered("c", -5);
    assertThat(count.all()).isCompletedWithValue(Integer.MAX_VALUE);
  }

  @Test
  void oneConnectionIsNotCountedTwice() {
    AnswerCount one = new AnswerCount(1);
    one.expect(2);
    one.answered(new Answer(1, "a", 1));
    one.answered(new Answer(1, "b", 40));
    assertThat(one.all()).isCompletedWithValue(1);
  }

  @Test
  void answersBeforeTheReceiptHaveABound() {
    for (int i = 0; i < 2 * AnswerCount.MAX_EARLY; i++) {
      answered("node" + i, 1);
    }
    assertThat(count.describe(1))
        .isEqualTo(
            (AnswerCount.MAX_EARLY + 1)
                + " connections were found, but only "
                + AnswerCount.MAX_EARLY
                + " servers answered");
  }

  @Test
  void descriptionNamesThoseWhoseAnswersAreMissing() {
    count.expect(3);
    answered("a", Integer.MAX_VALUE);
    assertThat(count.describe(5))
        .isEqualTo(Integer.MAX_VALUE + " connections were found, but only 1 of 3 servers answered");
  }
}
