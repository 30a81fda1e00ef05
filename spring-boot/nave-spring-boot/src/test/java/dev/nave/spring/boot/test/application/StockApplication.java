package dev.nave.spring.boot.test.application;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.stereotype.Service;

/** An application whose hub is tested alone. */
@SpringBootApplication
@EnableMethodSecurity
public class StockApplication {
  /** What the hub needs. */
  @Service
  public static class Warehouse {
    /** Returns how many there are. */
    public int stockOf(String item) {
      throw new IllegalStateException("no warehouse here for " + item);
    }
  }
}
