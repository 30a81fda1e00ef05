package dev.nave.backplane.inmemory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.TimedEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Entries that belong to no node. What is over is thrown away at the next call. Any thread. */
final class TimedEntries {
  private final LongSupplier nanoTime;
  private final long began;

  @GuardedBy("this")
  private final Map<DirectoryKey, TreeMap<String, Timed>> keys = new HashMap<>();

  /** With some that were replaced or removed meanwhile. */
  @GuardedBy("this")
  private final PriorityQueue<Timed> ends =
      new PriorityQueue<>(Comparator.comparingLong(Timed::endNanos));

  private record Timed(DirectoryKey key, String member, String value, long endNanos) {}

  TimedEntries(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  synchronized void put(DirectoryKey key, String member, String value, Duration time) {
    long now = throwAwayWhatIsOver();
    Timed entry = new Timed(key, member, value, now + time.toNanos());
    Timed before = keys.computeIfAbsent(key, unused -> new TreeMap<>()).put(member, entry);
    if (before != null) {
      ends.remove(before);
    }
    ends.add(entry);
  }

  synchronized void remove(DirectoryKey key, String member) {
    throwAwayWhatIsOver();
    TreeMap<String, Timed> members = keys.get(key);
    Timed removed = members == null ? null : members.remove(member);
    if (members != null && members.isEmpty()) {
      keys.remove(key);
    }
    if (removed != null) {
      ends.remove(removed);
    }
  }

  synchronized List<TimedEntry> of(DirectoryKey key) {
    long now = throwAwayWhatIsOver();
    List<TimedEntry> entries = new ArrayList<>();
    TreeMap<String, Timed> members = keys.get(key);
    if (members != null) {
      for (Timed entry : members.values()) {
        entries.add(
            new TimedEntry(
                entry.member(), entry.value(), Duration.ofNanos(entry.endNanos() - now)));
      }
    }
    return entries;
  }

  @GuardedBy("this")
  private long throwAwayWhatIsOver() {
    long now = nanoTime.getAsLong() - began;
    for (Timed first = ends.peek(); first != null && first.endNanos() <= now; ) {
      ends.poll();
      TreeMap<String, Timed> members = keys.get(first.key());
      if (members != null && members.remove(first.member(), first) && members.isEmpty()) {
        keys.remove(first.key());
      }
      first = ends.peek();
    }
    return now;
  }
}
