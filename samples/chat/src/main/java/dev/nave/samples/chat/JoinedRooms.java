package dev.nave.samples.chat;

import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rooms that one connection has joined; kept with the connection. Any thread.
 *
 * <p>This is all that the server remembers of the chat. Who else is in a room is known to the pages
 * alone, which tell each other: see {@link ChatHub#join}. So there is nothing to share when the
 * chat runs on several servers.
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
   * Adds a room; adding it twice changes nothing.
   *
   * @throws HubException if the connection is in {@value #MAX_ROOMS} other rooms
   */
  synchronized void add(String room) {
    if (rooms.size() == MAX_ROOMS && !rooms.contains(room)) {
      throw new HubException(
          "You are in " + MAX_ROOMS + " rooms, which is the limit; leave one to join another.");
    }
    rooms.add(room);
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

  /** Returns the rooms in the order they were joined. */
  synchronized List<String> all() {
    return List.copyOf(rooms);
  }
}
