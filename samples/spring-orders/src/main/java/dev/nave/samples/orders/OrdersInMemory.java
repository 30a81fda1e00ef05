package dev.nave.samples.orders;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Keeps orders as long as the process lives. */
@Component
@ConditionalOnProperty(name = "spring.data.redis.host", havingValue = "none", matchIfMissing = true)
class OrdersInMemory implements OrderStore {
  private final AtomicLong ids = new AtomicLong();
  private final ConcurrentSkipListMap<Long, Order> orders = new ConcurrentSkipListMap<>();

  @Override
  public long nextId() {
    return ids.incrementAndGet();
  }

  @Override
  public void put(Order order) {
    orders.put(order.id(), order);
  }

  @Override
  public Optional<Order> find(long id) {
    return Optional.ofNullable(orders.get(id));
  }

  @Override
  public List<Order> all() {
    return List.copyOf(orders.values());
  }
}
