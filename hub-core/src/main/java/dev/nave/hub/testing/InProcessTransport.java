package dev.nave.hub.testing;

import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server module without a port: its links hand bytes to clients in this process. Any thread.
 *
 * <p>It has more than one loop, as other transports do, so that a broadcast takes the same ways.
 */
class InProcessTransport implements ServerTransport {
  private final List<InProcessLoop> loops =
      List.of(new InProcessLoop("nave-test-loop-1"), new InProcessLoop("nave-test-loop-2"));
  private final AtomicInteger opened = new AtomicInteger();
  private final Set<InProcessLink> links = ConcurrentHashMap.newKeySet();
  private volatile @Nullable HttpEndpoint endpoint;

  @Override
  public CompletionStage<Void> start(HttpEndpoint endpoint) {
    this.endpoint = endpoint;
    return CompletableFuture.completedStage(null);
  }

  HttpEndpoint endpoint() {
    HttpEndpoint started = endpoint;
    if (started == null) {
      throw new IllegalStateException("the server has not started");
    }
    return started;
  }

  /** Opens a link between a connection that waits for it and a client. */
  InProcessLink open(Attachable connection, InProcessLink.Client client) {
    InProcessLoop loop =
        connection.loop() instanceof InProcessLoop wanted
            ? wanted
            : loops.get(opened.getAndIncrement() % loops.size());
    InProcessLink link = newLink(loop, client);
    links.add(link);
    loop.execute(() -> link.attach(connection, () -> links.remove(link)));
    return link;
  }

  /** Makes a link; a test of the server overrides this to have links that fail. */
  InProcessLink newLink(InProcessLoop loop, InProcessLink.Client client) {
    return new InProcessLink(loop, client);
  }

  @Override
  public CompletionStage<Void> stopAccepting() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> stop() {
    for (InProcessLink link : links) {
      link.loop().execute(link::abort);
    }
    return CompletableFuture.allOf(
        loops.stream().map(InProcessLoop::stop).toArray(CompletableFuture<?>[]::new));
  }
}
