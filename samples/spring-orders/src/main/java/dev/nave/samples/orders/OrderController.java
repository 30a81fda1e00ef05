package dev.nave.samples.orders;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the warehouse calls; boards show the outcome. */
@RestController
class OrderController {
  private final Orders orders;

  OrderController(Orders orders) {
    this.orders = orders;
  }

  @PostMapping("/api/orders/{id}/shipped")
  @PreAuthorize("hasRole('CLERK')")
  Order shipped(@PathVariable("id") long id) {
    return orders.change(id, "shipped");
  }
}
