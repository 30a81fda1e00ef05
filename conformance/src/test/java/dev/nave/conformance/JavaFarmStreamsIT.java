package dev.nave.conformance;

import static dev.nave.conformance.FarmClients.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams for official Java clients of what those of another server have to say. */
@ParameterizedClass(name = "{0}")
@EnumSource(Way.class)
class JavaFarmStreamsIT {
  @RegisterExtension static final RunningFarm farm = new RunningFarm();

  private final FarmClients clients;

  JavaFarmStreamsIT(Way way) {
    clients = new FarmClients(farm.urls(), way);
  }

  @AfterEach
  void end() {
    clients.close();
  }

  @Test
  void aStreamIsMadeOfWhatAClientOfTheOtherServerAnswers() {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();
    b.answers(question -> Single.just("b: " + question));

    assertThat(a.stream(String.class, "Interview", idOf(b), 20).toList().blockingGet())
        .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "b: " + i).toList());
  }

  @Test
  void aStreamFailsBehindItsItemsWhenTheClientThatItIsMadeOfLeaves() throws Exception {
    JavaClient a = clients.here();
    JavaClient b = clients.elsewhere();
    CompletableFuture<String> asked = new CompletableFuture<>();
    b.answers(
        question -> {
          if (question.equals("2")) {
            asked.complete(question);
            return Single.never();
          }
          return Single.just(question);
        });
    TestObserver<String> items = a.stream(String.class, "Interview", idOf(b), 20).test();
    asked.get(30, TimeUnit.SECONDS);

    b.stop();

    items.awaitDone(30, TimeUnit.SECONDS).assertValues("0", "1");
    items.assertError(
        error ->
            "An error occurred on the server while streaming results.".equals(error.getMessage()));
  }

  @Test
  void aStreamEndsWhenItsClientLeavesAndTheOtherServersClientsHearOfIt() throws Exception {
    JavaClient a = clients.here();
    JavaClient watcher = clients.elsewhere();
    watcher.invoke("Join", "watchers");
    String name = UUID.randomUUID().toString();
    CompletableFuture<Integer> first = new CompletableFuture<>();
    var unusedSubscription =
        a.stream(Integer.class, "Endless", name)
            .subscribe(first::complete, first::completeExceptionally);
    assertThat(first.get(30, TimeUnit.SECONDS)).isZero();

    a.stop();

    assertThat(watcher.nextStopped()).isEqualTo(name);
  }
}
