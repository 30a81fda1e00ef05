package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.ServerHealth.State;
import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A loop that takes no work any more fails each step of a stop that concerns its connections. */
class StopWithADeadLoopTest {
  private final CountDownLatch connected = new CountDownLatch(1);
  private final DeadLoop loop = new DeadLoop();

  private final class AnyHub extends Hub {
    @Override
    protected void onConnected() {
      connected.countDown();
    }
  }

  /** Runs nothing, and refuses everything once it is dead. */
  private static final class DeadLoop implements ConnectionLoop {
    private volatile boolean dead;

    @Override
    public boolean inLoop() {
      return true;
    }

    @Override
    public synchronized void execute(Runnable task) {
      if (dead) {
        throw new RejectedExecutionException("says the test");
      }
      task.run();
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
      return () -> {};
    }

    @Override
    public OutboundBuffer join(List<byte[]> frames) {
      return new OutboundBuffer() {
        @Override
        public int length() {
          return 0;
        }

        @Override
        public byte[] copy() {
          return new byte[0];
        }

        @Override
        public void release() {}
      };
    }
  }

  /** A link that takes everything. */
  private final class AnyLink implements TransportConnection {
    @Override
    public ConnectionLoop loop() {
      return loop;
    }

    @Override
    public Framing framing(TransferFormat format) {
      return message -> message;
    }

    @Override
    public void write(ConnectionLoop.OutboundBuffer buffer) {}

    @Override
    public void flush() {}

    @Override
    public long pendingBytes() {
      return 0;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close(CloseStatus how) {}

    @Override
    public void abort() {}
  }

  /** Hands out its endpoint. */
  private static final class OpenTransport extends DeafTransport {
    private @Nullable HttpEndpoint endpoint;
    private boolean stopped;

    @Override
    public CompletionStage<Void> start(HttpEndpoint value) {
      endpoint = value;
      return super.start(value);
    }

    @Override
    public CompletionStage<Void> stop() {
      stopped = true;
      return super.stop();
    }
  }

  @Test
  void keepsNothingElseFromEnding() throws Exception {
    OpenTransport transport = new OpenTransport();
    HubServer server =
        HubServer.builder()
            .transport(transport)
            .serverOptions(options -> options.stopGrace(Duration.ofMillis(1)))
            .hub("/hub", AnyHub.class, AnyHub::new)
            .build();
    server.start();
    HttpRequest upgrade = HttpRequest.builder("GET", "/hub").build();
    Attach attach =
        (Attach)
            Objects.requireNonNull(transport.endpoint)
                .handle(upgrade, true)
                .toCompletableFuture()
                .join();
    TransportReceiver receiver = attach.connection().attach(new AnyLink());
    receiver.received(
        "{\"protocol\":\"json\",\"version\":1}\u001e".getBytes(StandardCharsets.UTF_8));
    assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
    loop.dead = true;

    assertThat(server.stopAsync()).succeedsWithin(Duration.ofSeconds(20));

    assertThat(transport.stopped).isTrue();
    assertThat(server.health().state()).isEqualTo(State.STOPPED);
  }
}
