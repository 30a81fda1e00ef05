package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may enter hubs and call their methods. */
class AuthorizationTest {
  private static final HubUser ANN = HubUser.of("ann");
  private static final HubUser ADMIN = HubUser.of("ada").withRoles(Set.of("admin"));
  private static final HubUser EDITOR = HubUser.of("eve").withRoles(Set.of("editor", "guest"));

  private final List<AuthorizationContext> asked = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Boolean> later = new CompletableFuture<>();
  private final List<HubTester> testers = new ArrayList<>();

  /** Open to all, but for single methods. */
  public static class MethodsHub extends Hub {
    public String open() {
      return "open";
    }

    @Authorize
    public String users() {
      return "users";
    }

    @Authorize(roles = {"admin", "editor"})
    public String staff(int number) {
      return "staff " + number;
    }

    @Authorize(policy = "even")
    public String even(int number) {
      return "even " + number;
    }

    @Authorize(roles = "editor")
    @Authorize(policy = "even")
    public String evenEditors(int number) {
      return "even editors " + number;
    }

    @Authorize(policy = "later")
    public String later() {
      return "later";
    }

    @Authorize(policy = "broken")
    public String broken() {
      return "broken";
    }

    @Authorize(policy = "failing")
    public String failing() {
      return "failing";
    }
  }

  /** Hides nothing of what its base asks for. */
  public static final class DerivedHub extends MethodsHub {
    @Override
    @Authorize(policy = "even")
    public String staff(int number) {
      return "derived " + number;
    }

    @Override
    public String users() {
      return "derived";
    }
  }

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

  /** Guards the hubs that implement it. */
  @Authorize
  public interface Guarded {}

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

  private HubTester serve(Class<? extends Hub> type, HubFactory<Hub> factory) {
    return serve(type, factory, server -> {});
  }

  @SuppressWarnings("unchecked")
  private HubTester serve(
      Class<? extends Hub> type, HubFactory<Hub> factory, Consumer<HubServerBuilder> more) {
    HubTester tester =
        HubTester.of(
            "/hub",
            server -> {
              policies(server);
              server.hub("/hub", (Class<Hub>) type, factory, hub -> hub.name("Guarded"));
              more.accept(server);
            });
    testers.add(tester);
    return tester;
  }

  private void policies(HubServerBuilder server) {
    server
        .policy(
            "even",
            context -> {
              asked.add(context);
              return context.arguments().get(0) instanceof Integer i && i % 2 == 0;
            })
        .policy("byQuery", context -> context.request().query("let").isPresent())
        .policy(
            "broken",
            context -> {
              throw new IllegalStateException("a secret");
            })
        .asyncPolicy(
            "failing",
            context -> CompletableFuture.failedFuture(new IllegalStateException("a secret")))
        .asyncPolicy("later", context -> later);
  }

  @AfterEach
  void stop() {
    testers.forEach(HubTester::close);
  }

  private static String errorOf(TestClient client, String target, Object... arguments) {
    return String.valueOf(
        catchThrowableOfType(HubInvocationException.class, () -> client.invoke(target, arguments))
            .getMessage());
  }

  private static String unauthorized(String target) {
    return "Failed to invoke '" + target + "' because user is unauthorized";
  }

  @Test
  void aMethodForUsersIsRefusedToAnonymousClients() {
    HubTester tester = serve(MethodsHub.class, MethodsHub::new);
    TestClient nobody = tester.connect();

    assertThat(errorOf(nobody, "USERS")).isEqualTo(unauthorized("USERS"));
    assertThat(nobody.invoke(String.class, "open")).isEqualTo("open");
    assertThat(tester.connect(ANN).invoke(String.class, "users")).isEqualTo("users");
  }

  @Test
  void anyOfTheRolesOpensAMethod() {
    HubTester tester = serve(MethodsHub.class, MethodsHub::new);

    assertThat(tester.connect(ADMIN).invoke(String.class, "staff", 1)).isEqualTo("staff 1");
    assertThat(tester.connect(EDITOR).invoke(String.class, "staff", 2)).isEqualTo("staff 2");
    assertThat(errorOf(tester.connect(ANN), "staff", 3)).isEqualTo(unauthorized("staff"));
    assertThat(errorOf(tester.connect(), "staff", 3)).isEqualTo(unauthorized("staff"));
  }

