package dev.nave.hub.docs;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.Hub;
import dev.nave.hub.HubException;
import dev.nave.hub.HubFactories;
import dev.nave.hub.HubIgnore;
import dev.nave.hub.HubMethodName;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.NonBlocking;
import dev.nave.hub.transport.ServerTransport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The Java of {@code docs/hubs.md}. */
final class HubsSnippets {
  private HubsSnippets() {}

  record Order(int number, String item) {}

  /** Where orders are kept. */
  interface OrderBook {
    @Nullable Order find(int number);

    CompletionStage<List<Order>> ofUser(@Nullable String userId);

    void log(String text);
  }

  public static final class OrderHub extends Hub {
    private final OrderBook book;

    public OrderHub(OrderBook book) {
      this.book = book;
    }

    public Order find(int number) { // Clients call "Find" or "find": names ignore case.
      Order order = book.find(number);
      if (order == null) {
        throw new HubException("there is no order " + number);
      }
      return order;
    }

    public CompletionStage<List<Order>> mine() { // Is awaited without a thread.
      return book.ofUser(context().userId());
    }

    @HubMethodName("Log")
    public void writeToLog(String text) {
      book.log(text);
    }

    @HubIgnore
    public OrderBook book() { // Public, but clients cannot call it.
      return book;
    }
  }

  public static final class PriceHub extends Hub {
    private final Map<String, Integer> prices;

    public PriceHub(Map<String, Integer> prices) {
      this.prices = prices;
    }

    @NonBlocking
    public int price(String item) { // In memory: nothing to wait for.
      return prices.getOrDefault(item, 0);
    }
  }

  public static final class VisitHub extends Hub {
    @Override
    protected void onConnected() {
      if (context().userId() == null) {
        throw new HubException("who are you?"); // The client is refused and told why.
      }
      context().items().put("visits", 0);
      groups().add("visitors");
    }

    public int visit() {
      return (int) context().items().merge("visits", 1, (old, one) -> (int) old + (int) one);
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      clients().group("visitors").send("left", context().userId()); // Still in its groups.
    }
  }

  static HubServerBuilder mapped(OrderBook book, ServerTransport web) {
    HubServerBuilder server = HubServer.builder().transport(web);
    server.hub("/orders", OrderHub.class, () -> new OrderHub(book));
    server.hub("/visits", VisitHub.class, hub -> hub.name("Shop.VisitHub"));
    return server;
  }

  /** Stands for a container of dependency injection. */
  interface Container {
    <T> T get(Class<T> type);

    void destroy(Object bean);
  }

  static void injected(HubServerBuilder server, Container injector) {
    server
        .hubs(type -> injector.get(type))
        .hub("/orders", OrderHub.class)
        .hub("/visits", VisitHub.class);
  }

  static HubFactories fromContainer(Container container) {
    return new HubFactories() {
      @Override
      public AbstractHub create(Class<? extends AbstractHub> type) {
        return container.get(type);
      }

      @Override
      public void release(AbstractHub hub) {
        container.destroy(hub);
      }
    };
  }

  public static final class ReportHub extends Hub {
    public CompletionStage<String> report() {
      CompletableFuture<String> report = new CompletableFuture<>();
      context().aborted().onCancelled(() -> report.cancel(true)); // Its client is gone.
      report.completeOnTimeout("nothing to report", 1, java.util.concurrent.TimeUnit.SECONDS);
      return report;
    }
  }

  static void startedAndStopped(ServerTransport web, Logger log) {
    HubServer server = HubServer.builder().transport(web).hub("/chat", ChatHub.class).build();
    server.stopAtExit(() -> log.info("stopped"));
    server.start();
  }

  /** The hub of a server that is started. */
  public static final class ChatHub extends Hub {}
}
