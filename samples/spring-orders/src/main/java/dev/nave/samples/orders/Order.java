package dev.nave.samples.orders;

/**
 * An order of one customer.
 *
 * @param state {@code placed}, {@code confirmed} or {@code shipped}
 */
public record Order(long id, String customer, String item, int quantity, String state) {
  Order with(String newState) {
    return new Order(id, customer, item, quantity, newState);
  }
}
