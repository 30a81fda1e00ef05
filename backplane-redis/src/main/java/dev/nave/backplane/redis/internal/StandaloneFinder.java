package dev.nave.backplane.redis.internal;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.redis.RedisEndpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * One server, under one or several addresses that are tried in turn. Of several, a replica does not
 * count: what is published on it does not reach those who are connected to the master.
 */
final class StandaloneFinder implements ServerFinder {
  private final List<RedisEndpoint> endpoints;
  private final BooleanSupplier detectsCluster;

  /** Whether the server could not be asked if it belongs to a cluster. */
  private volatile boolean maybeCluster;

  /** Creates a finder, which may tell by {@link OtherTopologyException} what it came upon. */
  StandaloneFinder(List<RedisEndpoint> endpoints, BooleanSupplier detectsCluster) {
    this.endpoints = endpoints;
    this.detectsCluster = detectsCluster;
  }

  @Override
  public RedisEndpoint guess(int attempt) {
    return endpoints.get((attempt - 1) % endpoints.size());
  }

  @Override
  public CompletionStage<RedisEndpoint> find(int attempt) {
    return CompletableFuture.completedStage(guess(attempt));
  }

  @Override
  public CompletionStage<Void> check(Link link) {
    CompletionStage<Void> mode =
        detectsCluster.getAsBoolean()
            ? ServerInfo.ask(link.asking().async(), "server")
                .thenAccept(
                    info -> {
                      if (!info.isKnown()) {
                        maybeCluster = true;
                      } else if (info.isClusterNode()) {
                        throw new OtherTopologyException(
                            OtherTopologyException.Found.CLUSTER,
                            link.endpoint() + " is a node of a cluster");
                      }
                    })
            : CompletableFuture.completedStage(null);
    return mode.thenCompose(
        fit -> {
          if (maybeCluster) { // Its nodes count only their own subscribers.
            link.receiversAreUncertain();
          }
          return checkStill(link);
        });
  }

  @Override
  public CompletionStage<Void> checkStill(Link link) {
    if (endpoints.size() == 1) {
      return CompletableFuture.completedStage(null);
    }
    return ServerInfo.ask(link.asking().async(), "replication")
        .thenAccept(
            info -> {
              if (info.isReplica()) {
                throw new BackplaneException(
                    link.endpoint() + " is a replica; another endpoint is the master", null, true);
              }
            });
  }
}
