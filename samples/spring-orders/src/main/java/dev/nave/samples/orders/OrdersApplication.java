package dev.nave.samples.orders;

import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

/**
 * A shop whose orders are on a live board.
 *
 * <p>{@code --redis} has it keep orders in the Redis of this machine, and be one with all others
 * that do. Every property of Spring Boot is an argument, too: {@code --server.port=8082}.
 */
@SpringBootApplication
@EnableScheduling
@EnableMethodSecurity
public class OrdersApplication {
  /** Starts it. */
  public static void main(String[] args) {
    SpringApplication.run(OrdersApplication.class, properties(args));
  }

  static String[] properties(String... args) {
    return Arrays.stream(args)
        .map(each -> each.equals("--redis") ? "--spring.data.redis.host=localhost" : each)
        .toArray(String[]::new);
  }
}
