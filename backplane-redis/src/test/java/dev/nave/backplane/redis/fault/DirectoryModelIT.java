package dev.nave.backplane.redis.fault;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.testkit.RedisSentinels;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import dev.nave.backplane.tck.DirectoryModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Members, nodes and Redis come and go by chance; see {@link DirectoryModel}. */
class DirectoryModelIT {
  private static final int SEEDS = Integer.getInteger("nave.directory.seeds", 50);
  private static final int FIRST_SEED = Integer.getInteger("nave.directory.firstSeed", 0);
  private static final int FAILOVER_SEEDS = Integer.getInteger("nave.directory.failoverSeeds", 3);
  private static final int AT_ONCE = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static RedisBackplane node(String address, String prefix) {
    return FastNodes.node(
        address,
        options ->
            options
                .channelPrefix(prefix)
                .directoryLease(Duration.ofSeconds(1))
                .directoryRenewInterval(Duration.ofMillis(100)));
  }

  /** One Redis, which each node reaches by a proxy of its own. */
  private static final class OneRedis implements DirectoryModel.World {
    private final RedisServer redis;
    private final String prefix;
    private final Map<Backplane, TcpProxy> proxies = new ConcurrentHashMap<>();

    OneRedis(RedisServer redis, String prefix) {
      this.redis = redis;
      this.prefix = prefix;
    }

    @Override
    public Backplane newNode() {
      TcpProxy proxy = TcpProxy.before(redis);
      RedisBackplane node = node(proxy.address(), prefix);
      proxies.put(node, proxy);
      return node;
    }

    @Override
    public void kill(Backplane node) {
      TcpProxy proxy = Objects.requireNonNull(proxies.remove(node));
      proxy.refuse();
      proxy.cut();
      node.close();
      proxy.close();
    }

    @Override
    public boolean cutOff(Backplane node) {
      TcpProxy proxy = Objects.requireNonNull(proxies.get(node));
      proxy.pause();
      proxy.cut();
      return true;
    }

    @Override
    public void reconnect(Backplane node) {
      Objects.requireNonNull(proxies.get(node)).resume();
    }

    @Override
    public String fail(Random random) {
      int fault = random.nextInt(4);
      if (fault == 0 || fault == 2) {
        redis.command("FLUSHALL");
      }
      if (fault == 1 || fault == 2) {
        redis.restart();
      }
      if (fault == 3) {
        redis.freeze();
        redis.thaw();
      }
      return List.of(
              "Redis is emptied",
              "Redis is started anew with its data",
              "Redis is started anew without data",
              "Redis pauses")
          .get(fault);
    }
  }

  @Test
  void isWhatTheNodesHaveWhateverHappens() throws Exception {
    AtomicInteger next = new AtomicInteger(FIRST_SEED);
    inParallel(
        () -> {
          try (RedisServer redis = RedisServer.started("appendonly yes", "appendfsync no")) {
            for (int seed = next.getAndIncrement();
                seed < FIRST_SEED + SEEDS;
                seed = next.getAndIncrement()) {
              DirectoryModel.play(new OneRedis(redis, "seed" + seed + ":"), seed, PATIENCE);
            }
          }
        });
  }

  private static void inParallel(Runnable work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        running.add(pool.submit(work));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void isWhatTheNodesHaveThroughFailovers() {
    try (RedisSentinels sentinels = RedisSentinels.start(1)) {
      for (int seed = FIRST_SEED; seed < FIRST_SEED + FAILOVER_SEEDS; seed++) {
        String prefix = "seed" + seed + ":";
        DirectoryModel.World world =
            new DirectoryModel.World() {
              @Override
              public Backplane newNode() {
                return node(sentinels.connectionString(), prefix);
              }

              @Override
              public void kill(Backplane node) {
                node.close();
              }

              @Override
              public String fail(Random random) {
                sentinels.failover();
                return "another Redis becomes the master";
              }
            };
        DirectoryModel.play(world, seed, PATIENCE);
      }
    }
  }
}
