package dev.nave.conformance.presence;

import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real Redis and its replica behind one address, as with a managed Redis: proxies lead to the one
 * that is the master. For one thread.
 */
final class RedisPair implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<TcpProxy> proxies = new CopyOnWriteArrayList<>();
  private RedisServer master = start();
  private RedisServer replica = start();

  /** What can happen to it. */
  enum Fault {
    EMPTIED(true),
    RESTARTED(false),
    RESTARTED_WITHOUT_DATA(true),
    PAUSED(false),
    FAILED_OVER(true),
    /** The first one is the master again when some servers may not have seen the other one. */
    FAILED_OVER_AND_BACK(true);

    private final boolean losesData;

    Fault(boolean losesData) {
      this.losesData = losesData;
    }

    /** Whether something that was confirmed may be gone. */
    boolean losesData() {
      return losesData;
    }
  }

  RedisPair() {
    follow();
  }

  private static RedisServer start() {
    return RedisServer.started("appendonly yes", "appendfsync no", "repl-diskless-sync-delay 0");
  }

  private void follow() {
    replica.command("REPLICAOF", master.host(), "" + master.port());
  }

  /** Opens a way to the master, whichever that is; the caller closes it. */
  TcpProxy newProxy() {
    TcpProxy proxy = TcpProxy.before(master);
    proxies.add(proxy);
    return proxy;
  }

  /**
   * Returns when it has happened; servers are still to notice.
   *
   * @param lost what is done while the replica misses it, before it becomes the master
   */
  void fail(Fault fault, Runnable lost) {
    switch (fault) {
      case EMPTIED -> master.command("FLUSHALL");
      case RESTARTED -> master.restart();
      case RESTARTED_WITHOUT_DATA -> {
        master.command("FLUSHALL");
        master.restart();
      }
      case PAUSED -> {
        master.freeze();
        master.thaw();
      }
      case FAILED_OVER -> failOver(lost);
      case FAILED_OVER_AND_BACK -> {
        failOver(lost);
        failOver(() -> {});
      }
    }
  }

  private void failOver(Runnable lost) {
    awaitReplica();
    replica.command("REPLICAOF", "NO", "ONE");
    lost.run();
    RedisServer former = master;
    master = replica;
    replica = former;
    proxies.forEach(proxy -> proxy.passTo(master));
    proxies.forEach(TcpProxy::cut);
    follow();
  }

  /** What was confirmed before is at the replica, too, and would survive a restart there. */
  private void awaitReplica() {
    await("replica that follows")
        .atMost(PATIENCE)
        .until(() -> replica.info("master_link_status").equals("up"));
    await("file of the replica, which begins anew with what it got from the master")
        .atMost(PATIENCE)
        .until(
            () ->
                replica.info("aof_rewrite_in_progress").equals("0")
                    && replica.info("aof_rewrite_scheduled").equals("0"));
    long written = Long.parseLong(master.info("master_repl_offset"));
    await("replica in step")
        .atMost(PATIENCE)
        .until(() -> Long.parseLong(replica.info("slave_repl_offset")) >= written);
  }

  @Override
  public void close() {
    proxies.forEach(TcpProxy::close);
    master.close();
    replica.close();
  }
}