  @Test
  void argumentsThatDoNotFitAreFoundBeforeTheUserIsAsked() {
    TestClient ann = serve(MethodsHub.class, MethodsHub::new).connect(ANN);

    assertThat(errorOf(ann, "staff", "one"))
        .isEqualTo("Failed to invoke 'staff' due to an error on the server.");
    assertThat(errorOf(ann, "staff")).doesNotContain("unauthorized");
  }

  @Test
  void aPolicyDecidesByUserMethodAndArguments() {
    HubTester tester = serve(MethodsHub.class, MethodsHub::new);
    TestClient ann = tester.connect(ANN);

    assertThat(ann.invoke(String.class, "EVEN", 2)).isEqualTo("even 2");
    assertThat(errorOf(ann, "even", 3)).isEqualTo(unauthorized("even"));
    assertThat(tester.connect().invoke(String.class, "even", 4)).isEqualTo("even 4");

    AuthorizationContext first = asked.get(0);
    assertThat(first.hubName()).isEqualTo("Guarded");
    assertThat(first.user()).containsSame(ANN);
    assertThat(first.request().path()).isEqualTo("/hub");
    assertThat(first.connectionId()).contains(ann.connectionId());
    assertThat(first.hubMethod()).contains("even");
    assertThat(first.arguments()).containsExactly(2);
    assertThat(asked.get(2).user()).isEmpty();
  }

  @Test
  void allAnnotationsOfAMethodMustHold() {
    HubTester tester = serve(MethodsHub.class, MethodsHub::new);

    TestClient editor = tester.connect(EDITOR);
    assertThat(editor.invoke(String.class, "evenEditors", 2)).isEqualTo("even editors 2");
    assertThat(errorOf(editor, "evenEditors", 3)).isEqualTo(unauthorized("evenEditors"));
    assertThat(errorOf(tester.connect(ADMIN), "evenEditors", 2))
        .isEqualTo(unauthorized("evenEditors"));
  }

  @Test
  void anOverridingMethodAsksForAllThatTheOverriddenOneDoes() {
    HubTester tester = serve(DerivedHub.class, DerivedHub::new);

    TestClient admin = tester.connect(ADMIN);
    assertThat(admin.invoke(String.class, "staff", 2)).isEqualTo("derived 2");
    assertThat(errorOf(admin, "staff", 3)).isEqualTo(unauthorized("staff"));
    assertThat(errorOf(tester.connect(ANN), "staff", 2)).isEqualTo(unauthorized("staff"));
    assertThat(errorOf(tester.connect(), "users")).isEqualTo(unauthorized("users"));
  }

  @Test
  void aPolicyMayAnswerLaterAndTheNextCallWaitsForIt() {
    TestClient ann = serve(MethodsHub.class, MethodsHub::new).connect(ANN);

    CompletableFuture<String> call = ann.invokeAsync(String.class, "later");
    CompletableFuture<String> next = ann.invokeAsync(String.class, "open");
    assertThat(next).isNotDone();
    later.complete(true);

    assertThat(call).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("later");
    assertThat(next).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("open");
  }

  @Test
  void aPolicyThatRefusesLaterRefuses() {
    TestClient ann = serve(MethodsHub.class, MethodsHub::new).connect(ANN);
    CompletableFuture<String> call = ann.invokeAsync(String.class, "later");

    later.complete(false);

    assertThat(call)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withMessageContaining(unauthorized("later"));
  }

  @Test
  void aPolicyThatFailsRefusesAndTellsNothing() {
    TestClient ann = serve(MethodsHub.class, MethodsHub::new).connect(ANN);

    assertThat(errorOf(ann, "broken"))
        .isEqualTo("An unexpected error occurred invoking 'broken' on the server.");
    assertThat(errorOf(ann, "failing"))
        .isEqualTo("An unexpected error occurred invoking 'failing' on the server.");
    assertThat(ann.invoke(String.class, "open")).isEqualTo("open");
  }

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
