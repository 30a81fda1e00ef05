package dev.nave.samples.orders;

import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Prices that change. A client that is slow misses some. */
@Component
class PriceFeed {
  private static final List<String> ITEMS = List.of("Apples", "Bread", "Coffee");

  private final SubmissionPublisher<Price> prices = new SubmissionPublisher<>();

  Flow.Publisher<Price> all() {
    return prices;
  }

  @Scheduled(fixedRate = 500)
  void change() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (String item : ITEMS) {
      prices.offer(new Price(item, 100 + random.nextInt(400)), (slow, price) -> false);
    }
  }

  @PreDestroy
  void close() {
    prices.close();
  }
}
