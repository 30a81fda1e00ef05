package dev.nave.samples.orders;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Keeps orders where all servers find them. */
@Component
@ConditionalOnProperty("spring.data.redis.host")
class OrdersInRedis implements OrderStore {
  private static final String ORDERS = "orders";
  private static final String LAST_ID = "orders:last-id";

  private final StringRedisTemplate redis;
  private final JsonMapper json;

  OrdersInRedis(StringRedisTemplate redis, JsonMapper json) {
    this.redis = redis;
    this.json = json;
  }

  private HashOperations<String, String, String> orders() {
    return redis.opsForHash();
  }

  @Override
  public long nextId() {
    return Objects.requireNonNull(redis.opsForValue().increment(LAST_ID));
  }

  @Override
  public void put(Order order) {
    orders().put(ORDERS, Long.toString(order.id()), json.writeValueAsString(order));
  }

  @Override
  public Optional<Order> find(long id) {
    return Optional.ofNullable(orders().get(ORDERS, Long.toString(id))).map(this::order);
  }

  @Override
  public List<Order> all() {
    return orders().values(ORDERS).stream()
        .map(this::order)
        .sorted(Comparator.comparingLong(Order::id))
        .toList();
  }

  private Order order(String text) {
    return json.readValue(text, Order.class);
  }
}
