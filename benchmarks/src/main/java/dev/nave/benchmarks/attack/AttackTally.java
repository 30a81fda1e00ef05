package dev.nave.benchmarks.attack;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What attackers have done so far. Any thread. */
final class AttackTally {
  private final Map<Attack, Long> connections = new ConcurrentHashMap<>();
  private final Map<Attack, Long> bytes = new ConcurrentHashMap<>();

  void connected(Attack attack) {
    connections.merge(attack, 1L, Long::sum);
  }

  void sent(Attack attack, int length) {
    bytes.merge(attack, (long) length, Long::sum);
  }

  /** Tells the connections and the bytes of each attack that was used. */
  @Override
  public String toString() {
    return Arrays.stream(Attack.values())
        .filter(connections::containsKey)
        .map(
            attack ->
                attack
                    + " "
                    + connections.get(attack)
                    + " connections, "
                    + bytes.getOrDefault(attack, 0L)
                    + " bytes")
        .collect(Collectors.joining("; "));
  }
}
