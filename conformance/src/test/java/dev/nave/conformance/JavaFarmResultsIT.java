package dev.nave.conformance;

import static dev.nave.conformance.FarmClients.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Official Java clients that another server than theirs asks. The display names are those of the
 * reference server's specification tests, ScaleoutHubLifetimeManagerTests.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Way.class)
class JavaFarmResultsIT {
  @RegisterExtension static final RunningFarm farm = new RunningFarm();

  private final FarmClients clients;

  JavaFarmResultsIT(Way way) {
    clients = new FarmClients(farm.urls(), way);
  }

  @AfterEach
  void end() {
    clients.close();
  }

  @Test
  @DisplayName("CanProcessClientReturnResultAcrossServers")
  void aClientOfTheOtherServerAnswers() {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();
    b.answers(question -> Single.just("b: " + question));

    assertThat(a.invoke(String.class, "AskOther", idOf(b), "why?")).isEqualTo("answer: b: why?");
  }

  @Test
  @DisplayName("CanProcessClientReturnErrorResultAcrossServers")
  void anErrorOfAClientOfTheOtherServerReachesTheHubMethod() {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();
    b.answers(question -> Single.error(new IllegalStateException("no idea")));

    assertThat(a.invoke(String.class, "AskOther", idOf(b), "why?")).isEqualTo("failed: no idea");
  }

  @Test
  @DisplayName("ConnectionIDNotPresentMultiServerWhenInvokingClientResult")
  void aClientThatNoServerHasDoesNotExist() {
    JavaClient a = clients.here();
    clients.elsewhere();

    assertThat(a.invoke(String.class, "AskOther", "unknown", "why?"))
        .isEqualTo("failed: Connection 'unknown' does not exist.");
  }

  @Test
  @DisplayName("ClientDisconnectsWithoutCompletingClientResultOnSecondServer")
  void aClientThatLeavesTheOtherServerEndsTheWait() throws Exception {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();
    CompletableFuture<String> asked = new CompletableFuture<>();
    b.answers(
        question -> {
          asked.complete(question);
          return Single.never();
        });
    CompletableFuture<String> result = new CompletableFuture<>();
    var unusedSubscription =
        a.begin(String.class, "AskOther", idOf(b), "why?")
            .subscribe(result::complete, result::completeExceptionally);
    asked.get(30, TimeUnit.SECONDS);

    b.stop();

    assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("failed: Connection disconnected.");
  }
}
