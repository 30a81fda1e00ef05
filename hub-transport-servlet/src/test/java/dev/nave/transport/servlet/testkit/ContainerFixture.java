package dev.nave.transport.servlet.testkit;

import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.hub.transport.tck.TransportFixture;
import dev.nave.transport.servlet.ServletTransport;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The transport inside of a container. */
public final class ContainerFixture implements TransportFixture {
  private final ServletTransport transport =
      ServletTransport.builder()
          .loops(2)
          .closeTimeout(Duration.ofSeconds(1))
          .requestTimeout(Duration.ofSeconds(1))
          .build();
  private final boolean pausesReading;
  private final TestContainer container;

  /** Starts both. */
  public ContainerFixture(
      TestContainer.Starter starter, boolean pausesReading, HttpEndpoint endpoint) {
    this.pausesReading = pausesReading;
    container = starter.start(this::mount, TestContainer.NO_FILTER);
    transport.start(endpoint).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void mount(ServletContext servlets) {
    ServletRegistration.Dynamic servlet = servlets.addServlet("hub", transport.servlet());
    servlet.setAsyncSupported(true);
    servlet.addMapping(ServletTransport.mapping("/hub"));
  }

  @Override
  public int port() {
    return container.port();
  }

  @Override
  public ServerTransport transport() {
    return transport;
  }

  @Override
  public boolean pausesReading() {
    return pausesReading;
  }

  @Override
  public void close() {
    transport.stop().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    container.close();
  }
}
