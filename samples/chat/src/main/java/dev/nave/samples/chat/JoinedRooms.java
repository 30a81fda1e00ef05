package dev.nave.samples.chat;

import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The rooms that one connection has joined; kept with the connection. Any thread.
 *
 * <p>They are what the connection may write to. Who is in a room is known by presence.
 */
final class JoinedRooms {
  /** How many rooms one connection may be in. */
  static final int MAX_ROOMS = 20;

  private final Set<String> rooms = new LinkedHashSet<>();

  /** Returns the rooms of a connection. */
  static JoinedRooms of(HubCallerContext connection) {
    return (JoinedRooms)
        connection.items().computeIfAbsent(JoinedRooms.class, unused -> new JoinedRooms());
  }

  /**
   * Adds a room and returns whether it is new; adding it twice changes nothing.
   *
   * @throws HubException if the connection is in {@value #MAX_ROOMS} other rooms
   */
  synchronized boolean add(String room) {
    if (rooms.size() == MAX_ROOMS && !rooms.contains(room)) {
      throw new HubException(
          "You are in " + MAX_ROOMS + " rooms, which is the limit; leave one to join another.");
    }
    return rooms.add(room);
  }

  /** Takes a room away and returns whether it was there. */
  synchronized boolean remove(String room) {
    return rooms.remove(room);
  }

  /**
   * Checks that the connection is in a room.
   *
   * @throws HubException if it is not
   */
  synchronized void require(String room) {
    if (!rooms.contains(room)) {
      throw new HubException("You are not in the room \"" + room + "\".");
    }
  }
}
