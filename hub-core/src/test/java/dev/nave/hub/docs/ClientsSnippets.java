package dev.nave.hub.docs;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.TypedHub;
import dev.nave.hub.TypedHubContext;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The Java of {@code docs/clients.md}. */
final class ClientsSnippets {
  private ClientsSnippets() {}

  record Post(String author, String text) {}

  public static final class BoardHub extends Hub {
    public CompletionStage<Void> post(String text) {
      Post post = new Post(String.valueOf(context().userId()), text);
      clients().caller().send("accepted");
      return clients().others().send("posted", post); // Returned: the caller gets its failure.
    }

    public void whisper(String userId, String text) {
      clients().user(userId).send("whispered", context().userId(), text);
    }
  }

  /** What clients of the board have methods for. */
  public interface BoardClient {
    void accepted();

    CompletionStage<Void> posted(Post post);
  }

  public static final class TypedBoardHub extends TypedHub<BoardClient> {
    public CompletionStage<Void> post(String text) {
      Post post = new Post(String.valueOf(context().userId()), text);
      clients().caller().accepted();
      return clients().others().posted(post);
    }
  }

  static void announce(HubServer server) {
    HubContext<BoardHub> board = server.hubContext(BoardHub.class);
    board.clients().all().send("posted", new Post("server", "back in a minute"));
    board.clients(BoardClient.class).users(List.of("ann", "bob")).posted(new Post("server", "hi"));
  }

  static void announceTyped(HubServer server) {
    TypedHubContext<TypedBoardHub, BoardClient> board = server.typedHubContext(TypedBoardHub.class);
    board.clients().all().posted(new Post("server", "back in a minute"));
  }

  /** A service that sends, and that hubs need in turn. */
  static final class Prices {
    private final HubContext<BoardHub> board;

    Prices(HubContext<BoardHub> board) {
      this.board = board;
    }

    void changed(String item, int cents) {
      board.clients().group(item).send("priceChanged", item, cents);
    }
  }

  static Prices early(HubServerBuilder server) {
    // Usable once the server has started.
    HubContext<BoardHub> board = server.hubContext(BoardHub.class);
    return new Prices(board);
  }

  static String outcome(HubContext<BoardHub> board) {
    try {
      board.clients().all().send("posted", new Post("server", "hello")).join();
      return "handed on";
    } catch (CompletionException e) {
      if (e.getCause() instanceof BackplaneUnavailableException) {
        return "certainly not sent: a retry is safe";
      } else if (e.getCause() instanceof BackplaneTimeoutException) {
        return "unknown: a retry may deliver the message twice";
      }
      throw e;
    }
  }
}
