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
 * A bounded number of places, and which address has how many of them. Where all are taken, the
 * oldest one of the address that has most gives way to a new one: a client that takes as many as it
 * can displaces itself, and keeps no other client out. Any thread.
 *
 * @param <T> what has a place; compared by {@code equals}
 */
public final class FairPlaces<T> {
  private final int max;
  private final int maxPerAddress;
  private final Map<ClientAddress, Set<T>> byAddress = new HashMap<>();

  /** The addresses by how many places they have, of those with as many the first to have so. */
  private final TreeMap<Integer, Set<ClientAddress>> byCount = new TreeMap<>();

  private int size;

  /**
   * What had to give way.
   *
   * @param address the address that had the place
   * @param held how many it has left
   * @param ofAddress whether the bound of the address was reached, and not that of all
   */
  public record Displaced<T>(T value, ClientAddress address, int held, boolean ofAddress) {}

  /** Creates places for {@code max} values, {@code maxPerAddress} of them of one address. */
  public FairPlaces(int max, int maxPerAddress) {
    this.max = max;
    this.maxPerAddress = maxPerAddress;
  }

  /** Takes a place. Returns what had to give way to it; null if nothing had to. */
  public synchronized @Nullable Displaced<T> add(ClientAddress address, T value) {
    Set<T> own = byAddress.computeIfAbsent(address, unused -> new LinkedHashSet<>());
    if (!own.add(value)) {
      return null;
    }
    counted(address, own.size() - 1, own.size());
    size++;
    if (own.size() > maxPerAddress) {
      return displaceOldest(address, maxPerAddress < max);
    }
    return size > max
        ? displaceOldest(byCount.lastEntry().getValue().iterator().next(), false)
        : null;
  }

  private Displaced<T> displaceOldest(ClientAddress address, boolean ofAddress) {
    Set<T> all = byAddress.getOrDefault(address, Set.of());
    T oldest = all.iterator().next();
    remove(address, oldest);
    return new Displaced<>(oldest, address, all.size(), ofAddress);
  }

  /** Gives a place back. Returns whether there was one. */
  public synchronized boolean remove(ClientAddress address, T value) {
    Set<T> own = byAddress.get(address);
    if (own == null || !own.remove(value)) {
      return false;
    }
    size--;
    counted(address, own.size() + 1, own.size());
    if (own.isEmpty()) {
      byAddress.remove(address);
    }
    return true;
  }

  private void counted(ClientAddress address, int before, int now) {
    Set<ClientAddress> old = byCount.get(before);
    if (old != null) {
      old.remove(address);
      if (old.isEmpty()) {
        byCount.remove(before);
      }
    }
    if (now > 0) {
      byCount.computeIfAbsent(now, unused -> new LinkedHashSet<>()).add(address);
    }
  }

  /** Returns how many places are taken. */
  public synchronized int size() {
    return size;
  }

  /** Returns how many places there are. */
  public int max() {
    return max;
  }

  /** Returns how many places an address may have. */
  public int maxPerAddress() {
    return maxPerAddress;
  }

  /** Returns what has a place now. */
  public synchronized List<T> values() {
    List<T> all = new ArrayList<>(size);
    byAddress.values().forEach(all::addAll);
    return all;
  }
}
