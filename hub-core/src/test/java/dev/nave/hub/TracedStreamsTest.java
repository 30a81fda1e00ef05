package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a tracer is told of calls that go on after their return, and of lifecycle events that fail.
 */
class TracedStreamsTest {
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final SubmissionPublisher<String> news = new SubmissionPublisher<>();
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server -> server.tracer(new Recorder()).hub("/hub", TracedHub.class, TracedHub::new));

  private final class Recorder implements HubTracer {
    @Override
    public Span begin(TracedCall call) {
      return new Span() {
        @Override
        public Scope activate() {
          return () -> {};
        }

        @Override
        public void end(@Nullable Throwable failure) {
          ended.add(
              call.method() + (failure == null ? "" : ": " + failure.getClass().getSimpleName()));
        }
      };
    }
  }

  /** Not static: its objects work on the state of the test. */
  public class TracedHub extends Hub {
    @Override
    protected void onConnected() {
      if ("early".equals(context().userId())) {
        throw new IllegalStateException("at the beginning");
      }
      if ("joiner".equals(context().userId())) {
        groups().add("x".repeat(2_000));
      }
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      if ("late".equals(context().userId())) {
        throw new IllegalStateException("at the end");
      }
    }

    public void joins() {
      groups().add("x".repeat(2_000));
    }

    public void joinsAndFails() {
      groups().add("x".repeat(2_000));
      throw new HubException("its own");
    }

    public Flow.Publisher<String> news() {
      return news;
    }

    @HubMethodName("renamed")
    public Stream<String> original() {
      return Stream.of("a");
    }

    public Stream<Object> fails() {
      return Stream.of("a")
          .map(
              item -> {
                throw new IllegalStateException("in the middle");
              });
    }
  }

  @AfterEach
  void stop() {
    tester.close();
    news.close();
  }

  private void awaitEnded(String what) {
    await(what).until(() -> ended.contains(what));
  }

  @Test
  void aStreamIsOneCallFromItsInvocationToItsEnd() {
    TestClient ann = tester.connect("ann");
    awaitEnded("onConnected");
    TestStream<String> stream = ann.stream(String.class, "news");
    await().until(news::hasSubscribers);
    news.submit("a");
    assertThat(stream.expectItem()).isEqualTo("a");

    news.close();

    stream.expectEnd();
    awaitEnded("news");
    ann.stream(String.class, "renamed").expectItem();
    awaitEnded("renamed");
    assertThat(ended).containsExactly("onConnected", "news", "renamed");
  }

  @Test
  void theFailureOfAStreamIsThatOfItsCall() {
    TestClient ann = tester.connect("ann");

    ann.stream(String.class, "fails").expectError();

    awaitEnded("fails: IllegalStateException");
  }

  @Test
  void theFailureOfAGroupChangeIsThatOfItsCall() {
    TestClient ann = tester.connect("ann");

    assertThatThrownBy(() -> ann.invoke("joins")).isInstanceOf(HubInvocationException.class);
    awaitEnded("joins: HubException");

    assertThatThrownBy(() -> ann.invoke("joinsAndFails"))
        .isInstanceOf(HubInvocationException.class);
    awaitEnded("joinsAndFails: HubException");

    assertThatThrownBy(() -> tester.connect("joiner"))
        .isInstanceOf(ConnectionRefusedException.class);
    awaitEnded("onConnected: HubException");
  }

  @Test
  void theFailureOfOnConnectedIsSeen() {
    assertThatThrownBy(() -> tester.connect("early"))
        .isInstanceOf(ConnectionRefusedException.class);

    awaitEnded("onConnected: IllegalStateException");
  }

  @Test
  void theFailureOfOnDisconnectedIsSeen() {
    tester.connect("late").close();

    awaitEnded("onDisconnected: IllegalStateException");
  }
}
