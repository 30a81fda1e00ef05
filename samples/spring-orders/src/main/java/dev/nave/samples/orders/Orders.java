package dev.nave.samples.orders;

import dev.nave.hub.TypedHubContext;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Service;

/** What can be done with orders; each change is shown on all boards. */
@Service
public class Orders {
  private final OrderStore store;
  private final TypedHubContext<OrderHub, OrderClient> boards;

  Orders(OrderStore store, TypedHubContext<OrderHub, OrderClient> boards) {
    this.store = store;
    this.boards = boards;
  }

  /** Returns all orders, the oldest first. */
  public List<Order> all() {
    return store.all();
  }

  /** Places an order. */
  public Order place(String customer, String item, int quantity) {
    return changed(new Order(store.nextId(), customer, item, quantity, "placed"));
  }

  /**
   * Gives an order another state.
   *
   * @throws NoSuchElementException if there is no order of that id
   */
  public Order change(long id, String state) {
    return changed(store.find(id).orElseThrow().with(state));
  }

  private Order changed(Order order) {
    store.put(order);
    boards.clients().all().orderChanged(order);
    return order;
  }
}
