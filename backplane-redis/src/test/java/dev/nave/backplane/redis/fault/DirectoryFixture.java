package dev.nave.backplane.redis.fault;

import static dev.nave.backplane.directory.Change.Kind.JOINED;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.tck.DirectoryNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that share a directory, with short leases; they are closed at the end. */
@ExtendWith(LogsOnFailure.class)
abstract class DirectoryFixture {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final Duration LEASE = Duration.ofSeconds(2);
  static final DirectoryKey BOARD = new DirectoryKey("groups", "board");

  final List<DirectoryNode> nodes = new ArrayList<>();

  final DirectoryNode join(String address) {
    return join(address, options -> {});
  }

  final DirectoryNode join(String address, Consumer<RedisOptions.Builder> more) {
    RedisBackplane backplane =
        FastNodes.node(
            address,
            options -> {
              options.directoryLease(LEASE).directoryRenewInterval(Duration.ofMillis(200));
              more.accept(options);
            });
    DirectoryNode node = new DirectoryNode(backplane, PATIENCE);
    nodes.add(node);
    return node;
  }

  @AfterEach
  final void close() {
    nodes.forEach(node -> node.backplane().close());
  }

  static void until(Runnable assertion) {
    await().atMost(PATIENCE).ignoreExceptions().untilAsserted(assertion::run);
  }

  final void enter(DirectoryNode node, String prefix, int number) {
    List<CompletableFuture<Void>> entered =
        IntStream.range(0, number)
            .mapToObj(i -> node.directory().put(BOARD, prefix + i, "v", true).toCompletableFuture())
            .toList();
    entered.forEach(node::await);
    changesUntil(JOINED, number, nodes.toArray(DirectoryNode[]::new));
  }

  static long count(DirectoryNode node) {
    return node.await(node.directory().count(BOARD));
  }

  /** All changes that come until one of a kind has come from some of the nodes. */
  static List<Change> changesUntil(Change.Kind kind, int number, DirectoryNode... nodes) {
    List<Change> changes = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (DirectoryNode node : nodes) {
                changes.addAll(node.takeTold());
              }
              return changes.stream().filter(change -> change.kind() == kind).count() >= number;
            });
    return changes;
  }
}
