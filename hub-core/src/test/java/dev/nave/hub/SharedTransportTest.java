package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Two servers that were given one transport by mistake. */
class SharedTransportTest {
  private final OnceTransport transport = new OnceTransport();

  /** A hub. */
  public static final class PlainHub extends Hub {
    /** Says where it is. */
    public String here() {
      return "here";
    }
  }

  /** A transport that serves one server, as each does. */
  private static final class OnceTransport implements ServerTransport {
    private final List<String> asked = new ArrayList<>();
    private boolean started;

    @Override
    public CompletionStage<Void> start(HttpEndpoint endpoint) {
      if (started) {
        return CompletableFuture.failedStage(new IllegalStateException("started already"));
      }
      started = true;
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> stopAccepting() {
      asked.add("stop accepting");
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> stop() {
      asked.add("stop");
      return CompletableFuture.completedStage(null);
    }
  }

  private HubServer server() {
    return HubServer.builder()
        .transport(transport)
        .hub("/plain", PlainHub.class, PlainHub::new)
        .build();
  }

  @Test
  void theSecondServerFailsAndTheFirstGoesOn() {
    HubServer first = server();
    first.start();
    HubServer second = server();

    assertThatIllegalStateException().isThrownBy(second::start).withMessage("started already");
    second.stop();

    assertThat(transport.asked).isEmpty();
    first.stop();
    assertThat(transport.asked).containsExactly("stop accepting", "stop");
  }
}
