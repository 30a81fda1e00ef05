package dev.nave.hub.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of places, and which holder, such as an holder, has how many of them. Where all
 * are taken, the oldest one of the holder that has most gives way to a new one: a client that takes
 * as many as it can displaces itself, and keeps no other client out. Any thread.
 *
 * @param <K> holders of places
 * @param <T> what has a place; compared by {@code equals}
 */
public final class FairPlaces<K, T> {
  private final int max;
  private final int maxPerHolder;
  private final Map<K, Set<T>> byHolder = new HashMap<>();

  /** The holders by how many places they have, of those with as many the first to have so. */
  private final TreeMap<Integer, Set<K>> byCount = new TreeMap<>();

  private int size;
  private long displacedOfHolders;
  private long displacedOfAll;

  /**
   * What had to give way.
   *
   * @param holder the holder that had the place
   * @param held how many it has left
   * @param ofHolder whether the bound of the holder was reached, and not that of all
   */
  public record Displaced<K, T>(T value, K holder, int held, boolean ofHolder) {}

  /** Creates places for {@code max} values, {@code maxPerHolder} of them of one holder. */
  public FairPlaces(int max, int maxPerHolder) {
    this.max = max;
    this.maxPerHolder = maxPerHolder;
  }

  /** Takes a place. Returns what had to give way to it; null if nothing had to. */
  public synchronized @Nullable Displaced<K, T> add(K holder, T value) {
    Set<T> own = byHolder.computeIfAbsent(holder, unused -> new LinkedHashSet<>());
    if (!own.add(value)) {
      return null;
    }
    counted(holder, own.size() - 1, own.size());
    size++;
    if (own.size() > maxPerHolder) {
      return displaceOldest(holder, maxPerHolder < max);
    }
    return size > max
        ? displaceOldest(byCount.lastEntry().getValue().iterator().next(), false)
        : null;
  }

  private Displaced<K, T> displaceOldest(K holder, boolean ofHolder) {
    Set<T> all = byHolder.getOrDefault(holder, Set.of());
    T oldest = all.iterator().next();
    remove(holder, oldest);
    if (ofHolder) {
      displacedOfHolders++;
    } else {
      displacedOfAll++;
    }
    return new Displaced<>(oldest, holder, all.size(), ofHolder);
  }

  /** Gives a place back. Returns whether there was one. */
  public synchronized boolean remove(K holder, T value) {
    Set<T> own = byHolder.get(holder);
    if (own == null || !own.remove(value)) {
      return false;
    }
    size--;
    counted(holder, own.size() + 1, own.size());
    if (own.isEmpty()) {
      byHolder.remove(holder);
    }
    return true;
  }

  private void counted(K holder, int before, int now) {
    Set<K> old = byCount.get(before);
    if (old != null) {
      old.remove(holder);
      if (old.isEmpty()) {
        byCount.remove(before);
      }
    }
    if (now > 0) {
      byCount.computeIfAbsent(now, unused -> new LinkedHashSet<>()).add(holder);
    }
  }

  /** Returns how many places are taken. */
  public synchronized int size() {
    return size;
  }

  /**
   * Returns how often something had to give way.
   *
   * @param ofHolder whether since the bound of its holder was reached, and not that of all
   */
  public synchronized long displaced(boolean ofHolder) {
    return ofHolder ? displacedOfHolders : displacedOfAll;
  }

  /** Returns how many places there are. */
  public int max() {
    return max;
  }

  /** Returns how many places an holder may have. */
  public int maxPerHolder() {
    return maxPerHolder;
  }

  /** Returns what has a place now. */
  public synchronized List<T> values() {
    List<T> all = new ArrayList<>(size);
    byHolder.values().forEach(all::addAll);
    return all;
  }
}
