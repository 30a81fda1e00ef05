package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The official Java client streams in both directions. */
@ParameterizedClass(name = "negotiated: {0}")
@ValueSource(booleans = {true, false})
class JavaClientStreamsIT {
  private static final String FAILED = "An error occurred on the server while streaming results.";

  @RegisterExtension static final RunningServer server = new RunningServer();

  @Parameter boolean negotiated;

  private JavaClients clients;

  @BeforeEach
  void begin() {
    clients = new JavaClients(server.url(), negotiated);
  }

  @AfterEach
  void end() {
    clients.close();
  }

  private static ReplaySubject<Integer> upload(int... items) {
    ReplaySubject<Integer> upload = ReplaySubject.create();
    IntStream.of(items).forEach(upload::onNext);
    return upload;
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

  @Test
  void uploadsAreReadAndKeptApart() {
    JavaClient a = clients.connect();
    ReplaySubject<Integer> left = upload(1, 2);
    ReplaySubject<Integer> right = upload(10);
    Single<int[]> sums = a.begin(int[].class, "TwoSums", left, right);
    left.onNext(3);
    left.onComplete();
    right.onNext(20);
    right.onComplete();
    assertThat(sums.blockingGet()).containsExactly(6, 30);
  }

  @Test
  void anUploadComesAmongArguments() {
    JavaClient a = clients.connect();
    ReplaySubject<String> texts = ReplaySubject.create();
    texts.onNext("a");
    texts.onNext("ü");
    texts.onComplete();
    assertThat(a.invoke(String.class, "Concat", "<", texts, ">")).isEqualTo("<aü>");
  }

  @Test
  void anUploadComesBackAsAStream() {
    JavaClient a = clients.connect();
    ReplaySubject<Integer> upload = upload(1, 2, 3);
    upload.onComplete();
    assertThat(a.stream(Integer.class, "Doubled", upload).toList().blockingGet())
        .containsExactly(2, 4, 6);
  }

  @Test
  void theHubHearsHowAnUploadEnds() {
    JavaClient a = clients.connect();
    ReplaySubject<Integer> failing = upload(1);
    failing.onError(new IllegalStateException("the disk is full"));
    assertThat(a.invoke(String.class, "HowItEnded", failing))
        .startsWith("failed: ")
        .contains("the disk is full");
    ReplaySubject<Integer> whole = upload(1);
    whole.onComplete();
    assertThat(a.invoke(String.class, "HowItEnded", whole)).isEqualTo("completed");
  }
}
