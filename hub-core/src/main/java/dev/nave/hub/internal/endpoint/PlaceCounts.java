package dev.nave.hub.internal.endpoint;

import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import dev.nave.hub.transport.ClientAddress;
import dev.nave.hub.transport.RefusalLog.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How many places of one kind are taken: in all, by each address, by each user. Any thread. */
final class PlaceCounts {
  private static final String PER_ADDRESS = "PerAddress";
  private static final String PER_USER = "PerUser";

  private final Kind kind;
  private final String what;
  private final String option;
  private final int max;
  private final int maxPerAddress;
  private final int maxPerUser;
  private final Map<ClientAddress, Integer> byAddress = new HashMap<>();
  private final Map<String, Integer> byUser = new HashMap<>();
  private int count;
  private final Map<String, LongAdder> refused = new TreeMap<>(); // Not changed any more.

  /**
   * Creates counts.
   *
   * @param what is counted, for people: {@code connections are open}
   * @param option that bounds all; those of an address and of a user have its name with an ending
   */
  PlaceCounts(Kind kind, String what, String option, int max, int maxPerAddress, int maxPerUser) {
    this.kind = kind;
    this.what = what;
    this.option = option;
    this.max = max;
    this.maxPerAddress = maxPerAddress;
    this.maxPerUser = maxPerUser;
    refused.put(option, new LongAdder());
    refused.put(option + PER_ADDRESS, new LongAdder());
    if (maxPerUser < Integer.MAX_VALUE) {
      refused.put(option + PER_USER, new LongAdder());
    }
  }

  /**
   * Why there is no place.
   *
   * @param status 503 if all are taken, 429 if the client has its part
   */
  record Full(Kind kind, int status, String reason) implements ConnectionPlaces.Entry {}

  /** Takes a place; returns why there is none, else null. */
  synchronized @Nullable Full enter(ClientAddress address, @Nullable String userId) {
    if (count >= max) {
      return full(503, "", "", max);
    }
    if (byAddress.getOrDefault(address, 0) >= maxPerAddress) {
      return full(429, " from one address", PER_ADDRESS, maxPerAddress);
    }
    if (userId != null && byUser.getOrDefault(userId, 0) >= maxPerUser) {
      return full(429, " by one user", PER_USER, maxPerUser);
    }
    count++;
    byAddress.merge(address, 1, Integer::sum);
    if (userId != null) {
      byUser.merge(userId, 1, Integer::sum);
    }
    return null;
  }

  private Full full(int status, String whose, String ending, int limit) {
    Objects.requireNonNull(refused.get(option + ending), ending).increment();
    return new Full(
        kind,
        status,
        "as many "
            + what
            + whose
            + " as ServerOptions."
            + option
            + ending
            + " allows, which is "
            + limit);
  }

  /** Registers how often there was no place, by the option that said so. */
  void register(ServerMeters meters) {
    refused.forEach(
        (bound, times) ->
            meters.counter(HubMeter.BOUNDS_REACHED, Map.of(Tag.OPTION, bound), times::sum));
  }

  /** Gives a place back. */
  synchronized void leave(ClientAddress address, @Nullable String userId) {
    count--;
    byAddress.computeIfPresent(address, (key, taken) -> taken > 1 ? taken - 1 : null);
    if (userId != null) {
      byUser.computeIfPresent(userId, (key, taken) -> taken > 1 ? taken - 1 : null);
    }
  }

  /** Returns how many places are taken. */
  synchronized int count() {
    return count;
  }
}
