package dev.nave.hub.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.Authorize;
import dev.nave.hub.CancellationToken;
import dev.nave.hub.ClientMethods;
import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubIgnore;
import dev.nave.hub.HubMethodName;
import dev.nave.hub.TypedHub;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class HubDescriptionTest {
  interface Base<T> {
    void changed(T what);
  }

  interface Client extends Base<String> {
    @HubMethodName("ask-name")
    CompletionStage<String> askName(int attempts);
  }

  interface Other {
    void unknown();
  }

  abstract static class GenericHub<T> extends TypedHub<Client> {
    public CompletionStage<List<T>> find(T like) {
      return CompletableFuture.completedFuture(List.of(like));
    }
  }

  @Authorize
  static class Described extends GenericHub<Integer> {
    @Authorize(roles = {"writer", "admin"})
    @Authorize(policy = "office hours")
    @HubMethodName("Save")
    public void store(Flow.Publisher<String> lines, CancellationToken token, long size) {}

    public Iterable<Double> prices() {
      return List.of();
    }

    @HubIgnore
    public void hidden() {}
  }

  @ClientMethods(Client.class)
  static class Untyped extends Hub {
    public void through(String which) {
      if (which.equals("other")) {
        clients(Other.class).all().unknown();
      } else {
        clients(Base.class);
      }
    }
  }

  static class Typed extends TypedHub<Client> {}

  @ClientMethods(Other.class)
  static class Contradicting extends TypedHub<Client> {}

  @ClientMethods(Other.class)
  static class ContradictingItsBase extends Untyped {}

  @ClientMethods(String.class)
  static class NoInterface extends Hub {}

  private final HubDescription described = HubDescription.of(Described.class);

  @Test
  void methodsAreThoseThatClientsCanCall() {
    assertThat(described.methods())
        .extracting(HubMethodDescription::name)
        .containsExactly("find", "prices", "Save");
  }

  @Test
  void parametersAreWhatClientsPassInTheirOrder() {
    HubMethodDescription save = described.methods().get(2);

    assertThat(save.parameters())
        .extracting(HubMethodDescription.Parameter::type)
        .containsExactly(String.class, long.class);
    assertThat(save.parameters())
        .extracting(HubMethodDescription.Parameter::isStream)
        .containsExactly(true, false);
    assertThat(save.parameters().get(1).declared().getType()).isEqualTo(long.class);
    assertThat(save.result()).isEmpty();
  }

  @Test
  void genericMethodsAreResolved() {
    HubMethodDescription find = described.methods().get(0);

    assertThat(find.parameters().get(0).type()).isEqualTo(Integer.class);
    assertThat(find.result().orElseThrow().getTypeName())
        .isEqualTo("java.util.List<java.lang.Integer>");
    assertThat(find.isStream()).isFalse();
  }

  @Test
  void streamsAreOfTheirItems() {
    HubMethodDescription prices = described.methods().get(1);

    assertThat(prices.isStream()).isTrue();
    assertThat(prices.result()).contains(Double.class);
  }

  @Test
  void accessNamesRolesAndPolicies() {
    assertThat(described.access()).containsExactly(new AccessRule(List.of(), Optional.empty()));
    assertThat(described.methods().get(2).access())
        .containsExactly(
            new AccessRule(List.of("admin", "writer"), Optional.empty()),
            new AccessRule(List.of(), Optional.of("office hours")));
    assertThat(described.methods().get(2).access())
        .extracting(AccessRule::needsUser)
        .containsExactly(true, false);
  }

  @Test
  void methodsOfClientsAreThoseOfTheInterfaceAndItsBases() {
    assertThat(described.clientInterface()).contains(Client.class);
    assertThat(described.clientMethods())
        .extracting(ClientMethodDescription::name)
        .containsExactly("ask-name", "changed");
    assertThat(described.clientMethods().get(0).result()).contains(String.class);
    assertThat(described.clientMethods().get(1).arguments()).containsExactly(String.class);
  }

  @Test
  void untypedHubNamesItsClientsByAnnotation() {
    assertThat(HubDescription.of(Untyped.class).clientInterface()).contains(Client.class);
  }

  @Test
  void serverRefusesHubWhoseAnnotationContradictsItsTypeArgument() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubTester.of(Contradicting.class))
        .withMessageContaining(Other.class.getName())
        .withMessageContaining(Client.class.getName());
  }

  @Test
  void serverRefusesHubWhoseAnnotationContradictsThatOfItsBase() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubDescription.of(ContradictingItsBase.class))
        .withMessageContaining("which that does not extend");
  }

  @Test
  void serverRefusesAnnotationThatNamesNoInterface() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubDescription.of(NoInterface.class))
        .withMessageContaining("described by an interface");
  }

  @Test
  void hubSendsOnlyThroughTheInterfaceThatItNames() {
    try (HubTester tester = HubTester.of(Untyped.class)) {
      TestClient client = tester.connect();
      client.invoke("through", "base");

      assertThatThrownBy(() -> client.invoke("through", "other")).hasMessageContaining("through");
    }
  }

  @Test
  void codeOutsideOfHubsSendsOnlyThroughTheInterfaceThatTheHubNames() {
    for (Class<? extends AbstractHub> hub : List.of(Untyped.class, Typed.class)) {
      try (HubTester tester = HubTester.of(hub)) {
        HubContext<?> context = tester.server().hubContext(hub);

        assertThat(context.clients(Base.class)).isNotNull();
        assertThat(context.clients(Client.class)).isNotNull();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> context.clients(Other.class))
            .withMessageContaining(Other.class.getName() + " is not what the clients of hub ")
            .withMessageContaining(Client.class.getName());
      }
    }
  }
}
