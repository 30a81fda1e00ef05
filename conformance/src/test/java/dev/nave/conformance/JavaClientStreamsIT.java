package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams for the official Java client. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.nave.conformance.Served#everyWay")
class JavaClientStreamsIT {
  private static final String FAILED = "An error occurred on the server while streaming results.";

  @RegisterExtension static final RunningServer server = new RunningServer();

  private final JavaClients clients;

  JavaClientStreamsIT(Served served) {
    clients = new JavaClients(server.url(served.by()), served.way());
  }

  @AfterEach
  void end() {
    clients.close();
  }

  @Test
  void aStreamBringsItsItemsAndEnds() {
    JavaClient a = clients.connect();
    List<Integer> items = a.stream(Integer.class, "Count", 1000).toList().blockingGet();
    assertThat(items).isEqualTo(IntStream.range(0, 1000).boxed().toList());
    assertThat(a.stream(Integer.class, "Count", 0).isEmpty().blockingGet()).isTrue();
  }

  @Test
  void anErrorOfAStreamComesBehindItsItems() {
    JavaClient a = clients.connect();
    TestObserver<Integer> shown =
        a.stream(Integer.class, "CountThenThrowHubException", 2, "shown").test();
    shown.awaitDone(30, TimeUnit.SECONDS).assertValues(0, 1);
    shown.assertError(error -> (FAILED + " HubException: shown").equals(error.getMessage()));

    TestObserver<Integer> secret = a.stream(Integer.class, "CountThenThrow", 1, "secret").test();
    secret.awaitDone(30, TimeUnit.SECONDS).assertValues(0);
    secret.assertError(error -> FAILED.equals(error.getMessage()));
  }

  @Test
  void theHubHearsThatAStreamIsCancelled() throws Exception {
    JavaClient a = clients.connect();
    JavaClient watcher = clients.connect();
    watcher.invoke("Join", "watchers");
    String name = UUID.randomUUID().toString();
    CompletableFuture<Integer> first = new CompletableFuture<>();

    Disposable stream = a.stream(Integer.class, "Endless", name).subscribe(first::complete);
    assertThat(first.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(a.invoke(Integer.class, "EchoInt", 1)).isEqualTo(1);
    stream.dispose();

    assertThat(watcher.nextStopped()).isEqualTo(name);
    assertThat(a.invoke(Integer.class, "EchoInt", 2)).isEqualTo(2);
  }
}
