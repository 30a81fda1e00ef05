package dev.nave.transport.servlet.testkit;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.util.function.Consumer;

/** A servlet container on a free port of this machine, with the hubs of one server. */
public interface TestContainer extends AutoCloseable {
  /** Returns the port. */
  int port();

  @Override
  void close();

  /** How a container is started. */
  interface Starter {
    /**
     * Starts a container.
     *
     * @param mount mounts hubs where the application begins
     * @param filter stands before the hubs
     */
    TestContainer start(Consumer<ServletContext> mount, Filter filter);
  }

  /** A filter that does nothing. */
  Filter NO_FILTER = (request, response, chain) -> chain.doFilter(request, response);
}
