package dev.nave.samples.chat;

import dev.nave.hub.ClientMethods;
import dev.nave.hub.Hub;
import dev.nave.hub.HubException;
import dev.nave.hub.HubPresence;
import dev.nave.hub.TypedHubCallerClients;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The chat: rooms, private messages and announcements. A room is a group, so it exists while it has
 * members.
 *
 * <p><b>Who is in a room</b> is known by presence: a page that joins asks for the members ({@link
 * #members}), and hears of those who come and go ({@link RoomNews}). Members are told apart by
 * connection id, so a user with two tabs is one user, who has left when both have.
 */
@ClientMethods(ChatClient.class)
public final class ChatHub extends Hub {
  private final Clock clock;
  private final ServerSign sign;

  /** Creates the hub object for one call; messages are stamped by this clock. */
  ChatHub(Clock clock, ServerSign sign) {
    this.clock = clock;
    this.sign = sign;
  }

  @Override
  protected void onConnected() {
    sign.welcome(context().connectionId(), pages().caller());
  }

  /**
   * Puts the caller into a room; presence tells the room.
   *
   * @param previousConnectionId the connection this page had before its link broke; it is replaced
   *     in the lists of the members, who might not have noticed yet that it is gone
   * @return the room's name as all pages write it
   */
  public CompletionStage<String> join(String room, @Nullable String previousConnectionId) {
    String name = ChatRules.room(room);
    String replaces =
        previousConnectionId == null ? "" : ChatRules.connectionId(previousConnectionId);
    JoinedRooms.of(context()).add(name);
    return groups().addWithValue(name, replaces).thenApply(done -> name);
  }

  /** Returns who is in a room: on this server alone while the others cannot be reached. */
  public CompletionStage<List<Member>> members(String room) {
    String name = joinedRoom(room);
    HubPresence presence = presence();
    return presence
        .members(name)
        .exceptionallyCompose(failure -> presence.local().members(name))
        .thenApply(members -> members.stream().map(Member::of).toList());
  }

  /** Takes the caller out of a room; presence tells those who stay. */
  public void leave(String room) {
    String name = ChatRules.room(room);
    if (JoinedRooms.of(context()).remove(name)) {
      groups().remove(name); // Awaited by the hub before the caller gets its answer.
    }
  }

  /** Says to a room that the caller is writing. */
  public void typing(String room) {
    String name = joinedRoom(room);
    pages().othersInGroup(name).typing(name, user());
  }

  /**
   * Writes to a room. The caller gets the message, too, so that all see the same order.
   *
   * @return as of all methods that write: true if it is read on all servers, false if only those
   *     who are on this one got it
   */
  public CompletionStage<Boolean> send(String room, String text) {
    String name = joinedRoom(room);
    return Sent.everywhere(
        pages().group(name).message(name, user(), ChatRules.text(text), clock.millis()));
  }

  /**
   * Writes to one user, in all tabs; the caller's own tabs show it, too, once it is certain that it
   * is on its way.
   */
  public CompletionStage<Boolean> sendPrivately(String to, String text) {
    String from = user();
    String name = ChatRules.user(to);
    String checked = ChatRules.text(text);
    long now = clock.millis();
    TypedHubCallerClients<ChatClient> pages = pages();
    CompletionStage<Boolean> sent =
        Sent.everywhere(pages.user(name).privateMessage(from, name, checked, now));
    return name.equals(from)
        ? sent
        : sent.thenCompose(
            everywhere ->
                Sent.orPerhaps(pages.user(from).privateMessage(from, name, checked, now))
                    .thenApply(shown -> everywhere));
  }

  /** Writes to everyone who is connected, whichever rooms they are in. */
  public CompletionStage<Boolean> sendToAll(String text) {
    return Sent.everywhere(
        pages().all().announcement(user(), ChatRules.text(text), clock.millis()));
  }

  @Override
  protected void onDisconnected(@Nullable Throwable cause) {
    sign.forget(context().connectionId());
  }

  private String joinedRoom(String room) {
    String name = ChatRules.room(room);
    JoinedRooms.of(context()).require(name);
    return name;
  }

  private String user() {
    String user = context().userId();
    if (user == null) {
      throw new HubException("This connection has no user."); // The options require one.
    }
    return user;
  }

  private TypedHubCallerClients<ChatClient> pages() {
    return clients(ChatClient.class);
  }
}
