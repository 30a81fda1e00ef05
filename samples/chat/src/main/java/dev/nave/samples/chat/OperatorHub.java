package dev.nave.samples.chat;

import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubException;
import dev.nave.hub.PresenceMember;
import dev.nave.hub.protocol.CloseMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the operator's page calls: who is where on all servers of the chat, and who has to go. */
public final class OperatorHub extends Hub {
  private static final int MOST = 500;

  private final HubContext<ChatHub> chat;
  private final String key;

  /** Creates the hub object for one call; clients need the key. */
  OperatorHub(HubContext<ChatHub> chat, String key) {
    this.chat = chat;
    this.key = key;
  }

  /** A connection in a room. */
  public record Seat(String connectionId, String user, String server, long sinceMillis) {
    static Seat of(PresenceMember member) {
      return new Seat(
          member.connectionId(),
          member.userId().orElse(""),
          member.server(),
          member.since().toEpochMilli());
    }
  }

  @Override
  protected void onConnected() {
    String given = context().request().query("key").orElse("");
    if (!MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8))) {
      throw new HubException("This is not the operator's key.");
    }
  }

  /** Returns the rooms, and how many connections are in each. */
  public CompletionStage<List<KeyCount>> rooms() {
    return chat.presence().groups(null, MOST).thenApply(Page::items);
  }

  /** Returns the servers, and how many connections each has. */
  public CompletionStage<List<KeyCount>> servers() {
    return chat.presence().servers(null, MOST).thenApply(Page::items);
  }

  /** Returns who is in a room. */
  public CompletionStage<List<Seat>> members(String room) {
    return chat.presence()
        .members(room, null, MOST)
        .thenApply(page -> page.items().stream().map(Seat::of).toList());
  }

  /** Ends all connections of a user on all servers, and returns how many there were. */
  public CompletionStage<Integer> kick(String user, String text) {
    return chat.connections()
        .closeUser(ChatRules.user(user), new CloseMessage(ChatRules.text(text), false));
  }
}
