package dev.nave.spring.boot.docs;

import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubException;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubInvocation;
import dev.nave.spring.boot.HubController;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/** Compiled, tried out, and shown in docs/from-stomp.md. */
final class FromStompSnippets {
  private FromStompSnippets() {}

  public record NewOrder(@NotBlank String item) {}

  public record Order(long number, String shop, String customer, String item) {}

  static class SoldOutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SoldOutException(String message) {
      super(message);
    }
  }

  interface Orders {
    List<Order> openOf(@Nullable String customer);

    Order place(String shop, @Nullable String customer, NewOrder order);
  }

  @HubController("/orders")
  @Validated
  static class OrderHub extends Hub {
    private final Orders orders;

    OrderHub(Orders orders) {
      this.orders = orders;
    }

    public List<Order> open() {
      return orders.openOf(context().userId());
    }

    @PreAuthorize("hasRole('CLERK')")
    public CompletionStage<Void> watch(String shop) {
      return groups().add("shop:" + shop);
    }

    public long place(String shop, @Valid NewOrder order) {
      Order placed = orders.place(shop, context().userId(), order);
      clients().group("shop:" + shop).send("placed", placed);
      return placed.number();
    }
  }

  @Component
  static class RefusalsFilter implements HubFilter {
    @Override
    public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
      return next.proceed(invocation)
          .exceptionally(
              failure -> {
                if (failure instanceof SoldOutException) {
                  throw new HubException(String.valueOf(failure.getMessage()), failure);
                }
                throw new CompletionException(failure);
              });
    }
  }

  @Component
  static class Shipping {
    private final HubContext<OrderHub> hub;

    Shipping(HubContext<OrderHub> hub) {
      this.hub = hub;
    }

    void shipped(Order order) {
      hub.clients().user(order.customer()).send("shipped", order.number());
    }
  }

  @Component
  static class Announcements {
    private final Consumer<Order> old;
    private final HubContext<OrderHub> hub;

    Announcements(Consumer<Order> old, HubContext<OrderHub> hub) {
      this.old = old; // order -> messages.convertAndSend("/topic/shops/" + order.shop(), order)
      this.hub = hub;
    }

    void placed(Order order) {
      old.accept(order);
      hub.clients().group("shop:" + order.shop()).send("placed", order);
    }
  }
}
