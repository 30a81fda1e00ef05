package dev.nave.conformance.docs;

import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.hub.Authenticator;
import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubException;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubUser;
import dev.nave.transport.websocket.WebSocketTransport;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The Java of {@code docs/from-socketio.md}. */
final class FromSocketIoSnippets {
  private FromSocketIoSnippets() {}

  public record Line(String room, String text) {}

  /** What the hub of the page keeps its lines in. */
  interface ChatStore {
    int append(String room, String text);
  }

  /** The users of the page, by their tokens. */
  interface Users {
    @Nullable HubUser find(@Nullable String token);
  }

  public static final class ChatHub extends Hub {
    private final ChatStore store;

    public ChatHub(ChatStore store) {
      this.store = store;
    }

    @Override
    protected void onConnected() {
      groups().add("everyone");
    }

    public int say(Line line) {
      if (line.text().isEmpty()) {
        throw new HubException("say something");
      }
      clients().group(line.room()).send("said", context().userId(), line.text());
      return store.append(line.room(), line.text());
    }

    public CompletionStage<Integer> ask(String question) {
      return clients()
          .caller()
          .withTimeout(Duration.ofSeconds(5))
          .invoke(String.class, "answer", question)
          .thenApply(answer -> store.append("answers", answer));
    }
  }

  static HubServerBuilder server(Users users, ChatStore store) {
    return HubServer.builder()
        .transport(WebSocketTransport.builder().port(9092).build())
        .authenticator(request -> users.find(Authenticator.bearerToken(request)))
        .backplane(RedisBackplane.create("redis:6379,channelPrefix=chat:"))
        .hub("/chat", ChatHub.class, () -> new ChatHub(store));
  }

  interface Announcements {
    void said(String room, String user, String text);
  }

  static Announcements both(Announcements old, HubContext<ChatHub> chat) {
    return (room, user, text) -> {
      old.said(room, user, text);
      chat.clients().group(room).send("said", user, text);
    };
  }
}
