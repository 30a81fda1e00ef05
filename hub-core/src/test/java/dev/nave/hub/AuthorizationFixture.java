package dev.nave.hub;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** Hubs with annotations, and the policies that these name. */
abstract class AuthorizationFixture {
  static final HubUser ANN = HubUser.of("ann");
  static final HubUser ADMIN = HubUser.of("ada").withRoles(Set.of("admin"));

  final List<AuthorizationContext> asked = new CopyOnWriteArrayList<>();
  final CompletableFuture<Boolean> later = new CompletableFuture<>();
  final List<HubTester> testers = new ArrayList<>();

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

  /** Guards the hubs that implement it. */
  @Authorize
  public interface Guarded {}

  HubTester serve(Class<? extends Hub> type, HubFactory<Hub> factory) {
    return serve(type, factory, server -> {});
  }

  @SuppressWarnings("unchecked")
  HubTester serve(
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

  void policies(HubServerBuilder server) {
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

  static String errorOf(TestClient client, String target, Object... arguments) {
    return String.valueOf(
        catchThrowableOfType(HubInvocationException.class, () -> client.invoke(target, arguments))
            .getMessage());
  }

  static String unauthorized(String target) {
    return "Failed to invoke '" + target + "' because user is unauthorized";
  }
}
