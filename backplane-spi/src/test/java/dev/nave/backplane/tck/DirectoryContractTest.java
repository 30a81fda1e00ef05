package dev.nave.backplane.tck;

import static dev.nave.backplane.directory.Change.Kind.JOINED;
import static dev.nave.backplane.directory.Change.Kind.LEFT;
import static dev.nave.backplane.directory.Change.Kind.LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.Entry;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.SpaceCount;
import dev.nave.backplane.directory.TimedEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Directory} must do. Extend it, say how to make a node and how it is lost,
 * inherit the tests.
 *
 * <p>That a change is <i>not</i> told is shown by a later one of the same key.
 */
public abstract class DirectoryContractTest {
  private static final DirectoryKey BOARD = new DirectoryKey("groups", "board");
  private static final DirectoryKey ANN = new DirectoryKey("users", "ann");

  private final List<DirectoryNode> nodes = new ArrayList<>();

  /** Returns a new, unstarted node; all nodes of one test share a cluster. */
  protected abstract Backplane newNode();

  /** Makes a node lose its lease without a word. Default: closes it. */
  protected void lose(Backplane node) {
    node.close();
  }

  /** Returns how long to wait for what must happen. Default: 20 seconds. */
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  /** Returns a node that takes part. It is closed after the test. */
  protected final DirectoryNode join() {
    DirectoryNode node = new DirectoryNode(newNode(), patience());
    nodes.add(node);
    return node;
  }

  @AfterEach
  final void closesNodesThatWereToldNothingElse() {
    nodes.forEach(DirectoryNode::assertNothingElseTold);
    nodes.forEach(node -> node.backplane().close());
  }

  private void until(Runnable assertion) {
    await().atMost(patience()).untilAsserted(assertion::run);
  }

  private static CompletionStage<Void> untold(DirectoryNode node, DirectoryKey key, String member) {
    return node.directory().put(key, member, "", false);
  }

  @Test
  void listsAMemberOnAllNodes() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();

    alice.put(BOARD, "c1", "since 9");

