package dev.nave.samples.orders;

import java.util.concurrent.CompletionStage;

/** What a board can be told. */
public interface OrderClient {
  /** An order is new, or has another state. */
  CompletionStage<Void> orderChanged(Order order);
}
