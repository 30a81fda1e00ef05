package dev.nave.conformance.presence;

import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real Redis and its replica behind one address, as with a managed Redis: proxies lead to the one
 * that is the master.
 */
final class RedisPair implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<TcpProxy> proxies = new CopyOnWriteArrayList<>();
  private RedisServer master = start();
  private RedisServer replica = start();

  RedisPair() {
    follow();
  }

  private static RedisServer start() {
    return RedisServer.started("appendonly yes", "appendfsync no", "repl-diskless-sync-delay 0");
  }

  private void follow() {
    replica.command("REPLICAOF", master.host(), "" + master.port());
  }

  RedisServer master() {
    return master;
  }

  /** Opens a way to the master, whichever that is; the caller closes it. */
  TcpProxy newProxy() {
    TcpProxy proxy = TcpProxy.before(master);
    proxies.add(proxy);
    return proxy;
  }

  /** From now on the replica misses what is written, until the next failover. */
  void stopReplication() {
    await("replica in step")
        .atMost(PATIENCE)
        .until(() -> replica.info("master_link_status").equals("up"));
    replica.command("REPLICAOF", "NO", "ONE");
  }

  /** The replica, which follows no more, becomes the master; what it has missed is lost. */
  void failOver() {
    RedisServer former = master;
    master = replica;
    replica = former;
    proxies.forEach(proxy -> proxy.passTo(master));
    proxies.forEach(TcpProxy::cut);
    follow();
  }

  @Override
  public void close() {
    proxies.forEach(TcpProxy::close);
    master.close();
    replica.close();
  }
}
