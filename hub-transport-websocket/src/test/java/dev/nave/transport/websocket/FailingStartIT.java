package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.HttpEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A start that fails after some of its parts were started. */
class FailingStartIT {
  /** How the endpoint fails when the transport asks it something. */
  enum Failure {
    EXCEPTION,
    ERROR
  }

  private record BrokenEndpoint(Failure failure) implements HttpEndpoint {
    @Override
    public CompletionStage<EndpointAnswer> handle(HttpRequest request, boolean webSocketUpgrade) {
      return CompletableFuture.completedStage(new EndpointAnswer.NotMapped());
    }

    @Override
    public Patience patience() {
      if (failure == Failure.ERROR) {
        throw new StackOverflowError("thrown by the test");
      }
      throw new IllegalStateException("thrown by the test");
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("nave-accept") || name.startsWith("nave-loop"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void leavesNoThreadAndNoPortBehind(Failure failure) {
    List<String> before = threads();
    WebSocketTransport transport = WebSocketTransport.builder().host("127.0.0.1").port(0).build();

    assertThat(transport.start(new BrokenEndpoint(failure)).toCompletableFuture())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withMessageContaining("thrown by the test");
    await().until(() -> before.containsAll(threads()));
    assertThat(transport.stop().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
  }

  @Test
  void anotherStopOfWhatNeverStartedIsDoneAtOnce() {
    WebSocketTransport transport = WebSocketTransport.builder().host("127.0.0.1").port(0).build();

    assertThat(transport.stop().toCompletableFuture()).isCompleted();
    assertThat(transport.stop().toCompletableFuture()).isCompleted();
  }
}
