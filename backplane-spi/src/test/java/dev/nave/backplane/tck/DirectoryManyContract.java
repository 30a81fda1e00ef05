package dev.nave.backplane.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.Entry;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.SpaceCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds when a node changes many entries and waits for none of them: they may share calls. */
interface DirectoryManyContract extends DirectoryNodes {
  @Test
  default void listsAndCountsWhatComesAndGoesTogether() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    Changes changes = new Changes(alice, false, 25);

    changes.make(3_000);

    changes.awaitAll();
    List<KeyCount> keys = new ArrayList<>();
    changes.expected.forEach(
        (name, members) -> {
          DirectoryKey key = new DirectoryKey("groups", name);
          assertThat(bob.members(key)).containsExactlyElementsOf(texts(members));
          assertThat(bob.await(bob.directory().count(key))).isEqualTo(members.size());
          keys.add(new KeyCount(name, members.size()));
        });
    assertThat(bob.keys("groups", 7)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(bob.await(bob.directory().count("groups")))
        .isEqualTo(new SpaceCount(keys.size(), keys.stream().mapToLong(KeyCount::members).sum()));

    changes.removeAll();

    changes.awaitAll();
    assertThat(bob.keys("groups", 10)).isEmpty();
    assertThat(bob.await(bob.directory().count("groups"))).isEqualTo(new SpaceCount(0, 0));
    assertThat(alice.directory().health().entries()).isZero();
  }

  @Test
  default void tellsTheChangesOfAKeyInOrderAndEachWithTheNumberOfMembers() {
    DirectoryNode alice = join();
    Changes changes = new Changes(alice, true, 3);

    changes.make(2_000);

    changes.awaitAll();
    alice.put(ANN, "fence", ""); // It is told behind them, as all of them are written.
    Map<DirectoryKey, Set<String>> replayed = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (Change next = alice.nextChange(); !next.key().equals(ANN); next = alice.nextChange()) {
      assertThat(ids.add(next.id())).as("%s is told once", next).isTrue();
      Set<String> members = replayed.computeIfAbsent(next.key(), key -> new HashSet<>());
      boolean isAnother =
          next.kind() == Change.Kind.JOINED
              ? members.add(next.member())
              : members.remove(next.member());
      assertThat(isAnother).as("%s follows its opposite", next).isTrue();
      assertThat(next.members()).as("%s", next).isEqualTo(members.size());
    }
    replayed.values().removeIf(Set::isEmpty);
    Map<DirectoryKey, Set<String>> expected = new HashMap<>();
    changes.expected.forEach(
        (name, members) -> expected.put(new DirectoryKey("groups", name), members.keySet()));
    assertThat(replayed).isEqualTo(expected);
  }

  @Test
  default void keepsManyMembersThatAnotherNodeHasEnteredSince() {
    DirectoryNode alice = join();
    DirectoryNode bob = join();
    List<String> names = IntStream.range(0, 300).mapToObj(i -> "c" + i).toList();
    names.stream().map(name -> alice.putUntold(BOARD, name)).toList().forEach(alice::await);

    names.stream().map(name -> bob.putUntold(BOARD, name)).toList().forEach(bob::await);
    names.stream()
        .map(name -> alice.directory().remove(BOARD, name, ""))
        .toList()
        .forEach(alice::await);

    assertThat(alice.members(BOARD, 100))
        .hasSize(300)
        .extracting(Entry::node)
        .containsOnly(bob.directory().node());
    assertThat(bob.await(bob.directory().count("groups"))).isEqualTo(new SpaceCount(1, 300));
    names.stream()
        .map(name -> bob.directory().remove(BOARD, name, ""))
        .toList()
        .forEach(bob::await);
    assertThat(alice.members(BOARD)).isEmpty();
    assertThat(alice.await(alice.directory().count("groups"))).isEqualTo(new SpaceCount(0, 0));
  }

  private static List<String> texts(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> member.getKey() + "=" + member.getValue())
        .sorted()
        .toList();
  }

  /** Puts and removes of one node by chance, of which it awaits none, and what they come to. */
  final class Changes {
    private static final int MEMBERS = 12;

    private final Random random = new Random(1);
    private final List<CompletionStage<Void>> stages = new ArrayList<>();
    private final DirectoryNode node;
    private final boolean told;
    private final int keys;

    /** Key, member and value of what is there in the end. */
    private final Map<String, Map<String, String>> expected = new TreeMap<>();

    Changes(DirectoryNode node, boolean told, int keys) {
      this.node = node;
      this.told = told;
      this.keys = keys;
    }

    void make(int number) {
      for (int i = 0; i < number; i++) {
        String name = "g" + random.nextInt(keys);
        String member = "c" + random.nextInt(MEMBERS);
        if (random.nextInt(5) < 2) {
          remove(name, member);
        } else {
          expected.computeIfAbsent(name, key -> new TreeMap<>()).put(member, "v" + i);
          DirectoryKey key = new DirectoryKey("groups", name);
          stages.add(node.directory().put(key, member, "v" + i, told));
        }
      }
    }

    private void remove(String name, String member) {
      Map<String, String> members = expected.getOrDefault(name, new TreeMap<>());
      members.remove(member);
      if (members.isEmpty()) {
        expected.remove(name);
      }
      stages.add(node.directory().remove(new DirectoryKey("groups", name), member, "left"));
    }

    void removeAll() {
      Map.copyOf(expected)
          .forEach(
              (name, members) ->
                  List.copyOf(members.keySet()).forEach(member -> remove(name, member)));
    }

    /** Waits until each is done, or overtaken by a later one of the same member. */
    void awaitAll() {
      for (CompletionStage<Void> stage : stages) {
        node.await(
            stage.exceptionally(
                failure -> {
                  assertThat(failure).isInstanceOf(CancellationException.class);
                  return null;
                }));
      }
      stages.clear();
    }
  }
}
