package dev.nave.spring.boot.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nave.hub.HubContext;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.spring.boot.docs.FromStompSnippets.Announcements;
import dev.nave.spring.boot.docs.FromStompSnippets.NewOrder;
import dev.nave.spring.boot.docs.FromStompSnippets.Order;
import dev.nave.spring.boot.docs.FromStompSnippets.OrderHub;
import dev.nave.spring.boot.docs.FromStompSnippets.Orders;
import dev.nave.spring.boot.docs.FromStompSnippets.RefusalsFilter;
import dev.nave.spring.boot.docs.FromStompSnippets.Shipping;
import dev.nave.spring.boot.docs.FromStompSnippets.SoldOutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FromStompSnippetsTest {
  /** Has one customer's tea, and no coffee. */
  private static final class Tea implements Orders {
    @Override
    public List<Order> openOf(@Nullable String customer) {
      return List.of(new Order(1, "tea", String.valueOf(customer), "assam"));
    }

    @Override
    public Order place(String shop, @Nullable String customer, NewOrder order) {
      if (order.item().equals("coffee")) {
        throw new SoldOutException("no coffee is left");
      }
      return new Order(7, shop, String.valueOf(customer), order.item());
    }
  }

  @Test
  void theHubOfThePageDoesWhatTheControllerDoes() {
    try (HubTester tester =
        HubTester.of(
            "/orders",
            server ->
                server
                    .filter(new RefusalsFilter())
                    .hub("/orders", OrderHub.class, () -> new OrderHub(new Tea())))) {
      TestClient ann = tester.connect("ann");
      ann.invoke("watch", "tea");

      assertThat(ann.invoke(Order[].class, "open")).hasSize(1);
      assertThat(ann.invoke(long.class, "place", "tea", new NewOrder("darjeeling"))).isEqualTo(7);
      assertThat(ann.expect("placed").argument(0, Order.class))
          .isEqualTo(new Order(7, "tea", "ann", "darjeeling"));
      assertThat(catchThrowable(() -> ann.invoke("place", "tea", new NewOrder("coffee"))))
          .hasMessageContaining("no coffee is left");

      HubContext<OrderHub> hub = tester.server().hubContext(OrderHub.class);
      new Shipping(hub).shipped(new Order(7, "tea", "ann", "darjeeling"));
      assertThat(ann.expect("shipped").argument(0, Long.class)).isEqualTo(7);
    }
  }

  @Test
  void announcementsReachBothKindsOfClients() {
    List<Order> old = new ArrayList<>();
    Order order = new Order(8, "tea", "bob", "assam");
    try (HubTester tester = HubTester.of(OrderHub.class, () -> new OrderHub(new Tea()))) {
      TestClient ann = tester.connect("ann");
      ann.invoke("watch", "tea");

      new Announcements(old::add, tester.server().hubContext(OrderHub.class)).placed(order);

      assertThat(ann.expect("placed").argument(0, Order.class)).isEqualTo(order);
      assertThat(old).containsExactly(order);
    }
  }
}
