package dev.nave.samples.orders;

import dev.nave.hub.HubException;
import dev.nave.hub.TypedHub;
import dev.nave.spring.boot.HubController;
import java.util.List;
import java.util.concurrent.Flow;
import org.springframework.security.access.prepost.PreAuthorize;

/** What boards call. */
@HubController("/orders")
public class OrderHub extends TypedHub<OrderClient> {
  private final Orders orders;
  private final PriceFeed prices;

  OrderHub(Orders orders, PriceFeed prices) {
    this.orders = orders;
    this.prices = prices;
  }

  /** Returns all orders, the oldest first. */
  public List<Order> all() {
    return orders.all();
  }

  /** Places an order for the user. */
  public Order place(String item, int quantity) {
    if (quantity < 1 || quantity > 100) {
      throw new HubException("quantity must be 1 to 100 but was " + quantity);
    }
    return orders.place(String.valueOf(context().userId()), item, quantity);
  }

  /** Confirms an order; clerks do. */
  @PreAuthorize("hasRole('CLERK')")
  public Order confirm(long id) {
    return orders.change(id, "confirmed");
  }

  /** Streams prices, a few each second, until the client has enough. */
  public Flow.Publisher<Price> prices() {
    return prices.all();
  }
}
