package dev.nave.hub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.FakeEndpoint;
import dev.nave.hub.transport.tck.LinkClient;
import dev.nave.hub.transport.tck.LinkContractTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The transport of {@link HubTester} keeps what transports promise of connections. */
class InProcessContractTest extends LinkContractTest {
  private final FakeEndpoint endpoint = new FakeEndpoint();
  private final InProcessTransport transport = new InProcessTransport();

  @BeforeEach
  void start() {
    transport.start(endpoint).toCompletableFuture().join();
  }

  @AfterEach
  void stop() {
    transport.stop().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    endpoint.connections().forEach(FakeConnection::assertPromisesKept);
  }

  @Override
  protected LinkClient client() {
    return new Client(transport, endpoint.newConnection());
  }

  @Override
  protected FakeConnection connection() {
    return endpoint.connections().get(endpoint.connections().size() - 1);
  }

  @Override
  protected void want(ConnectionLoop loop) {
    endpoint.onConnection(next -> next.wants(loop));
  }

  @Override
  protected CompletionStage<Void> stopTransport() {
    return transport.stop();
  }

  /** Takes bytes as they are. */
  private static final class Client implements InProcessLink.Client, LinkClient {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final InProcessLink link;

    Client(InProcessTransport transport, FakeConnection connection) {
      link = transport.open(connection, this);
    }

    @Override
    public synchronized void received(byte[] bytes) {
      received.writeBytes(bytes);
    }

    @Override
    public void over() {
      end.complete(null);
    }

    @Override
    public void send(String text) {
      link.send(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String read(int length) {
      await().until(() -> taken().length >= length);
      assertThat(taken()).hasSize(length);
      return new String(taken(), StandardCharsets.UTF_8);
    }

    private synchronized byte[] taken() {
      return received.toByteArray();
    }

    @Override
    public void leave() {
      link.leave();
    }

    @Override
    public void cut() {
      link.cut();
    }

    @Override
    public void awaitEnd() {
      end.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
      link.cut();
    }
  }
}
