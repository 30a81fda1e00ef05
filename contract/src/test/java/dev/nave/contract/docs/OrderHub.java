package dev.nave.contract.docs;

import dev.nave.hub.TypedHub;
import org.jspecify.annotations.Nullable;

public class OrderHub extends TypedHub<OrderClient> {
  /** Places an order and tells the others. */
  public Order place(String item, @Nullable String note) {
    Order order = new Order(1, item, note);
    clients().others().changed(order);
    return order;
  }
}
