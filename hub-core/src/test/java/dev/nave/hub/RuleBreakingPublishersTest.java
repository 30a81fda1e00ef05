package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A publisher that breaks the rules of reactive streams breaks its own stream, and nothing else.
 */
class RuleBreakingPublishersTest {
  private static final String FAILED = "An error occurred on the server while streaming results.";

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Map<String, Flow.Publisher<Object>> publishers =
      Map.of(
          "null item", asked(subscriber -> subscriber.onNext(nothing())),
          "null failure", asked(subscriber -> subscriber.onError(nothing())),
          "null subscription", subscriber -> subscriber.onSubscribe(nothing()),
          "throws in subscribe",
              subscriber -> {
                throw new IllegalStateException("no subscribers today");
              },
          "throws in request",
              asked(
                  subscriber -> {
                    throw new IllegalStateException("no requests today");
                  }),
          "unasked item", subscriber -> subscriber.onNext("a"),
          "item before the subscription is asked",
              subscriber -> {
                subscriber.onSubscribe(subscription(n -> {}));
                subscriber.onNext("a");
                subscriber.onNext("b");
                subscriber.onNext("c");
              },
          "items after the end",
              asked(
                  subscriber -> {
                    subscriber.onComplete();
                    subscriber.onNext("a");
                    subscriber.onError(new IllegalStateException("late"));
                    subscriber.onComplete();
                  }),
          "two subscriptions",
              subscriber -> {
                subscriber.onSubscribe(subscription(n -> subscriber.onComplete()));
                subscriber.onSubscribe(subscription(n -> log.add("asked the second")));
              },
          "silent", subscriber -> {});
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server.hub(
                  "/hub",
                  AnyHub.class,
                  AnyHub::new,
                  hub -> hub.options(options -> options.detailedErrors(true))));
  private final TestClient client = tester.connect();

  /** Not static: its objects publish what the test says. */
  public class AnyHub extends Hub {
    public Flow.Publisher<Object> publish(String what) {
      return Objects.requireNonNull(publishers.get(what));
    }
  }

  private static Flow.Publisher<Object> asked(Consumer<Flow.Subscriber<? super Object>> whenAsked) {
    return subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              @Override
              public void request(long n) {
                whenAsked.accept(subscriber);
              }

              @Override
              public void cancel() {
                throw new IllegalStateException("no cancelling either");
              }
            });
  }

  private Flow.Subscription subscription(LongConsumer whenAsked) {
    return new Flow.Subscription() {
      @Override
      public void request(long n) {
        whenAsked.accept(n);
      }

      @Override
      public void cancel() {
        log.add("cancelled");
      }
    };
  }

  /** What the types say cannot be. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @AfterEach
  void stop() {
    tester.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "null item; NullPointerException: the publisher sent null as an item",
        "null failure; NullPointerException: the publisher failed with null",
        "null subscription; NullPointerException: subscription",
        "throws in subscribe; IllegalStateException: no subscribers today",
        "throws in request; IllegalStateException: no requests today",
        "unasked item; IllegalStateException: the publisher sent more items than were requested",
      })
  void theStreamFails(String what, String reason) {
    TestStream<Object> stream = client.stream(Object.class, "publish", what);

    assertThat(stream.expectError()).isEqualTo(FAILED + " " + reason);
    client.expectNothing();
  }

  @Test
  void itemsThatNobodyAskedForEndTheStreamAndItsSubscription() {
    TestStream<Object> stream =
        client.stream(Object.class, "publish", "item before the subscription is asked");

    assertThat(stream.expectError()).endsWith("sent more items than were requested");
    client.expectNothing();
    assertThat(log).containsExactly("cancelled");
  }

  @Test
  void whatComesAfterTheEndIsNotLookedAt() {
    client.stream(Object.class, "publish", "items after the end").expectEnd();
    client.expectNothing();
  }

  @Test
  void aSecondSubscriptionIsCancelled() {
    client.stream(Object.class, "publish", "two subscriptions").expectEnd();
    assertThat(log).containsExactly("cancelled");
  }

  @Test
  void oneThatNeverBeginsCanBeCancelled() {
    TestStream<Object> stream = client.stream(Object.class, "publish", "silent");
    client.expectNothing();

    stream.cancel();

    stream.expectEnd();
  }
}
