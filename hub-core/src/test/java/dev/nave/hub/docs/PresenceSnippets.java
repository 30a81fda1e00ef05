package dev.nave.hub.docs;

import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.PresenceEvent;
import dev.nave.hub.PresenceListener;
import dev.nave.hub.protocol.CloseMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The Java of {@code docs/presence.md}. */
final class PresenceSnippets {
  private PresenceSnippets() {}

  public static final class ModeratedHub extends Hub {
    public void ban(String userId) {
      clients().user(userId).send("banned");
      connections().closeUser(userId, new CloseMessage("You were banned.", false));
    }
  }

  public static final class RoomsHub extends Hub {
    public List<String> enter(String room, String status) {
      groups().addWithValue("room:" + room, status);
      return presence().members("room:" + room).join().stream()
          .map(member -> member.userId().orElse("a guest") + ": " + member.value())
          .toList();
    }
  }

  static HubServerBuilder server(PresenceListener listener) {
    return HubServer.builder()
        .hub(
            "/rooms",
            RoomsHub.class,
            hub ->
                hub.presence(
                    presence ->
                        presence.groups(group -> group.startsWith("room:")).listener(listener)));
  }

  static void changed(PresenceEvent event, HubContext<?> hub) {
    if (event instanceof PresenceEvent.Joined joined) {
      hub.clients()
          .group(joined.group())
          .send("joined", joined.member().userId().orElse("a guest"));
    } else if (event instanceof PresenceEvent.Left left) {
      hub.clients().group(left.group()).send("left", left.member().userId().orElse("a guest"));
    }
  }

  static CompletableFuture<Void> invite(HubContext<?> boards, String userId, String board) {
    return boards.groups().addUser(userId, "board:" + board, Duration.ofHours(8));
  }

  static CompletableFuture<Integer> closeRoom(HubContext<?> rooms, String room) {
    return rooms
        .connections()
        .closeGroup("room:" + room, new CloseMessage("The room was closed.", true));
  }
}
