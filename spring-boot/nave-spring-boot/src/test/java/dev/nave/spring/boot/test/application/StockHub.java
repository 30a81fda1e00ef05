package dev.nave.spring.boot.test.application;

import dev.nave.hub.Hub;
import dev.nave.spring.boot.HubController;
import dev.nave.spring.boot.test.application.StockApplication.Warehouse;
import org.springframework.security.access.prepost.PreAuthorize;

/** A hub with a service. */
@HubController("/stock")
public class StockHub extends Hub {
  private final Warehouse warehouse;

  StockHub(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Returns how many there are. */
  public int stockOf(String item) {
    return warehouse.stockOf(item);
  }

  /** Takes one. */
  @PreAuthorize("hasRole('ADMIN')")
  public void take(String item) {}
}
