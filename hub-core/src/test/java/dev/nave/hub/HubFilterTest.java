package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HubFilterTest extends HubFilterFixture {
  private static final String FAILED = "An unexpected error occurred invoking '%s' on the server.";

  /** Another hub on the same server. */
  public static final class OtherHub extends Hub {
    /** Does nothing. */
    public void nothing() {}
  }

  /** Tells what goes past. */
  private final class Recorder implements HubFilter {
    private final String name;

    Recorder(String name) {
      this.name = name;
    }

    @Override
    public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
      seen.add(name + " before " + invocation.target());
      return next.proceed(invocation)
          .whenComplete((result, failure) -> seen.add(name + " after " + invocation.target()));
    }

    @Override
    public CompletionStage<?> connected(HubFilterContext context, ConnectedNext next) {
      seen.add(name + " before connected");
      return next.proceed().whenComplete((done, failure) -> seen.add(name + " after connected"));
    }

    @Override
    public CompletionStage<?> disconnected(
        HubFilterContext context, @Nullable Throwable cause, DisconnectedNext next) {
      seen.add(name + " before disconnected");
      return next.proceed(cause)
          .whenComplete((done, failure) -> seen.add(name + " after disconnected"));
    }
  }

  @Test
  void liesAroundMethodsAndLifecycleInTheOrderOfRegistrationTheServersAroundTheHubs() {
    HubTester started =
        HubTester.of(
            "/words",
            server ->
                server
                    .hub(
                        "/words",
                        WordHub.class,
                        WordHub::new,
                        hub -> hub.filter(new Recorder("own1")).filter(new Recorder("own2")))
                    .hub("/other", OtherHub.class, OtherHub::new)
                    .filter(new Recorder("server")));
    tester = started;
    TestClient ann = started.connect("ann");
    ann.invoke("later", "word");
    ann.close();
    started.close();

    assertThat(seen)
        .containsExactly(
            "server before connected",
            "own1 before connected",
            "own2 before connected",
            "onConnected",
            "own2 after connected",
            "own1 after connected",
            "server after connected",
            "server before later",
            "own1 before later",
            "own2 before later",
            "own2 after later",
            "own1 after later",
            "server after later",
            "server before disconnected",
            "own1 before disconnected",
            "own2 before disconnected",
            "onDisconnected ",
            "own2 after disconnected",
            "own1 after disconnected",
            "server after disconnected");
  }

  @Test
  void ofOneHubDoesNotSeeTheOthers() {
    HubTester started =
        HubTester.of(
            "/other",
            server ->
                server
                    .hub(
                        "/words",
                        WordHub.class,
                        WordHub::new,
                        hub -> hub.filter(new Recorder("words")))
                    .hub("/other", OtherHub.class, OtherHub::new));
    tester = started;
    started.connect("ann").invoke("nothing");

    assertThat(seen).isEmpty();
  }

  @Test
  void seesWhatIsCalledAndByWhom() {
    TestClient ann =
        connectFiltered(
            (invocation, next) -> {
              seen.add(
                  String.join(
                      " ",
                      invocation.hubName(),
                      invocation.target(),
                      invocation.method().getName(),
                      invocation.arguments().toString(),
                      String.valueOf(invocation.context().userId()),
                      invocation.hub().getClass().getSimpleName()));
              invocation.clients().caller().send("seen");
              return next.proceed(invocation);
            });
    ann.invoke("JOIN", "a", "b");

    assertThat(seen).contains(WordHub.class.getName() + " join join [a, b] ann WordHub");
    ann.expect("seen");
  }

  @Test
  void canReplaceTheArguments() {
    TestClient ann =
        connectFiltered(
            (invocation, next) -> next.proceed(invocation.withArguments(List.of("c", "d"))));

    assertThat(ann.invoke(String.class, "join", "a", "b")).isEqualTo("cd");
  }

  @Test
  void cannotGiveAMethodMoreArgumentsThanItTakes() {
    connectFiltered(
            (invocation, next) -> {
              assertThatExceptionOfType(IllegalArgumentException.class)
                  .isThrownBy(() -> invocation.withArguments(List.of("c")))
                  .withMessageContaining("WordHub.join(String, String) takes 2 arguments")
                  .withMessageContaining("got 1");
              return next.proceed(invocation);
            })
        .invoke("join", "a", "b");
  }

  @Test
  void canReplaceTheResult() {
    TestClient ann =
        connectFiltered((invocation, next) -> next.proceed(invocation).thenApply(r -> r + "!"));

    assertThat(ann.invoke(String.class, "join", "a", "b")).isEqualTo("ab!");
    assertThat(ann.invoke(String.class, "later", "a")).isEqualTo("a!");
  }

  @Test
  void canAnswerInPlaceOfTheMethod() {
    TestClient ann =
        connectFiltered((invocation, next) -> CompletableFuture.completedFuture("cached"));

    assertThat(ann.invoke(String.class, "join", "a", "b")).isEqualTo("cached");
    assertThat(seen).containsExactly("onConnected");
  }

  @Test
  void canRefuseACallWithATextForTheClient() {
    TestClient ann =
        connectFiltered(
            (invocation, next) -> {
              throw new HubException("not today");
            });

    assertThat(errorOf(ann, "join", "a", "b"))
        .isEqualTo(FAILED.replace("%s", "join") + " HubException: not today");
  }

  @Test
  void exceptionForTheServerIsNotShownToTheClient() {
    TestClient ann =
        connectFiltered(
            (invocation, next) -> {
              throw new java.io.IOException("a secret");
            });

    assertThat(errorOf(ann, "join", "a", "b")).isEqualTo(FAILED.replace("%s", "join"));
  }

  @Test
  void canTranslateWhatTheMethodThrewAtOnceOrLater() {
    TestClient ann =
        connectFiltered(
            (invocation, next) ->
                next.proceed(invocation)
                    .exceptionally(
                        failure -> {
                          seen.add(failure.toString());
                          throw new HubException("sorry");
                        }));

    assertThat(errorOf(ann, "fail")).endsWith(" HubException: sorry");
    assertThat(errorOf(ann, "failLater")).endsWith(" HubException: sorry");
    assertThat(seen)
        .containsExactly(
            "onConnected",
            "java.lang.IllegalStateException: a secret",
            "java.lang.IllegalStateException: a secret");
  }

  @Test
  void canCallTheMethodAgain() {
    TestClient ann =
        connectFiltered(
            (invocation, next) ->
                next.proceed(invocation).thenCompose(first -> next.proceed(invocation)));
    ann.invoke("join", "a", "b");

    assertThat(seen).filteredOn(line -> line.startsWith("join")).hasSize(2);
  }

  @Test
  void nullInPlaceOfAStageFailsTheCallAndNamesTheFilterInTheLogAlone() {
    @SuppressWarnings("NullAway") // What an application without its checks might do.
    OfInvocations careless = (invocation, next) -> null;

    assertThat(errorOf(connectFiltered(careless), "join", "a", "b"))
        .isEqualTo(FAILED.replace("%s", "join"));
  }

  @Test
  void doesNotSeeCallsOfUnknownMethodsNorArgumentsThatDoNotFit() {
    TestClient ann = connect(new Recorder("filter"));
    seen.clear();

    assertThat(errorOf(ann, "nowhere")).contains("Method does not exist.");
    assertThat(errorOf(ann, "join", "a")).contains("Failed to invoke");
    assertThat(seen).isEmpty();
  }

  private static String errorOf(TestClient client, String target, @Nullable Object... arguments) {
    HubInvocationException error =
        catchThrowableOfType(HubInvocationException.class, () -> client.invoke(target, arguments));
    assertThat(error).isNotNull();
    return String.valueOf(error.getMessage());
  }
}
