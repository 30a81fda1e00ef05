package dev.nave.backplane.redis.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one node of a cluster knows of another one, or of itself: a line of {@code CLUSTER NODES}.
 *
 * @param flags {@code master}, {@code slave}, {@code myself}, {@code fail}, ...
 * @param master id of its master, {@code -} for a master
 * @param isLinked whether the one who knows is connected to it
 */
record ClusterEntry(
    String id, int busPort, Set<String> flags, String master, boolean isLinked, List<Slots> slots) {
  private static final int FIRST_SLOTS = 8;

  /** Slots that follow each other. */
  record Slots(int first, int last) {
    boolean contain(int slot) {
      return first <= slot && slot <= last;
    }
  }

  /** Returns all that a node knows. */
  static List<ClusterEntry> knownTo(RedisServer node) {
    return node.text("CLUSTER", "NODES").lines().map(ClusterEntry::parse).toList();
  }

  /** Returns what a node knows of another one. */
  static Optional<ClusterEntry> find(RedisServer node, String id) {
    return knownTo(node).stream().filter(entry -> entry.id.equals(id)).findFirst();
  }

  /** Returns what a node knows of itself. */
  static ClusterEntry of(RedisServer node) {
    return knownTo(node).stream()
        .filter(entry -> entry.flags.contains("myself"))
        .findFirst()
        .orElseThrow();
  }

  private static ClusterEntry parse(String line) {
    String[] words = line.split(" ", -1);
    String address = words[1].split(",", -1)[0];
    List<Slots> slots = new ArrayList<>();
    for (int i = FIRST_SLOTS; i < words.length; i++) {
      if (!words[i].startsWith("[")) { // That would be a slot on its way.
        String[] range = words[i].split("-", -1);
        slots.add(new Slots(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1])));
      }
    }
    return new ClusterEntry(
        words[0],
        Integer.parseInt(address.substring(address.indexOf('@') + 1)),
        Set.of(words[2].split(",", -1)),
        words[3],
        words[7].equals("connected"),
        slots);
  }

  boolean isMaster() {
    return flags.contains("master");
  }

  boolean serves(int slot) {
    return slots.stream().anyMatch(range -> range.contain(slot));
  }
}
