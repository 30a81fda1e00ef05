package dev.nave.samples.chat;

import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rooms that one connection has joined; kept with the connection. Any thread.
 *
 * <p>The server remembers these, and in {@link RoomRoster} the same by room. Who is in a room on
 * other servers is known to the pages alone: see {@link ChatHub}.
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

  /** Returns whether the connection is in a room. */
  synchronized boolean contains(String room) {
    return rooms.contains(room);
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

  /** Takes all rooms away and returns them in the order they were joined. */
  synchronized List<String> clear() {
    List<String> left = List.copyOf(rooms);
    rooms.clear();
    return left;
  }
}
