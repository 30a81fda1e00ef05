package dev.nave.backplane.redis.internal.topology;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The members of the cluster and their slots, as the nodes that answer see them. Lettuce asks them
 * and settles contradictions. Any thread.
 */
final class ClusterView {
  private final NodeContext context;

  /** Made when it is first needed, and anew after a failure: credentials may have changed. */
  @GuardedBy("this")
  private @Nullable RedisClusterClient client;

  ClusterView(NodeContext context) {
    this.context = context;
  }

  /** A node that is not known to have failed; slots only where it is the master of some. */
  record Member(RedisEndpoint endpoint, boolean isMaster, List<Integer> slots) {}

  /** Asks anew; fails if no node answers. */
  CompletionStage<List<Member>> refresh() {
    return CompletableFuture.completedStage(this)
        .thenApply(ClusterView::client)
        .thenCompose(
            asked ->
                asked
                    .refreshPartitionsAsync()
                    .thenApply(unused -> members(asked))
                    .whenComplete(
                        (members, failure) -> {
                          if (failure != null) {
                            forget(asked);
                          }
                        }));
  }

  private synchronized RedisClusterClient client() {
    RedisClusterClient known = client;
    if (known == null) {
      known = context.connector().clusterClient(context.options().endpoints());
      client = known;
    }
    return known;
  }

  private synchronized void forget(@Nullable RedisClusterClient used) {
    if (used != null) {
      var unusedFuture = used.shutdownAsync(0, 1, TimeUnit.SECONDS);
    }
    if (client == used) {
      client = null;
    }
  }

  private static List<Member> members(RedisClusterClient client) {
    List<Member> members = new ArrayList<>();
    for (RedisClusterNode node : client.getPartitions()) {
      if (isUsable(node)) {
        RedisURI uri = node.getUri();
        boolean master = node.is(RedisClusterNode.NodeFlag.UPSTREAM);
        members.add(
            new Member(
                RedisEndpoint.of(uri.getHost(), uri.getPort()),
                master,
                master ? node.getSlots() : List.of()));
      }
    }
    return members;
  }

  private static boolean isUsable(RedisClusterNode node) {
    return !node.is(RedisClusterNode.NodeFlag.FAIL)
        && !node.is(RedisClusterNode.NodeFlag.NOADDR)
        && !node.is(RedisClusterNode.NodeFlag.HANDSHAKE);
  }

  synchronized void close() {
    forget(client);
  }
}
