package dev.nave.samples.orders;

import java.util.List;
import java.util.Optional;

/** Where orders are kept. Any thread. */
interface OrderStore {
  long nextId();

  void put(Order order);

  Optional<Order> find(long id);

  /** Returns all orders, the oldest first. */
  List<Order> all();
}
