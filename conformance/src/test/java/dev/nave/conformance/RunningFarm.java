package dev.nave.conformance;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two servers in this process that share a real Redis, for all tests of a class. With {@code
 * -Dconformance.farm=http://host:port,http://host:port} they are those instead, such as two
 * reference servers.
 */
final class RunningFarm implements BeforeAllCallback, AfterAllCallback {
  private static final @Nullable String OTHERS = System.getProperty("conformance.farm");
  private static final int SERVERS = 2;

  private final List<ConformanceServer> servers = new ArrayList<>();
  private @Nullable RedisServer redis;

  @Override
  public void beforeAll(ExtensionContext context) {
    if (OTHERS == null) {
      redis = RedisServer.started();
      while (servers.size() < SERVERS) {
        servers.add(ConformanceServer.start(new Arguments(0, redis.address())));
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    servers.forEach(ConformanceServer::close);
    if (redis != null) {
      redis.close();
    }
  }

  /** Returns where both listen, such as {@code http://127.0.0.1:5000}. */
  List<String> urls() {
    if (OTHERS != null) {
      return List.of(OTHERS.split(","));
    }
    if (servers.isEmpty()) {
      throw new IllegalStateException("the servers run from before the first test of the class");
    }
    return servers.stream().map(ConformanceServer::url).toList();
  }

  /** Returns a name that no other test uses. */
  static String unique(String name) {
    return name + "-" + UUID.randomUUID();
  }
}
