package dev.nave.hub.internal.registry;

import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.loop.Audience;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundBatch;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The members of one topic on one loop, as an array for the sake of the broadcast.
 *
 * <p><b>Threading.</b> Owned by its loop. As an {@link Audience} all members get the messages.
 */
final class MemberList implements Audience {
  /** Up to here members are found by looking at each; most topics never have more. */
  private static final int MAX_SEARCHED = 8;

  private final HubLoop loop;
  private final @Nullable MemberList next;
  private @Nullable HubConnection[] members = new HubConnection[1];
  private int size;
  private @Nullable IdentityHashMap<HubConnection, Integer> positions;

  /**
   * Begins with none.
   *
   * @param next the list of another loop; null if there is none
   */
  MemberList(HubLoop loop, @Nullable MemberList next) {
    this.loop = loop;
    this.next = next;
  }

  /** Any thread. */
  HubLoop loop() {
    return loop;
  }

  /** Any thread. Returns the list of another loop, so that all are found; null at the end. */
  @Nullable MemberList next() {
    return next;
  }

  /** Returns whether the connection was not in the list. */
  boolean add(HubConnection connection) {
    if (positionOf(connection) >= 0) {
      return false;
    }
    if (size == members.length) {
      members = Arrays.copyOf(members, 2 * size);
    }
    members[size] = connection;
    place(connection, size++);
    return true;
  }

  /** Returns whether the connection was in the list. The last member takes its place. */
  boolean remove(HubConnection connection) {
    int position = positionOf(connection);
    if (position < 0) {
      return false;
    }
    HubConnection last = members[--size];
    members[size] = null;
    if (positions != null) {
      positions.remove(connection);
    }
    if (last != null && last != connection) {
      members[position] = last;
      place(last, position);
    }
    return true;
  }

  private int positionOf(HubConnection connection) {
    if (positions != null) {
      return positions.getOrDefault(connection, -1);
    }
    for (int i = 0; i < size; i++) {
      if (members[i] == connection) {
        return i;
      }
    }
    return -1;
  }

  private void place(HubConnection connection, int position) {
    IdentityHashMap<HubConnection, Integer> known = positions;
    if (known != null) {
      known.put(connection, position);
    } else if (size > MAX_SEARCHED) {
      known = new IdentityHashMap<>();
      for (int i = 0; i < size; i++) {
        HubConnection member = members[i];
        if (member != null) {
          known.put(member, i);
        }
      }
      positions = known;
    }
  }

  @Override
  public void write(OutboundBatch batch) {
    for (int i = 0; i < size; i++) {
      HubConnection member = members[i];
      if (member != null) {
        member.writeShared(batch);
      }
    }
  }

  /** Hands over each member, which may leave by that; returns how many times that was true. */
  int count(Predicate<HubConnection> action) {
    int count = 0;
    for (HubConnection member : Arrays.copyOf(members, size)) {
      if (member != null && action.test(member)) {
        count++;
      }
    }
    return count;
  }

  /** Any thread. Returns the members but those with these ids as an audience. */
  Audience except(Set<String> excludedIds) {
    return excludedIds.isEmpty() ? this : new Except(this, excludedIds);
  }

  private record Except(MemberList all, Set<String> excludedIds) implements Audience {
    @Override
    public void write(OutboundBatch batch) {
      for (int i = 0; i < all.size; i++) {
        HubConnection member = all.members[i];
        if (member != null && !excludedIds.contains(member.id())) {
          member.writeShared(batch);
        }
      }
    }
  }
}
