package dev.nave.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nave.hub.HubUser;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.spring.boot.test.HubTest;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@HubTest
@Import({Orders.class, OrdersInMemory.class, PriceFeed.class})
class OrderHubTest {
  @Autowired private HubTester tester;

  @Test
  void allBoardsShowAnOrderThatIsPlaced() {
    TestClient ann = tester.connect("ann");
    TestClient board = tester.connect("bob");

    Order placed = ann.invoke(Order.class, "place", "Bread", 2);

    assertThat(placed).isNotNull();
    assertThat(board.expect("orderChanged").argument(0, Order.class)).isEqualTo(placed);
  }

  @Test
  void clerksAloneConfirmOrders() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect(HubUser.of("bob").withRoles(Set.of("CLERK")));
    Order placed = Objects.requireNonNull(ann.invoke(Order.class, "place", "Bread", 2));

    assertThat(catchThrowable(() -> ann.invoke("confirm", placed.id())))
        .hasMessageContaining("Access is denied");
    assertThat(bob.invoke(Order.class, "confirm", placed.id())).isEqualTo(placed.with("confirmed"));
  }
}
