package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Who may connect to a hub, and which annotations and policies the build refuses. */
class HubAuthorizationTest extends AuthorizationFixture {
  /** For users. */
  @Authorize
  public static class UsersHub extends Hub {
    public String hello() {
      return "hello";
    }
  }

  /** For users who are admins. */
  @Authorize(roles = "admin")
  public static final class AdminsHub extends UsersHub {}

  /** For everybody. */
  @AllowAnonymous
  @Authorize
  public static final class OpenHub extends Hub {
    public String hello() {
      return "hello";
    }

    @Authorize
    public String users() {
      return "users";
    }
  }

  /** For those whom a policy likes, nobody included. */
  @Authorize(policy = "byQuery")
  public static final class QueryHub extends Hub {}

  /** Nobody could be asked what {@code helper} needs. */
  public static final class UnaskedHub extends Hub {
    public void go() {
      helper();
    }

    @Authorize
    void helper() {}
  }

  /** What clients may do. */
  public interface Contract<T> {
    @Authorize
    void go(T argument);
  }

  /** Takes the annotation of an interface's method. */
  public static final class ContractHub extends Hub implements Contract<String> {
    @Override
    public void go(String argument) {}

    /** Needs nothing. */
    public void open() {}
  }

  /** Asks by a method that no client can call. */
  public interface UnaskedContract {
    @Authorize
    default void helper() {}
  }

  /** Does not override it. */
  public static final class UnaskedContractHub extends Hub implements UnaskedContract {}

  /** Would open the hubs that implement it. */
  @AllowAnonymous
  public interface Opened {}

  /** Believes that everybody may enter. */
  public static final class OpenedHub extends Hub implements Opened {}

  /** Lets everybody in, and asks for a user. */
  @AllowAnonymous
  public static final class ContradictoryHub extends Hub implements Guarded {}

  /** Lets everybody in. */
  @AllowAnonymous
  public static class EverybodysHub extends Hub {}

  /** Believes that it asks for a user. */
  @Authorize
  public static final class OverruledHub extends EverybodysHub {}

  /** Takes the annotation of an interface. */
  public static final class GuardedHub extends Hub implements Guarded {}

  @Test
  void aHubForUsersRefusesNobodyAndOneForARoleTheWrongUser() {
    HubTester users = serve(UsersHub.class, UsersHub::new);
    HubTester admins = serve(AdminsHub.class, AdminsHub::new);

    assertThat(users.connect(ANN).invoke(String.class, "hello")).isEqualTo("hello");
    assertThatThrownBy(users::connect)
        .isInstanceOf(ConnectionRefusedException.class)
        .hasMessageContaining("401");
    assertThat(admins.connect(ADMIN).invoke(String.class, "hello")).isEqualTo("hello");
    assertThatThrownBy(() -> admins.connect(ANN))
        .isInstanceOf(ConnectionRefusedException.class)
        .hasMessageContaining("403");
    assertThatThrownBy(admins::connect).hasMessageContaining("401");
  }

  @Test
  void allowAnonymousOpensTheHubButNotItsMethods() {
    TestClient nobody =
        serve(
                OpenHub.class,
                OpenHub::new,
                server -> server.options(options -> options.requireAuthenticatedUser(true)))
            .connect();

    assertThat(nobody.invoke(String.class, "hello")).isEqualTo("hello");
    assertThat(errorOf(nobody, "users")).isEqualTo(unauthorized("users"));
  }

  @Test
  void aPolicyOfAHubDecidesAboutNobodyToo() {
    HubTester tester = serve(QueryHub.class, QueryHub::new);

    tester.connect(HttpRequest.builder("GET", "/hub").query("let", "me in").build());
    assertThatThrownBy(tester::connect).hasMessageContaining("401");
    assertThatThrownBy(() -> tester.connect(ANN)).hasMessageContaining("403");
  }

  @Test
  void aPolicyThatIsNotKnownIsRefusedAtTheBuild() {
    assertThatThrownBy(() -> HubTester.of(MethodsHub.class, MethodsHub::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MethodsHub.")
        .hasMessageContaining("names the policy \"")
        .hasMessageContaining("it knows []");
    assertThatThrownBy(() -> HubTester.of(QueryHub.class, QueryHub::new))
        .hasMessageContaining("hub " + QueryHub.class.getName() + " names the policy \"byQuery\"");
  }

  @Test
  void policiesHaveNamesOfTheirOwn() {
    HubServerBuilder server = HubServer.builder().policy("a", context -> true);

    assertThatThrownBy(() -> server.policy("a", context -> true))
        .hasMessage("there are two policies of the name \"a\"");
    assertThatThrownBy(() -> server.policy(" ", context -> true))
        .hasMessageContaining("it was blank");
  }

  @Test
  void annotationsOfInterfacesAreAsked() {
    try (HubTester tester =
        HubTester.of("/hub", server -> server.hub("/hub", ContractHub.class, ContractHub::new))) {
      TestClient anonymous = tester.connect();

      anonymous.invoke("open");
      assertThatThrownBy(() -> anonymous.invoke("go", "x"))
          .hasMessageContaining("user is unauthorized");
      tester.connect("ann").invoke("go", "x");
    }
    try (HubTester tester = HubTester.of(GuardedHub.class, GuardedHub::new)) {
      assertThatThrownBy(tester::connect).isInstanceOf(ConnectionRefusedException.class);
      tester.connect("ann");
    }
  }

  @Test
  void anAnnotationThatIsNeverAskedIsRefusedAtTheBuild() {
    assertThatThrownBy(() -> HubTester.of(UnaskedHub.class, UnaskedHub::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UnaskedHub.helper would never be asked");
    assertThatThrownBy(() -> HubTester.of(UnaskedContractHub.class, UnaskedContractHub::new))
        .hasMessageContaining("UnaskedContract.helper would never be asked");
    assertThatThrownBy(() -> HubTester.of(ContradictoryHub.class, ContradictoryHub::new))
        .hasMessageContaining("Guarded would never be asked");
    assertThatThrownBy(() -> HubTester.of(OpenedHub.class, OpenedHub::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@AllowAnonymous on the interface");
    assertThatThrownBy(() -> HubTester.of(OverruledHub.class, OverruledHub::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OverruledHub would never be asked");
  }

  @Test
  void whatNeedsAUserNeedsAnAuthenticator() {
    HubServerBuilder users =
        HubServer.builder().transport(new NoTransport()).hub("/u", UsersHub.class, UsersHub::new);
    HubServerBuilder methods =
        HubServer.builder().transport(new NoTransport()).hub("/m", OpenHub.class, OpenHub::new);

    assertThatThrownBy(users::build)
        .hasMessage(
            "hub "
                + UsersHub.class.getName()
                + " needs a user because of its @Authorize, but there is no authenticator");
    assertThatThrownBy(methods::build).hasMessageContaining("OpenHub.users() needs a user");
  }

  private static final class NoTransport implements ServerTransport {
    @Override
    public CompletionStage<Void> start(HttpEndpoint endpoint) {
      throw new AssertionError("not started here");
    }

    @Override
    public CompletionStage<Void> stopAccepting() {
      throw new AssertionError("not started here");
    }

    @Override
    public CompletionStage<Void> stop() {
      throw new AssertionError("not started here");
    }
  }
}
