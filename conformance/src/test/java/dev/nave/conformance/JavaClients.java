package dev.nave.conformance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the clients of one test, and stops them at its end. */
final class JavaClients implements AutoCloseable {
  private final String server;
  private final Way way;
  private final List<JavaClient> made = new ArrayList<>();

  JavaClients(String server, Way way) {
    this.server = server;
    this.way = way;
  }

  /** Returns a client that is not connected yet. */
  JavaClient build(String route, @Nullable String user) {
    JavaClient client = new JavaClient(server + route, way, user);
    made.add(client);
    return client;
  }

  /** Returns a client that is connected, and known to the server to be. */
  JavaClient connect(String route, @Nullable String user) {
    JavaClient client = build(route, user);
    client.start();
    client.invoke("Nothing");
    return client;
  }

  JavaClient connect() {
    return connect("/test", null);
  }

  @Override
  public void close() {
    made.forEach(JavaClient::close);
  }
}
