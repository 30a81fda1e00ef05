package dev.nave.backplane.tck;

import static dev.nave.backplane.directory.Change.Kind.JOINED;
import static dev.nave.backplane.directory.Change.Kind.LEFT;
import static dev.nave.backplane.directory.Change.Kind.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.SpaceCount;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which changes the nodes of a directory are told, and which node. */
interface DirectoryChangesContract extends DirectoryNodes {
  @Test
  default void tellsTheFirstAndTheLastMemberOfAKey() {
    DirectoryNode alice = join();

    alice.put(ANN, "c1", "one");
    alice.put(ANN, "c2", "two");
    alice.remove(ANN, "c1", "left");
    alice.remove(ANN, "c2", "disconnected");

    Change first = alice.assertNext(JOINED, ANN, "c1");
    assertThat(first.isFirst()).isTrue();
    assertThat(first.value()).isEqualTo("one");
    assertThat(first.node()).isEqualTo(alice.directory().node());
    assertThat(alice.assertNext(JOINED, ANN, "c2").members()).isEqualTo(2);
    Change left = alice.assertNext(LEFT, ANN, "c1");
    assertThat(left.reason()).isEqualTo("left");
    assertThat(left.isLast()).isFalse();
    Change last = alice.assertNext(LEFT, ANN, "c2");
    assertThat(last.isLast()).isTrue();
    assertThat(last.value()).isEqualTo("two");
    assertThat(last.id()).isNotEqualTo(first.id());
  }

  @Test
  default void tellsAChangeToOneNode() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();

    alice.put(BOARD, "c1", "");
    alice.assertNext(JOINED, BOARD, "c1");
    alice.await(alice.putUntold(BOARD, "c2"));
    alice.remove(BOARD, "c2", "");
    alice.put(BOARD, "c1", "another value");
    alice.put(BOARD, "c3", "");
    bob.put(ANN, "c2", "");

    alice.assertNext(JOINED, BOARD, "c3");
    bob.assertNext(JOINED, ANN, "c2");
    assertThat(bob.members(BOARD)).containsExactly("c1=another value", "c3=");
  }

  @Test
  default void removesWhatALostNodeLeft() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    DirectoryNode carol = join();
    IntStream.range(0, 250).forEach(i -> alice.putUntold(BOARD, "c" + i));
    alice.put(ANN, "c0", "value");
    alice.assertNext(JOINED, ANN, "c0");
    bob.put(BOARD, "bobs", "");
    bob.assertNext(JOINED, BOARD, "bobs");

    loseSettled(alice);

    carol.until(() -> assertThat(carol.members(BOARD)).containsExactly("bobs="));
    carol.until(() -> assertThat(carol.members(ANN)).isEmpty());
    DirectoryNode heir = whoIsTold(bob, carol);
    Change lost = heir.assertNext(LOST, ANN, "c0");
    assertThat(lost.isLast()).isTrue();
    assertThat(lost.value()).isEqualTo("value");
    assertThat(lost.node()).isEqualTo(alice.directory().node());
    assertThat(bob.await(bob.directory().count("groups"))).isEqualTo(new SpaceCount(1, 1));
  }

  /** Loses a node of which no change would be told again. */
  private void loseSettled(DirectoryNode node) {
    node.until(() -> assertThat(node.directory().health().raising()).isZero());
    lose(node);
  }

  /** Which of two nodes has a change to take; leaves it there. */
  private DirectoryNode whoIsTold(DirectoryNode one, DirectoryNode other) {
    one.until(() -> assertThat(one.isTold() || other.isTold()).isTrue());
    return one.isTold() ? one : other;
  }

  @Test
  default void tellsAgainWhatALostNodeHasNotRaised() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.hold();
    alice.put(ANN, "c1", "");
    Change notRaised = alice.assertNext(JOINED, ANN, "c1");

    lose(alice);

    assertThat(bob.nextChange()).isEqualTo(notRaised);
    bob.assertNext(LOST, ANN, "c1");
  }

  @Test
  default void tellsTheRestToAThirdNodeIfTheSecondIsLostAsWell() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    DirectoryNode carol = join();
    alice.put(ANN, "c1", "");
    alice.assertNext(JOINED, ANN, "c1");
    bob.hold();
    carol.hold();

    loseSettled(alice);

    DirectoryNode second = whoIsTold(bob, carol);
    DirectoryNode third = second == bob ? carol : bob;
    Change lost = second.assertNext(LOST, ANN, "c1");
    lose(second);
    assertThat(third.nextChange()).isEqualTo(lost);
  }

  @Test
  default void keepsTheChangesOfAKeyInOrderOnOneNode() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.hold();
    alice.put(ANN, "c1", "");
    alice.assertNext(JOINED, ANN, "c1");

    bob.put(ANN, "c2", "");
    bob.remove(ANN, "c2", "left");

    alice.assertNext(JOINED, ANN, "c2"); // The first one is not raised yet.
    alice.assertNext(LEFT, ANN, "c2");
    alice.raiseHeld();
    alice.until(() -> assertThat(alice.directory().health().raising()).isZero());
  }

  @Test
  default void tellsSinceWhenAListenerHasNotRaised() {
    DirectoryNode alice = join();
    assertThat(alice.directory().health().raisingSince()).isNull();
    alice.hold();
    Instant before = Instant.now();
    alice.put(ANN, "c1", "");
    alice.assertNext(JOINED, ANN, "c1");
    Instant after = Instant.now();

    alice.put(BOARD, "c2", "");

    alice.assertNext(JOINED, BOARD, "c2");
    assertThat(alice.directory().health().raisingSince()).isBetween(before, after);
    alice.raiseHeld();
    alice.until(() -> assertThat(alice.directory().health().raisingSince()).isNull());
  }
}
