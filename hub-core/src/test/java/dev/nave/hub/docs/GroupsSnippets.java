package dev.nave.hub.docs;

import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubException;
import java.util.concurrent.CompletableFuture;

/** The Java of {@code docs/groups.md}. */
final class GroupsSnippets {
  private GroupsSnippets() {}

  public static final class RoomHub extends Hub {
    public void enter(String room) {
      if (room.length() > 100) {
        throw new HubException("rooms have at most 100 characters");
      }
      groups().add("room:" + room);
      clients().othersInGroup("room:" + room).send("entered", context().userId());
    }

    public void leave(String room) {
      groups().remove("room:" + room);
    }

    public void say(String room, String text) {
      clients().group("room:" + room).send("said", context().userId(), text);
    }
  }

  static CompletableFuture<Void> moderate(HubContext<?> rooms, String connectionId) {
    return rooms
        .groups()
        .remove(connectionId, "room:lobby")
        .thenCompose(done -> rooms.clients().client(connectionId).send("removed", "lobby"));
  }
}
