package dev.nave.conformance;

import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two servers with default options under steady load from both, each behind a proxy of its own
 * before the one real Redis. The test breaks what it likes; at the end the farm compares what its
 * clients saw with what its servers counted.
 */
final class FaultyFarm implements AutoCloseable {
  /** What is promised is 2 seconds; the rest is for a machine that has other things to do. */
  private static final Duration SLOWEST_ANSWER = Duration.ofMillis(2_500);

  private static final Duration FLOWS_AGAIN = Duration.ofSeconds(10);

  /** Losses are known two announcements, of 2.5 seconds each, after the last message. */
  private static final Duration ALL_IS_COUNTED = Duration.ofSeconds(15);

  private final RedisServer redis = RedisServer.started();
  private final List<TcpProxy> proxies = new ArrayList<>();
  private final List<ConformanceServer> servers = new ArrayList<>();
  private final List<String> urls = new ArrayList<>();
  private final SteadyLoad load;

  FaultyFarm() throws Exception {
    try {
      for (int i = 0; i < 2; i++) {
        TcpProxy proxy = TcpProxy.before(redis);
        proxies.add(proxy);
        ConformanceServer server = ConformanceServer.start(new Arguments(0, proxy.address()));
        servers.add(server);
        urls.add(server.url());
      }
      load = new SteadyLoad(urls);
    } catch (Exception e) {
      closeServers();
      throw e;
    }
    load.awaitFirst(FLOWS_AGAIN);
    load.start();
    keepOn(200);
  }

  RedisServer redis() {
    return redis;
  }

  /** Returns what stands between a server and Redis. */
  TcpProxy proxyOf(int server) {
    return proxies.get(server);
  }

  /** Returns when so many more calls were made, a hundred a second, with whatever is broken. */
  void keepOn(int calls) {
    load.awaitCalls(calls);
  }

  /**
   * Asserts that messages flow again in time, ends the load, and asserts that nobody was lied to or
   * disconnected and that everything was counted.
   */
  LoadReport endAndCheck() throws Exception {
    load.awaitFlow(FLOWS_AGAIN);
    keepOn(100);
    load.stop();
    await("the servers to count what their clients saw")
        .atMost(ALL_IS_COUNTED)
        .untilAsserted(() -> load.report().assertCounted(counters()));
    LoadReport report = load.report();
    report.assertHonest(SLOWEST_ANSWER);
    load.assertNobodyWasDisconnected();
    return report;
  }

  private List<Counters> counters() throws IOException, InterruptedException {
    List<Counters> counted = new ArrayList<>();
    for (String url : urls) {
      counted.add(Counters.of(url));
    }
    return counted;
  }

  private void closeServers() {
    servers.forEach(ConformanceServer::close);
    proxies.forEach(TcpProxy::close);
    redis.close();
  }

  @Override
  public void close() {
    load.close();
    closeServers();
  }
}
