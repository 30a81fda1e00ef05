package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.internal.methods.closed.ClosedModule;
import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HubFactoriesTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /** A hub with nothing to inject, and private to its package. */
  static class PlainHub extends Hub {
    public String name() {
      return getClass().getSimpleName();
    }
  }

  private static class PrivateHub extends PlainHub {
    private PrivateHub() {}
  }

  static final class DerivedHub extends PlainHub {}

  public static final class NeedyHub extends Hub {
    private final String greeting;

    public NeedyHub(String greeting) {
      this.greeting = greeting;
    }

    public String greet() {
      return greeting;
    }
  }

  abstract static class AbstractChatHub extends Hub {}

  @SuppressWarnings("ClassCanBeStatic") // That it is not makes it a wrong hub.
  final class InnerHub extends Hub {}

  public static final class BrokenHub extends Hub {
    public BrokenHub() throws Exception {
      throw new Exception("no database");
    }

    public void answer() {}
  }

  private static HubTester server(Consumer<HubServerBuilder> settings) {
    return HubTester.of("/hub", settings);
  }

  @Test
  void hubIsCreatedByItsConstructor() {
    try (HubTester tester = HubTester.of(PlainHub.class)) {
      assertThat(tester.connect().invoke(String.class, "Name")).isEqualTo("PlainHub");
    }
    try (HubTester tester = HubTester.of(PrivateHub.class)) {
      assertThat(tester.connect().invoke(String.class, "Name")).isEqualTo("PrivateHub");
    }
  }

  @Test
  void hubIsCreatedByTheConstructorWithSettingsOfItsOwn() {
    try (HubTester tester =
        server(server -> server.hub("/hub", PlainHub.class, hub -> hub.name("mine")))) {
      assertThat(tester.server().counters("mine")).isNotNull();
      assertThat(tester.connect().invoke(String.class, "Name")).isEqualTo("PlainHub");
    }
  }

  @Test
  void factoryOfAllHubsCreatesThemWhereverItIsSet() {
    HubFactories factories =
        new HubFactories() {
          @Override
          public AbstractHub create(Class<? extends AbstractHub> type) {
            seen.add("create " + type.getSimpleName());
            return type == NeedyHub.class ? new NeedyHub("hi") : new DerivedHub();
          }

          @Override
          public void release(AbstractHub hub) {
            seen.add("release " + hub.getClass().getSimpleName());
          }
        };
    try (HubTester tester =
        server(
            server ->
                server
                    .hub("/needy", NeedyHub.class)
                    .hubs(factories)
                    .hub("/hub", PlainHub.class)
                    .hub("/own", PrivateHub.class, PrivateHub::new))) {
      TestClient client = tester.connect();
      assertThat(client.invoke(String.class, "Name")).isEqualTo("DerivedHub");
      assertThat(tester.connect(request("/needy")).invoke(String.class, "Greet")).isEqualTo("hi");
      assertThat(tester.connect(request("/own")).invoke(String.class, "Name"))
          .isEqualTo("PrivateHub");
    }
    assertThat(seen)
        .contains("create PlainHub", "release DerivedHub", "create NeedyHub", "release NeedyHub")
        .doesNotContain("create PrivateHub");
  }

  private static HttpRequest request(String path) {
    return HttpRequest.builder("GET", path).build();
  }

  @Test
  void injectorCreatesHubsByALambda() {
    try (HubTester tester =
        server(server -> server.hubs(type -> new NeedyHub("ho")).hub("/hub", NeedyHub.class))) {
      assertThat(tester.connect().invoke(String.class, "Greet")).isEqualTo("ho");
    }
  }

  @Test
  void clientIsRefusedIfTheFactoryOfAllHubsReturnsAHubOfAnotherClass() {
    try (HubTester tester =
        server(
            server ->
                server
                    .options(options -> options.detailedErrors(true))
                    .hubs(type -> new PlainHub())
                    .hub("/hub", NeedyHub.class))) {
      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(tester::connect)
          .withMessageContaining(
              "asked for a "
                  + NeedyHub.class.getName()
                  + " and returned a "
                  + PlainHub.class.getName());
    }
  }

  @Test
  void clientIsRefusedIfTheConstructorThrows() {
    try (HubTester tester =
        server(
            server ->
                server
                    .options(options -> options.detailedErrors(true))
                    .hub("/broken", BrokenHub.class))) {
      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(() -> tester.connect(request("/broken")))
          .withMessageContaining("the constructor of hub " + BrokenHub.class.getName() + " failed");
    }
  }

  @Test
  void buildRefusesHubsThatNoConstructorCreates() {
    refusesToBuild(NeedyHub.class, "it has no such constructor");
    refusesToBuild(AbstractChatHub.class, "it is abstract");
    refusesToBuild(InnerHub.class, "it is an inner class; make it static");
  }

  @Test
  void buildRefusesHubsInClosedModules() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server(server -> server.hub("/hub", ClosedModule.loadHub())))
        .withMessageContaining("open package dev.nave.hub.internal.methods.closed");
  }

  private static void refusesToBuild(Class<? extends AbstractHub> type, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server(server -> server.hub("/hub", type)))
        .withMessage(
            "hub "
                + type.getName()
                + " cannot be created by a constructor without arguments: "
                + reason
                + "; or give hub(..) a factory, or set hubs(..) for the whole server");
  }
}
