package dev.nave.spring.boot.autoconfigure;

import dev.nave.hub.HubServer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/**
 * Starts the hub server after the web server, and stops it before: clients are told to reconnect
 * while requests are still served.
 *
 * <p>With {@code server.shutdown=immediate} no client is waited for.
 */
final class HubServerLifecycle implements SmartLifecycle {
  /** After the phases of Boot's web server, which stops to accept requests at 1,024 before. */
  static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

  private final ObjectProvider<HubServer> server;
  private final boolean immediate;
  private volatile @Nullable HubServer started;

  HubServerLifecycle(ObjectProvider<HubServer> server, Environment environment) {
    this.server = server;
    immediate =
        "immediate".equalsIgnoreCase(environment.getProperty("server.shutdown", "graceful"));
  }

  @Override
  public void start() {
    HubServer starting = server.getObject();
    switch (starting.health().state()) {
      case NEW -> starting.start();
      case STARTING, RUNNING -> {} // A test's.
      case DRAINING, STOPPED ->
          throw new IllegalStateException(
              "the hub server was stopped: it can be started again in another context only");
    }
    started = starting;
  }

  @Override
  public void stop(Runnable callback) {
    var unusedFuture = stopped().whenComplete((done, failure) -> callback.run());
  }

  @Override
  public void stop() {
    stopped().join();
  }

  private CompletableFuture<Void> stopped() {
    HubServer running = started;
    started = null;
    if (running == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> end = running.stopAsync();
    return immediate ? running.stopAsync() : end;
  }

  @Override
  public boolean isRunning() {
    return started != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** It cannot be started twice, so a paused context of tests keeps it. */
  @Override
  public boolean isPauseable() {
    return false;
  }
}
