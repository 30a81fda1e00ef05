package dev.nave.transport.servlet.testkit;

import dev.nave.hub.HubServer;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.hub.transport.tck.HubListener;
import dev.nave.transport.servlet.ServletTransport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The transport inside of a container, with two loops. */
public final class ContainerListener implements HubListener {
  private final ServletTransport transport =
      ServletTransport.builder()
          .loops(2)
          .closeTimeout(Duration.ofMillis(500))
          .requestTimeout(Duration.ofSeconds(2))
          .build();
  private final TestContainer.Starter starter;
  private @Nullable TestContainer container;

  /** Listens with a container that is started so. */
  public ContainerListener(TestContainer.Starter starter) {
    this.starter = starter;
  }

  @Override
  public ServerTransport transport() {
    return transport;
  }

  @Override
  public void open(HubServer server) {
    container =
        starter.start(servlets -> transport.mount(servlets, server), TestContainer.NO_FILTER);
  }

  @Override
  public int port() {
    if (container == null) {
      throw new IllegalStateException("it does not listen");
    }
    return container.port();
  }

  @Override
  public void close() {
    if (container != null) {
      container.close();
    }
  }
}
