package dev.nave.contract.docs;

import java.util.concurrent.CompletionStage;

public interface OrderClient {
  void changed(Order order);

  CompletionStage<Boolean> confirm(String question);
}
