package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.Stages;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.internal.connect.ConnectionPair;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.connect.ServerFinder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * One server, under one or several addresses that are tried in turn. A replica is refused, also
 * when it is the only endpoint: it would accept publications that reach only its own subscribers.
 */
final class StandaloneFinder implements ServerFinder {
  private static final String UNKNOWN_ROLE =
      " does not tell whether it is a replica, since its user may run neither INFO nor HELLO: it is"
          + " used as a master, and at a replica publications would not reach the other servers";

  private final NodeContext context;
  private final List<RedisEndpoint> endpoints;
  private final BooleanSupplier detectsCluster;

  /** Whether the server could not be asked if it belongs to a cluster. */
  private volatile boolean maybeCluster;

  /** The replicas that a warning has named. */
  private final Set<RedisEndpoint> toldReplicas = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean toldUnknown = new AtomicBoolean();

  /** Creates a finder, which may tell by {@link OtherTopologyException} what it came upon. */
  StandaloneFinder(NodeContext context, BooleanSupplier detectsCluster) {
    this.context = context;
    this.endpoints = context.options().endpoints();
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
  public CompletionStage<Void> check(ConnectionPair pair) {
    CompletionStage<Void> mode =
        detectsCluster.getAsBoolean()
            ? ServerInfo.ask(pair.asking().async(), "server")
                .thenAccept(
                    info -> {
                      if (!info.isKnown()) {
                        maybeCluster = true;
                      } else if (info.isClusterNode()) {
                        throw new OtherTopologyException(
                            OtherTopologyException.Found.CLUSTER,
                            pair.endpoint() + " is a node of a cluster");
                      }
                    })
            : CompletableFuture.completedStage(null);
    return mode.thenCompose(
        fit -> {
          if (maybeCluster) { // Its nodes count only their own subscribers.
            pair.receiversAreUncertain();
          }
          return refuseReplica(pair);
        });
  }

  private CompletionStage<Void> refuseReplica(ConnectionPair pair) {
    return ServerRole.ask(pair.asking().async())
        .thenAccept(
            role -> {
              switch (role) {
                case REPLICA -> {
                  BackplaneException refusal = replica(pair);
                  if (toldReplicas.add(pair.endpoint())) {
                    context.reporter().notice("not used: " + refusal.getMessage());
                  }
                  throw refusal;
                }
                case MASTER -> toldReplicas.remove(pair.endpoint());
                case UNKNOWN -> {
                  if (toldUnknown.compareAndSet(false, true)) {
                    context.reporter().notice(pair.endpoint() + UNKNOWN_ROLE);
                  }
                }
              }
            });
  }

  private BackplaneException replica(ConnectionPair pair) {
    String advice =
        endpoints.size() == 1
            ? "; name its master as the endpoint, or use Sentinel"
            : "; another endpoint is to be the master";
    return new BackplaneException(
        pair.endpoint()
            + " is a replica, and publications at a replica do not reach the servers at its master"
            + advice,
        null,
        true);
  }

  @Override
  public CompletionStage<Void> checkStill(ConnectionPair pair) {
    return refuseReplica(pair)
        .exceptionally(
            failure -> {
              if (Stages.unwrap(failure) instanceof BackplaneException replica) {
                throw replica;
              }
              return null; // It did not answer, for which the probes look.
            });
  }
}
