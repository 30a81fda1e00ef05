package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.internal.connect.ConnectionPair;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.connect.ServerFinder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Any node of a cluster, for classic pub/sub, which the nodes copy to each other. Servers choose by
 * chance, so that they spread over the nodes.
 */
final class ClusterFinder implements ServerFinder {
  private static final int FIRST_SHARDED_VERSION = 7;

  private final ClusterView view;
  private final RedisEndpoint seed;
  private final BooleanSupplier detectsSharded;
  private final NodeContext context;
  private volatile List<RedisEndpoint> masters = List.of();
  private volatile @Nullable RedisEndpoint lastChosen;

  /**
   * Creates a finder, which may tell by {@link OtherTopologyException} that the nodes know sharded
   * pub/sub.
   */
  ClusterFinder(NodeContext context, ClusterView view, BooleanSupplier detectsSharded) {
    this.context = context;
    this.view = view;
    this.seed = context.options().endpoints().get(0);
    this.detectsSharded = detectsSharded;
  }

  @Override
  public RedisEndpoint guess(int attempt) {
    RedisEndpoint chosen = lastChosen;
    return chosen != null ? chosen : seed;
  }

  @Override
  public CompletionStage<RedisEndpoint> find(int attempt) {
    return view.refresh().thenApply(this::choose);
  }

  private RedisEndpoint choose(List<ClusterView.Member> members) {
    masters =
        members.stream()
            .filter(ClusterView.Member::isMaster)
            .map(ClusterView.Member::endpoint)
            .toList();
    if (masters.isEmpty()) {
      throw new BackplaneException("the cluster has no master that works", null, true);
    }
    RedisEndpoint before = lastChosen; // Not twice in a row: it has just failed.
    List<RedisEndpoint> others = masters.stream().filter(each -> !each.equals(before)).toList();
    List<RedisEndpoint> from = others.isEmpty() ? masters : others;
    RedisEndpoint chosen = from.get(ThreadLocalRandom.current().nextInt(from.size()));
    lastChosen = chosen;
    return chosen;
  }

  @Override
  public CompletionStage<Void> check(ConnectionPair pair) {
    if (!detectsSharded.getAsBoolean()) {
      return CompletableFuture.completedStage(null);
    }
    // All of them, so that the answer does not depend on the server that is asked.
    CompletionStage<Boolean> all = CompletableFuture.completedStage(true);
    for (RedisEndpoint master : masters) {
      all = all.thenCombine(knowsSharded(master), (before, each) -> before && each);
    }
    return all.thenAccept(
        sharded -> {
          if (sharded) {
            throw new OtherTopologyException(
                OtherTopologyException.Found.SHARDED_PUB_SUB,
                "all masters of the cluster know sharded pub/sub");
          }
        });
  }

  private CompletionStage<Boolean> knowsSharded(RedisEndpoint master) {
    return context
        .connector()
        .connect(master)
        .thenCompose(
            opened ->
                ServerInfo.ask(opened.connection().async(), "server")
                    .whenComplete((info, failure) -> context.connector().close(opened)))
        .thenApply(info -> info.majorVersion() >= FIRST_SHARDED_VERSION);
  }

  @Override
  public CompletionStage<Void> checkStill(ConnectionPair pair) {
    return view.refresh()
        .exceptionally(failure -> List.of()) // No answer: nothing speaks against it.
        .thenAccept(
            members -> {
              boolean known =
                  members.stream().anyMatch(each -> each.endpoint().equals(pair.endpoint()));
              if (!members.isEmpty() && !known) {
                throw new BackplaneException(
                    pair.endpoint() + " does not belong to the cluster any more", null, true);
              }
            });
  }
}
