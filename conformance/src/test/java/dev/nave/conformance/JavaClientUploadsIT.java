package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Streams from the official Java client. One that polls may send them out of order, even before the
 * call that they belong to.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.nave.conformance.Served#webSockets")
class JavaClientUploadsIT {
  @RegisterExtension static final RunningServer server = new RunningServer();

  private final JavaClients clients;

  JavaClientUploadsIT(Served served) {
    clients = new JavaClients(server.url(served.by()), served.way());
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
