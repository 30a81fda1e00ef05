package dev.nave.backplane.redis.fault;

import static dev.nave.backplane.directory.Change.Kind.JOINED;
import static dev.nave.backplane.directory.Change.Kind.LOST;
import static dev.nave.backplane.directory.Change.Kind.RESET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.Change;
import dev.nave.backplane.redis.testkit.RedisSentinels;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import dev.nave.backplane.tck.DirectoryNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The directory when another Redis becomes the master. */
class DirectoryFailoverIT extends DirectoryFixture {
  @Test
  void keepsWhatTheServersHaveThroughAFailover() {
    try (RedisSentinels sentinels = RedisSentinels.start(1)) {
      DirectoryNode alice = join(sentinels.connectionString());
      DirectoryNode bob = join(sentinels.connectionString());
      enter(alice, "a", 250);
      RedisSentinels.Node before = sentinels.master();
      before.server().freeze(); // What is written now is lost: it never reaches the replica.
      alice.directory().put(BOARD, "late", "v", true);
      sentinels.beginFailover();
      sentinels.awaitFailover(before);

      until(() -> assertThat(count(bob)).isEqualTo(251));
      List<Change> told = changesUntil(JOINED, 1, alice);
      assertThat(told).extracting(Change::kind).doesNotContain(LOST);
      before.server().thaw();
    }
  }

  /** The sockets stay open, and no check of the role is due for a day. */
  @Test
  void leavesAtOnceAMasterThatAnswersThatItIsAReplica() {
    try (RedisServer master = RedisServer.started();
        RedisServer replica = RedisServer.started()) {
      replica.command("REPLICAOF", master.host(), "" + master.port());
      String both = master.address() + "," + replica.address();
      DirectoryNode alice =
          join(both, options -> options.topologyCheckInterval(Duration.ofDays(1)));
      enter(alice, "a", 50);
      replica.command("REPLICAOF", "NO", "ONE");

      master.command("REPLICAOF", replica.host(), "" + replica.port());

      until(() -> assertThat(replica.number("ZCARD", "nave:dir:{0}:m6:groupsboard")).isEqualTo(50));
      until(() -> assertThat(count(alice)).isEqualTo(50));
      alice.put(BOARD, "later", "");
      assertThat(replica.number("ZCARD", "nave:dir:{0}:m6:groupsboard")).isEqualTo(51);
    }
  }

  /**
   * No server has reached the second Redis, so nothing that it had tells that it was the master.
   */
  @Test
  void noticesThatItsMasterWasAReplicaMeanwhile() {
    try (RedisServer first = RedisServer.started("repl-diskless-sync-delay 0");
        RedisServer second = RedisServer.started("repl-diskless-sync-delay 0");
        TcpProxy proxy = TcpProxy.before(first)) {
      DirectoryNode alice = join(proxy.address());
      enter(alice, "kept", 10);
      follow(second, first);
      promote(second);
      enter(alice, "lost", 10); // Only the first one has them.

      proxy.refuse();
      proxy.cut();
      follow(first, second);
      promote(first);
      assertThat(first.number("ZCARD", "nave:dir:{0}:m6:groupsboard")).isEqualTo(10);
      proxy.accept();

      until(() -> assertThat(count(alice)).isEqualTo(20));
      List<Change> told = changesUntil(RESET, 1, alice);
      assertThat(told).extracting(Change::kind).containsExactly(RESET);
    }
  }

  /** Returns when it has all. */
  private static void follow(RedisServer follower, RedisServer leader) {
    follower.command("REPLICAOF", leader.host(), "" + leader.port());
    until(() -> assertThat(follower.info("master_link_status")).isEqualTo("up"));
  }

  private static void promote(RedisServer replica) {
    replica.command("REPLICAOF", "NO", "ONE");
  }
}
