package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TypedHubTest {
  /** What clients of the hubs have methods for. */
  public interface OrderClient {
    void priceChanged(int order, long cents);

    CompletionStage<Boolean> confirm(int order);
  }

  /** A base that leaves the clients to the hubs below it. */
  public abstract static class BaseHub<X, C extends OrderClient> extends TypedHub<C> {
    public void changePrice(int order, long cents) {
      clients().others().priceChanged(order, cents);
      clients().caller().priceChanged(order, cents);
    }

    @Override
    protected void onConnected() {
      groups().add("all");
    }
  }

  public static class OrderHub extends BaseHub<String, OrderClient> {
    public CompletionStage<Boolean> order(int number) {
      return clients().caller().confirm(number);
    }
  }

  /** What a library generates. */
  public static final class OrderHub$$Proxy extends OrderHub {}

  /** One of its methods has no result that a client could return. */
  public interface BrokenClient {
    int count();
  }

  public static final class BrokenHub extends TypedHub<BrokenClient> {}

  public static final class ClassHub extends TypedHub<String> {}

  @SuppressWarnings("rawtypes") // It is what the test is about.
  public static final class RawHub extends TypedHub {}

  public static final class OpenHub<C> extends TypedHub<C> {}

  @Test
  void hubSendsThroughTheInterfaceThatItsClassNames() {
    try (HubTester tester = HubTester.of(OrderHub.class)) {
      TestClient ann = tester.connect();
      TestClient bob = tester.connect();

      ann.invoke("ChangePrice", 7, 199);

      assertThat(ann.expect("priceChanged").argument(1, Long.class)).isEqualTo(199);
      assertThat(bob.expect("priceChanged").argument(0, Integer.class)).isEqualTo(7);
    }
  }

  @Test
  void hubAsksThroughTheInterfaceThatItsClassNames() {
    try (HubTester tester = HubTester.of(OrderHub.class)) {
      TestClient ann = tester.connect();
      ann.onInvoke(
          "confirm", question -> Objects.requireNonNull(question.argument(0, Integer.class)) == 7);

      assertThat(ann.invoke(Boolean.class, "Order", 7)).isTrue();
    }
  }

  @Test
  void generatedClassHasTheInterfaceOfItsBase() {
    try (HubTester tester =
        HubTester.of("/hub", server -> server.hub("/hub", OrderHub.class, OrderHub$$Proxy::new))) {
      TestClient ann = tester.connect();

      ann.invoke("ChangePrice", 7, 199);

      assertThat(ann.expect("priceChanged").argument(0, Integer.class)).isEqualTo(7);
    }
  }

  @Test
  void clientsMayCallOnlyWhatTheHubDeclares() {
    try (HubTester tester = HubTester.of(OrderHub.class)) {
      TestClient ann = tester.connect();

      CompletableFuture<String> answer = ann.invokeAsync(String.class, "clients");

      assertThat(answer)
          .failsWithin(java.time.Duration.ofSeconds(30))
          .withThrowableOfType(java.util.concurrent.ExecutionException.class)
          .withMessageContaining("Method does not exist");
    }
  }

  @Test
  void contextOutsideSendsThroughTheInterface() {
    try (HubTester tester = HubTester.of(OrderHub.class)) {
      TestClient ann = tester.connect("ann");
      TypedHubContext<OrderHub, OrderClient> orders =
          tester.server().typedHubContext(OrderHub.class);

      orders.clients().user("ann").priceChanged(1, 2);
      assertThat(ann.expect("priceChanged").argument(1, Long.class)).isEqualTo(2);

      orders.groups().remove(ann.connectionId(), "all").join();
      orders.clients().group("all").priceChanged(3, 4);
      ann.expectNothing();
    }
  }

  @Test
  void contextOfATypedHubAlsoSendsByName() {
    try (HubTester tester = HubTester.of(OrderHub.class)) {
      TestClient ann = tester.connect("ann");
      HubContext<OrderHub> orders = tester.server().hubContext(OrderHub.class);

      orders.clients().all().send("anything", 1);

      assertThat(ann.expect("anything").argument(0, Integer.class)).isEqualTo(1);
    }
  }

  @Test
  void contextOfTheBuilderWorksOnceTheServerHasStarted() {
    HubServerBuilder builder =
        HubServer.builder().transport(new DeafTransport()).hub("/hub", OrderHub.class);
    TypedHubContext<OrderHub, OrderClient> early = builder.typedHubContext(OrderHub.class);

    try (HubServer server = builder.build()) {
      assertThatIllegalStateException().isThrownBy(early::clients);
      server.start();
      early.clients().all().priceChanged(1, 2);
    }
  }

  @Test
  void buildRefusesInterfacesWhoseMethodsCannotBeSent() {
    refuses(BrokenHub.class, "returns int; it must return void or a CompletionStage");
    refuses(ClassHub.class, "a client is described by an interface");
    refuses(RawHub.class, "a client is described by an interface");
    refuses(OpenHub.class, "a client is described by an interface");
  }

  private static void refuses(Class<? extends AbstractHub> hub, String reason) {
    HubServerBuilder server = HubServer.builder().transport(new DeafTransport()).hub("/hub", hub);
    assertThatIllegalArgumentException()
        .isThrownBy(server::build)
        .withMessageStartingWith("typed hub " + hub.getName() + ": ")
        .withMessageContaining(reason);
  }
}
