package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestUpload;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Applications in Kotlin, Groovy or Scala throw checked exceptions where Java would not compile.
 */
class CheckedExceptionsTest {
  @Test
  void aPolicyThatThrowsOneFailsTheCallAlone() {
    try (HubTester tester = HubTester.of("/hub", CheckedExceptionsTest::hub)) {
      TestClient client = tester.connect("ann");
      assertThatThrownBy(() -> client.invoke("guarded")).isInstanceOf(HubInvocationException.class);
      assertThat(client.invoke(String.class, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void anAuthenticatorThatThrowsOneFailsTheRequest() {
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server -> {
              hub(server);
              server.authenticator(request -> fail());
            })) {
      assertThatThrownBy(() -> tester.connect("ann"))
          .isInstanceOf(ConnectionRefusedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"iterated", "published", "requested"})
  void aStreamThatThrowsOneEndsWithAnError(String method) {
    try (HubTester tester = HubTester.of("/hub", CheckedExceptionsTest::hub)) {
      TestClient client = tester.connect("ann");
      assertThat(client.stream(String.class, method).expectError()).contains("on the server");
      assertThat(client.invoke(String.class, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void aTracerThatThrowsOneDoesNotFailTheCall() {
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server -> {
              hub(server);
              server.tracer(call -> fail());
            })) {
      assertThat(tester.connect().invoke(String.class, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void aConsumerOfAnUploadThatThrowsOneFailsTheCall() {
    try (HubTester tester = HubTester.of("/hub", CheckedExceptionsTest::hub)) {
      TestClient client = tester.connect("ann");
      TestUpload upload = client.upload();
      CompletableFuture<@Nullable Object> read = client.invokeAsync(Object.class, "read", upload);
      upload.send("x");

      assertThat(read)
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(HubInvocationException.class);
    }
  }

  private static void hub(HubServerBuilder server) {
    server
        .hub("/hub", FailingHub.class, FailingHub::new)
        .policy("failing", context -> CheckedExceptionsTest.<Boolean>fail());
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // It returns nothing at all.
  private static <T> T fail() {
    throw CheckedExceptionsTest.<RuntimeException>checked();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what other languages do
  private static <E extends Exception> RuntimeException checked() throws E {
    throw (E) new IOException("checked");
  }

  /** Fails in its streams, and behind its policy. */
  public static final class FailingHub extends Hub {
    /** Needs a policy. */
    @Authorize(policy = "failing")
    public void guarded() {}

    /** Fails where it takes an item. */
    public CompletionStage<Void> read(Flow.Publisher<String> items) {
      return Uploads.forEach(items, item -> fail());
    }

    /** Works. */
    public String hello() {
      return "hello";
    }

    /** Fails where an item is made. */
    public Stream<String> iterated() {
      return Stream.generate(CheckedExceptionsTest::<String>fail);
    }

    /** Fails where it is subscribed to. */
    public Flow.Publisher<String> published() {
      return subscriber -> fail();
    }

    /** Fails where items are requested. */
    public Flow.Publisher<String> requested() {
      return subscriber ->
          subscriber.onSubscribe(
              new Flow.Subscription() {
                @Override
                public void request(long items) {
                  fail();
                }

                @Override
                public void cancel() {}
              });
    }
  }
}
