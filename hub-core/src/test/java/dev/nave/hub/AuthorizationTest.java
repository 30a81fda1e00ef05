package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who may call a method of a hub. */
class AuthorizationTest extends AuthorizationFixture {
  private static final HubUser EDITOR = HubUser.of("eve").withRoles(Set.of("editor", "guest"));

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
}
