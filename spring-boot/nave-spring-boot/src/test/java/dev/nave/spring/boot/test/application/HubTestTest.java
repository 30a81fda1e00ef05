package dev.nave.spring.boot.test.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.Mockito.when;

import dev.nave.hub.HubUser;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.spring.boot.test.HubTest;
import dev.nave.spring.boot.test.application.StockApplication.Warehouse;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@HubTest(properties = "nave.hub.max-groups-per-connection=7")
class HubTestTest {
  @Autowired private HubTester tester;
  @Autowired private ApplicationContext context;
  @MockitoBean private Warehouse warehouse;

  @Test
  void hubsAreCalledWithoutASocketAndWithMockedServices() throws Exception {
    when(warehouse.stockOf("apple")).thenReturn(3);
    TestClient ann = tester.connect("ann");

    assertThat(ann.invoke(Integer.class, "stockOf", "apple")).isEqualTo(3);
    assertThat(context.getBeansOfType(ServerTransport.class)).isEmpty();
    assertThat(tester.server().hubs().get(0).type()).isEqualTo(StockHub.class);
    assertThat(tester.server().hubs().get(0).options().maxGroupsPerConnection()).isEqualTo(7);
  }

  @Test
  void methodSecurityHoldsForTheUsersOfTheTester() {
    TestClient bob = tester.connect("bob");
    TestClient ann = tester.connect(HubUser.of("ann").withRoles(Set.of("ADMIN")));

    assertThat(catchThrowable(() -> bob.invoke("take", "apple")))
        .hasMessageContaining("Access is denied");
    ann.invoke("take", "apple");
  }
}