    Entry expected = new Entry("c1", "since 9", alice.directory().node());
    assertThat(alice.members(BOARD, 10)).containsExactly(expected);
    assertThat(bob.members(BOARD, 10)).containsExactly(expected);
    assertThat(bob.await(bob.directory().count(BOARD))).isEqualTo(1);
    assertThat(alice.directory().node()).isNotEqualTo(bob.directory().node());
    alice.assertNext(JOINED, BOARD, "c1");
  }

  @Test
  void listsAMemberThatWasRemovedOnNoNode() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.await(untold(alice, BOARD, "c1"));

    alice.remove(BOARD, "c1", "");

    assertThat(bob.members(BOARD)).isEmpty();
    assertThat(bob.keys("groups", 10)).isEmpty();
    assertThat(bob.await(bob.directory().count("groups"))).isEqualTo(new SpaceCount(0, 0));
  }

  @Test
  void removesNothingThatIsNotItsOwn() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.await(untold(alice, BOARD, "c1"));

    bob.remove(BOARD, "c1", "");
    bob.remove(BOARD, "c2", "");

    assertThat(bob.members(BOARD)).containsExactly("c1=");
  }

  @Test
  void tellsTheFirstAndTheLastMemberOfAKey() {
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
  void tellsAChangeToOneNode() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();

    alice.put(BOARD, "c1", "");
    alice.assertNext(JOINED, BOARD, "c1");
    alice.await(untold(alice, BOARD, "c2"));
    alice.remove(BOARD, "c2", "");
    alice.put(BOARD, "c1", "another value");
    alice.put(BOARD, "c3", "");
    bob.put(ANN, "c2", "");

    alice.assertNext(JOINED, BOARD, "c3");
    bob.assertNext(JOINED, ANN, "c2");
    assertThat(bob.members(BOARD)).containsExactly("c1=another value", "c3=");
  }

  @Test
  void keepsAMemberThatAnotherNodeHasEnteredSince() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.await(untold(alice, BOARD, "c1"));

    bob.await(untold(bob, BOARD, "c1"));
    alice.remove(BOARD, "c1", "");

    assertThat(alice.members(BOARD, 10))
        .containsExactly(new Entry("c1", "", bob.directory().node()));
    lose(alice.backplane());
    bob.put(BOARD, "c2", "");
    bob.assertNext(JOINED, BOARD, "c2");
    assertThat(bob.members(BOARD)).containsExactly("c1=", "c2=");
  }

  @Test
  void removesWhatALostNodeLeft() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    DirectoryNode carol = join();
    IntStream.range(0, 250).forEach(i -> untold(alice, BOARD, "c" + i));
    alice.put(ANN, "c0", "value");
    alice.assertNext(JOINED, ANN, "c0");
    bob.put(BOARD, "bobs", "");
    bob.assertNext(JOINED, BOARD, "bobs");

    loseSettled(alice);

    until(() -> assertThat(carol.members(BOARD)).containsExactly("bobs="));
    until(() -> assertThat(carol.members(ANN)).isEmpty());
    DirectoryNode heir = whoIsTold(bob, carol);
    Change lost = heir.assertNext(LOST, ANN, "c0");
    assertThat(lost.isLast()).isTrue();
    assertThat(lost.value()).isEqualTo("value");
    assertThat(lost.node()).isEqualTo(alice.directory().node());
    assertThat(bob.await(bob.directory().count("groups"))).isEqualTo(new SpaceCount(1, 1));
  }

  /** Loses a node of which no change would be told again. */
  private void loseSettled(DirectoryNode node) {
    until(() -> assertThat(node.directory().health().raising()).isZero());
    lose(node.backplane());
  }

  /** Which of two nodes has a change to take; leaves it there. */
  private DirectoryNode whoIsTold(DirectoryNode one, DirectoryNode other) {
    await().atMost(patience()).until(() -> one.isTold() || other.isTold());
    return one.isTold() ? one : other;
  }

  @Test
  void tellsAgainWhatALostNodeHasNotRaised() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.hold();
    alice.put(ANN, "c1", "");
    Change notRaised = alice.assertNext(JOINED, ANN, "c1");

    lose(alice.backplane());

    assertThat(bob.nextChange()).isEqualTo(notRaised);
    bob.assertNext(LOST, ANN, "c1");
  }

  @Test
  void tellsTheRestToAThirdNodeIfTheSecondIsLostAsWell() {
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
    lose(second.backplane());
    assertThat(third.nextChange()).isEqualTo(lost);
  }

  @Test
  void keepsTheChangesOfAKeyInOrderOnOneNode() {
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
    until(() -> assertThat(alice.directory().health().raising()).isZero());
  }

  @Test
  void tellsSinceWhenAListenerHasNotRaised() {
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
    until(() -> assertThat(alice.directory().health().raisingSince()).isNull());
  }

  @Test
  void pagesHoldEachMemberOnce() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    List<String> names = IntStream.range(0, 950).mapToObj(i -> "c" + i).toList();
    names.stream().map(name -> untold(alice, BOARD, name)).toList().forEach(alice::await);

    assertThat(bob.members(BOARD, 100))
        .extracting(Entry::member)
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(bob.members(BOARD, 950)).hasSize(950);
    assertThat(bob.members(BOARD, 1)).hasSize(950);
  }

  @Test
  void pagesHoldEachKeyOnce() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    List<KeyCount> keys = IntStream.range(0, 95).mapToObj(i -> new KeyCount("g" + i, 2)).toList();
    for (KeyCount key : keys) {
      untold(alice, new DirectoryKey("groups", key.name()), "a");
      bob.await(untold(bob, new DirectoryKey("groups", key.name()), "b"));
    }
    alice.await(untold(alice, ANN, "c1"));

    assertThat(bob.keys("groups", 10)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(bob.keys("users", 10)).containsExactly(new KeyCount("ann", 1));
    assertThat(bob.await(bob.directory().count("groups"))).isEqualTo(new SpaceCount(95, 190));
    assertThat(bob.keys("none", 10)).isEmpty();
  }

  @Test
  void failsTheStageIfNoPageEndsWithWhatWasPassed() {
    DirectoryNode alice = join();
    Directory directory = alice.directory();
    String tooLong = "m".repeat(Directory.MAX_MEMBER_BYTES + 1);

    for (String from : List.of(tooLong, "\uD83D")) {
      assertThat(invalidEnd(alice, directory.members(BOARD, from, 10)))
          .startsWith("no page ends with ")
          .endsWith("the name of a member, which has at most 4096 bytes");
    }
    for (String from : List.of("", "x", "-1", "+1", "10000", "9999:a", ":a", "0:" + tooLong)) {
      assertThat(invalidEnd(alice, directory.keys("groups", from, 10)))
          .startsWith("no page ends with \"")
          .contains(from.substring(0, Math.min(from.length(), 70)), "a number from 0 to ")
          .hasSizeLessThan(320);
    }
  }

  private static String invalidEnd(DirectoryNode node, CompletionStage<?> stage) {
    return String.valueOf(node.awaitFailure(stage, IllegalArgumentException.class).getMessage());
  }

  @Test
  void takesNamesLiterally() {
    DirectoryNode alice = join();
    List<String> names = List.of("", "0:", "1:a", "a\0b", "{}", "*", "\uD83D\uDE00", "-", "+", "(");
    for (String name : names) {
      for (String other : names) {
        alice.await(alice.directory().put(new DirectoryKey(name, other), other, name, false));
      }
    }

    for (String name : names) {
      assertThat(alice.keys(name, 3))
          .extracting(KeyCount::name)
          .containsExactlyInAnyOrderElementsOf(names);
      for (String other : names) {
        assertThat(alice.members(new DirectoryKey(name, other)))
            .containsExactly(other + "=" + name);
      }
    }
  }

  @Test
  void keepsATimedMemberUntilItsTimeIsOver() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.await(alice.directory().putTimed(ANN, "board", "v", Duration.ofDays(1)));
    alice.await(alice.directory().putTimed(ANN, "news", "", Duration.ofMillis(50)));

    until(
        () ->
            assertThat(bob.await(bob.directory().timed(ANN)))
                .extracting(TimedEntry::member)
                .containsExactly("board"));
    TimedEntry left = bob.await(bob.directory().timed(ANN)).get(0);
    assertThat(left.value()).isEqualTo("v");
    assertThat(left.remaining())
        .isBetween(Duration.ofDays(1).minus(patience()), Duration.ofDays(1));
    lose(alice.backplane());
    assertThat(bob.await(bob.directory().timed(ANN))).hasSize(1);
    bob.await(bob.directory().removeTimed(ANN, "board"));
    assertThat(bob.await(bob.directory().timed(ANN))).isEmpty();
    assertThat(bob.members(ANN)).isEmpty();
  }

  @Test
  void refusesAllBeforeTheStartAndOnceClosed() {
    DirectoryNode alice = join();
    Backplane other = newNode();
    Directory unstarted = other.capability(Directory.class).orElseThrow();

    assertThat(unstarted.health().state()).isEqualTo(DirectoryHealth.State.OFF);
    assertRefused(alice, unstarted.put(BOARD, "c1", "", false), RefusalReason.NOT_STARTED);
    assertRefused(alice, unstarted.count(BOARD), RefusalReason.NOT_STARTED);
    other.close();
    alice.backplane().close();
    Directory closed = alice.directory();
    assertRefused(alice, closed.put(BOARD, "c1", "", false), RefusalReason.CLOSED);
    assertRefused(alice, closed.members(BOARD, null, 1), RefusalReason.CLOSED);
    assertThat(closed.health().state()).isEqualTo(DirectoryHealth.State.CLOSED);
  }

  @Test
  void refusesWhatIsTooLarge() {
    DirectoryNode alice = join();
    Directory directory = alice.directory();
    String value = "v".repeat(Directory.MAX_VALUE_BYTES);
    String member = "m".repeat(Directory.MAX_MEMBER_BYTES);
    DirectoryKey key =
        new DirectoryKey(
            "s".repeat(Directory.MAX_SPACE_BYTES), "n".repeat(Directory.MAX_NAME_BYTES));

    alice.await(directory.put(key, member, value, false));

    assertThat(alice.members(key)).containsExactly(member + "=" + value);
    RefusalReason tooLarge = RefusalReason.TOO_LARGE;
    assertRefused(alice, directory.put(key, member + "m", value, false), tooLarge);
    assertRefused(alice, directory.put(key, member, value + "v", false), tooLarge);
    assertRefused(alice, directory.put(key, member, "\uD83D", false), tooLarge);
    DirectoryKey larger = new DirectoryKey(key.space(), key.name() + "n");
    assertRefused(alice, directory.put(larger, "", "", false), tooLarge);
    assertThatThrownBy(() -> directory.members(key, null, Directory.MAX_PAGE + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a page must have 1 to 1000 items but was to have 1001");
    assertThatThrownBy(() -> directory.putTimed(key, "", "", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> directory.start(change -> CompletableFuture.completedFuture(null)))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertRefused(
      DirectoryNode node, CompletionStage<?> stage, RefusalReason reason) {
    assertThat(node.awaitFailure(stage, BackplaneUnavailableException.class).reason())
        .isEqualTo(reason);
  }
}
