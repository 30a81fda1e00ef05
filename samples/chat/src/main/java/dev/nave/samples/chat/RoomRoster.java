package dev.nave.samples.chat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.TypedHubClients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The connections of this server in each room, so that the server can remind the pages of them. Any
 * thread.
 *
 * <p>Pages tell each other who comes and goes (see {@link ChatHub}), which is all it takes on one
 * server. Between several servers such a notice is lost while they cannot reach each other, or when
 * a server dies. No store keeps the truth, but each server knows its own part of it, and says it
 * every few seconds; a page forgets members that no server has named for a while.
 *
 * <p>Notices and reminders are sent under one lock, so that no reminder is on its way that is older
 * than a notice before it. Sending never blocks.
 */
final class RoomRoster {
  /** How many members one message names at most; the others follow in messages of their own. */
  static final int MEMBERS_PER_REMINDER = 500;

  @GuardedBy("this")
  private final Map<String, Map<String, Member>> rooms = new LinkedHashMap<>();

  /** Notes that a connection, unless it has gone meanwhile, is in a room, and tells the room. */
  synchronized CompletionStage<Void> enter(
      String room, Member member, JoinedRooms joined, Supplier<CompletionStage<Void>> tellRoom) {
    if (joined.contains(room)) {
      rooms
          .computeIfAbsent(room, unused -> new LinkedHashMap<>())
          .put(member.connectionId(), member);
    }
    return tellRoom.get();
  }

  /** Notes that a connection is not in a room any more, and tells the room. */
  synchronized void leave(String room, String connectionId, Runnable tellRoom) {
    Map<String, Member> members = rooms.get(room);
    if (members != null) {
      members.remove(connectionId);
      if (members.isEmpty()) {
        rooms.remove(room);
      }
    }
    tellRoom.run();
  }

  /** Tells each room which connections of this server are in it. */
  synchronized void remind(TypedHubClients<ChatClient> pages) {
    rooms.forEach((room, members) -> remind(pages.group(room), room, members));
  }

  private static void remind(ChatClient pages, String room, Map<String, Member> members) {
    List<Member> all = new ArrayList<>(members.values());
    for (int from = 0; from < all.size(); from += MEMBERS_PER_REMINDER) {
      pages.present(
          room, List.copyOf(all.subList(from, Math.min(from + MEMBERS_PER_REMINDER, all.size()))));
    }
  }
}
