package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.HubOptions;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each user calls the methods of one hub, on all connections of this server together. A
 * user is known here while there is a connection, and then until its bucket is full again: a client
 * that connects anew gets no more by that. Any thread.
 */
public final class UserRates {
  /** Past so many users without a connection the one who left first is forgotten. */
  static final int MOST_LEFT = 10_000;

  @GuardedBy("this")
  private final Map<String, UserRate> present = new HashMap<>();

  /** Those without a connection whose bucket was not full, in the order in which they left. */
  @GuardedBy("this")
  private final Map<String, UserRate> left = new LinkedHashMap<>();

  /** Takes in a connection of a user, whose bucket is full if the user is not known. */
  synchronized UserRate enter(String userId, HubOptions options, long now) {
    forget(now);
    UserRate rate = present.get(userId);
    if (rate == null) {
      rate = left.remove(userId);
      if (rate == null) {
        rate = new UserRate(options, now);
      }
      present.put(userId, rate);
    }
    rate.connections++;
    return rate;
  }

  /** Takes an {@link #enter} back. */
  synchronized void leave(String userId, long now) {
    UserRate rate = present.get(userId);
    if (rate != null && --rate.connections == 0) {
      present.remove(userId);
      if (!rate.isFull(now)) {
        left.put(userId, rate);
      }
    }
    forget(now);
  }

  private synchronized void forget(long now) {
    Iterator<UserRate> first = left.values().iterator();
    while (first.hasNext() && (first.next().isFull(now) || left.size() > MOST_LEFT)) {
      first.remove();
    }
  }

  /** Returns how many users are known. */
  synchronized int size() {
    return present.size() + left.size();
  }

  /** What the connections of one user share. */
  static final class UserRate {
    @GuardedBy("this")
    private final CallRate rate;

    /** Changed under the lock of the users. */
    private int connections;

    private UserRate(HubOptions options, long now) {
      rate =
          new CallRate(
              options.maxInvocationsPerSecondPerUser(), options.maxInvocationBurstPerUser(), now);
    }

    /** Takes a token. Returns whether there was one. */
    synchronized boolean take(long now) {
      return rate.take(now);
    }

    synchronized boolean isFull(long now) {
      return rate.isFull(now);
    }

    /** Returns how often the bucket was full when a token was asked for. */
    synchronized long timesFull() {
      return rate.timesFull();
    }
  }
}
