package dev.nave.backplane.redis.fault;

import static dev.nave.backplane.directory.Change.Kind.JOINED;
import static dev.nave.backplane.directory.Change.Kind.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.Change;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import dev.nave.backplane.tck.DirectoryNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The directory when a server is lost or leaves. */
class DirectoryServerLossIT extends DirectoryFixture {
  @Test
  void replacesAServerThatIsCutOffAndTakesItBack() {
    try (RedisServer redis = RedisServer.started();
        TcpProxy proxy = TcpProxy.before(redis)) {
      DirectoryNode alice = join(proxy.address());
      DirectoryNode bob = join(redis.address());
      enter(alice, "a", 250);
      until(() -> assertThat(redis.number("EXISTS", "nave:dir:{0}:p")).isZero()); // All raised.

      proxy.refuse();
      proxy.cut();

      List<Change> lost = changesUntil(LOST, 250, bob);
      assertThat(lost).hasSize(250).extracting(Change::kind).containsOnly(LOST);
      assertThat(lost.get(249).isLast()).isTrue();
      assertThat(bob.members(BOARD)).isEmpty();
      proxy.accept();
      List<Change> back = changesUntil(JOINED, 250, alice, bob);
      assertThat(back).hasSize(250);
      assertThat(count(bob)).isEqualTo(250);
      assertThat(bob.members(BOARD, 1).get(0).node()).isEqualTo(alice.directory().node());
    }
  }

  /** What it has no room to be told stays in Redis; whose entries go does not depend on it. */
  @Test
  void removesWhatALostServerHadThoughItsListenerHangs() {
    int members = 10_500; // More than are fetched before some were raised.
    try (RedisServer redis = RedisServer.started()) {
      DirectoryNode bob = join(redis.address());
      bob.hold();
      enter(bob, "b", 10_000);
      DirectoryNode alice = join(redis.address());
      List<CompletableFuture<Void>> entered =
          IntStream.range(0, members - 10_000)
              .mapToObj(i -> alice.directory().put(BOARD, "a" + i, "v", true).toCompletableFuture())
              .toList();
      entered.forEach(alice::await);
      assertThat(count(bob)).isEqualTo(members);

      alice.backplane().close();

      until(() -> assertThat(count(bob)).isEqualTo(10_000));
      bob.raiseHeld();
      changesUntil(LOST, members - 10_000, bob);
    }
  }

  @Test
  void serverThatIsClosedWritesFirstWhatItHasRemoved() {
    try (RedisServer redis = RedisServer.started()) {
      DirectoryNode alice = join(redis.address());
      DirectoryNode bob = join(redis.address());
      enter(alice, "a", 3000);

      List<CompletableFuture<Void>> removed =
          IntStream.range(0, 3000)
              .mapToObj(i -> alice.directory().remove(BOARD, "a" + i, "ended"))
              .map(stage -> stage.toCompletableFuture())
              .toList();
      alice.backplane().close();

      removed.forEach(bob::await);
      assertThat(count(bob)).isZero();
      assertThat(bob.takeTold()).extracting(Change::kind).doesNotContain(LOST);
    }
  }
}
