package dev.nave.backplane.tck;

import static dev.nave.backplane.directory.Change.Kind.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.Entry;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.SpaceCount;
import dev.nave.backplane.directory.TimedEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the nodes of a directory list. */
interface DirectoryListsContract extends DirectoryNodes {
  @Test
  default void listsAMemberOnAllNodes() {
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
  default void listsAMemberThatWasRemovedOnNoNode() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.await(alice.putUntold(BOARD, "c1"));

    alice.remove(BOARD, "c1", "");

    assertThat(bob.members(BOARD)).isEmpty();
    assertThat(bob.keys("groups", 10)).isEmpty();
    assertThat(bob.await(bob.directory().count("groups"))).isEqualTo(new SpaceCount(0, 0));
  }

  @Test
  default void removesNothingThatIsNotItsOwn() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.await(alice.putUntold(BOARD, "c1"));

    bob.remove(BOARD, "c1", "");
    bob.remove(BOARD, "c2", "");

    assertThat(bob.members(BOARD)).containsExactly("c1=");
  }

  @Test
  default void keepsAMemberThatAnotherNodeHasEnteredSince() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.await(alice.putUntold(BOARD, "c1"));

    bob.await(bob.putUntold(BOARD, "c1"));
    alice.remove(BOARD, "c1", "");

    assertThat(alice.members(BOARD, 10))
        .containsExactly(new Entry("c1", "", bob.directory().node()));
    lose(alice);
    bob.put(BOARD, "c2", "");
    bob.assertNext(JOINED, BOARD, "c2");
    assertThat(bob.members(BOARD)).containsExactly("c1=", "c2=");
  }

  @Test
  default void pagesHoldEachMemberOnce() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    List<String> names = IntStream.range(0, 950).mapToObj(i -> "c" + i).toList();
    names.stream().map(name -> alice.putUntold(BOARD, name)).toList().forEach(alice::await);

    assertThat(bob.members(BOARD, 100))
        .extracting(Entry::member)
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(bob.members(BOARD, 950)).hasSize(950);
    assertThat(bob.members(BOARD, 1)).hasSize(950);
  }

  @Test
  default void pagesHoldEachKeyOnce() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    List<KeyCount> keys = IntStream.range(0, 95).mapToObj(i -> new KeyCount("g" + i, 2)).toList();
    for (KeyCount key : keys) {
      alice.putUntold(new DirectoryKey("groups", key.name()), "a");
      bob.await(bob.putUntold(new DirectoryKey("groups", key.name()), "b"));
    }
    alice.await(alice.putUntold(ANN, "c1"));

    assertThat(bob.keys("groups", 10)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(bob.keys("users", 10)).containsExactly(new KeyCount("ann", 1));
    assertThat(bob.await(bob.directory().count("groups"))).isEqualTo(new SpaceCount(95, 190));
    assertThat(bob.keys("none", 10)).isEmpty();
  }

  @Test
  default void failsTheStageIfNoPageEndsWithWhatWasPassed() {
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
  default void takesNamesLiterally() {
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
  default void keepsATimedMemberUntilItsTimeIsOver() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    alice.await(alice.directory().putTimed(ANN, "board", "v", Duration.ofDays(1)));
    alice.await(alice.directory().putTimed(ANN, "news", "", Duration.ofMillis(50)));

    bob.until(
        () ->
            assertThat(bob.await(bob.directory().timed(ANN)))
                .extracting(TimedEntry::member)
                .containsExactly("board"));
    TimedEntry left = bob.await(bob.directory().timed(ANN)).get(0);
    assertThat(left.value()).isEqualTo("v");
    assertThat(left.remaining())
        .isBetween(Duration.ofDays(1).minus(bob.patience()), Duration.ofDays(1));
    lose(alice);
    assertThat(bob.await(bob.directory().timed(ANN))).hasSize(1);
    bob.await(bob.directory().removeTimed(ANN, "board"));
    assertThat(bob.await(bob.directory().timed(ANN))).isEmpty();
    assertThat(bob.members(ANN)).isEmpty();
  }
}
