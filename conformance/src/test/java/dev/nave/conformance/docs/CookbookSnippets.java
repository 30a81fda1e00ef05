package dev.nave.conformance.docs;

import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubException;
import dev.nave.hub.HubSettings;
import dev.nave.hub.Uploads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Java of {@code docs/cookbook.md}. */
public final class CookbookSnippets {
  private CookbookSnippets() {}

  public static final class NewsHub extends Hub {}

  static final class Orders {
    private final HubContext<NewsHub> news;

    Orders(HubContext<NewsHub> news) {
      this.news = news; // From server.hubContext(NewsHub.class); injected by Spring.
    }

    CompletionStage<Void> shipped(String customer, int order) {
      return news.clients().user(customer).send("orderShipped", order);
    }
  }

  /** Converts files. */
  interface Converter {
    Conversion begin(String file);
  }

  /** A conversion that runs step by step. */
  interface Conversion {
    int steps();

    void run(int step);

    void close();
  }

  public static final class JobHub extends Hub {
    private final Converter converter;

    JobHub(Converter converter) {
      this.converter = converter;
    }

    public Stream<Integer> convert(String file) {
      Conversion conversion = converter.begin(file);
      return IntStream.rangeClosed(1, conversion.steps())
          .peek(conversion::run) // May block. A slow client slows only its own job.
          .map(step -> 100 * step / conversion.steps())
          .boxed()
          .onClose(conversion::close);
    }
  }

  public record Table(long version, Map<String, Integer> prices) {}

  public record Change(long version) {}

  /** The prices of today. */
  public interface Prices {
    Table copy();

    Change set(String name, int price);
  }

  public static final class PriceHub extends Hub {
    private final Prices prices;

    public PriceHub(Prices prices) {
      this.prices = prices;
    }

    public Table watch() {
      groups().add("prices").join();
      return prices.copy();
    }
  }

  public static final class PriceDesk {
    private final Prices prices;
    private final HubContext<PriceHub> context;

    public PriceDesk(Prices prices, HubContext<PriceHub> context) {
      this.prices = prices;
      this.context = context;
    }

    public synchronized void set(String name, int price) {
      Change change = prices.set(name, price);
      context.clients().group("prices").send("changed", change.version(), name, price);
    }
  }

  public record Line(long number, String user, String text) {}

  /** The lines of all rooms. */
  public interface History {
    Line append(String room, String user, String text);

    /** Returns the newest lines after that number, at most so many, in their order. */
    List<Line> after(String room, long number, int limit);
  }

  public static final class HistoryHub extends Hub {
    private final History history;

    public HistoryHub(History history) {
      this.history = history;
    }

    public List<Line> enter(String room, long lastSeen) {
      groups().add("room:" + room).join();
      return history.after(room, lastSeen, 100);
    }

    public void say(String room, String text) {
      synchronized (history) {
        Line line = history.append(room, String.valueOf(context().userId()), text);
        clients().group("room:" + room).send("said", line);
      }
    }
  }

  static void limited(HubSettings hub) {
    hub.options(
        options ->
            options
                .maxInvocationsPerSecond(20)
                .maxInvocationBurst(40)
                .maxInvocationsPerSecondPerUser(50)
                .maxInvocationBurstPerUser(100));
  }

  public static final class TenantHub extends Hub {
    private String inTenant(String name) {
      return context()
          .user()
          .map(user -> user.claims().get("tenant") + "/" + name)
          .orElseThrow(() -> new HubException("sign in first"));
    }

    public void enter(String board) {
      groups().add(inTenant(board));
    }

    public void draw(String board, String stroke) {
      clients().group(inTenant(board)).send("drawn", stroke);
    }
  }

  public static final class ShopHub extends Hub {
    public void order(String product, int pieces) {
      if (pieces < 1 || pieces > 100) {
        throw new HubException("between 1 and 100 pieces, not " + pieces);
      }
      clients().caller().send("ordered", product, pieces);
    }
  }

  public static final class FileHub extends Hub {
    private final Path folder;

    FileHub(Path folder) {
      this.folder = folder;
    }

    public CompletionStage<String> upload(Flow.Publisher<byte[]> pieces) throws IOException {
      Path file = Files.createTempFile(folder, "upload", "");
      OutputStream out = Files.newOutputStream(file);
      return Uploads.forEach(pieces, piece -> write(out, piece))
          .whenComplete((end, failure) -> close(out, failure == null ? null : file))
          .thenApply(end -> file.getFileName().toString());
    }

    private static void write(OutputStream out, byte[] piece) {
      try {
        out.write(piece);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void close(OutputStream out, @Nullable Path unwanted) {
      try {
        out.close();
        if (unwanted != null) {
          Files.delete(unwanted);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
