package dev.nave.conformance;

import static dev.nave.conformance.FarmClients.assertNext;
import static dev.nave.conformance.FarmClients.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two servers on one Redis count, where nothing is broken. Needs redis-server. */
class CountersIT {
  private final List<ConformanceServer> servers = new ArrayList<>();
  private RedisServer redis;
  private FarmClients clients;
  private JavaClient a;
  private JavaClient b;

  @BeforeEach
  void start() {
    redis = RedisServer.started();
    for (int i = 0; i < 2; i++) {
      servers.add(ConformanceServer.start(new Arguments(0, redis.address())));
    }
    clients =
        new FarmClients(servers.stream().map(ConformanceServer::url).toList(), Way.NEGOTIATED);
    a = clients.here();
    b = clients.elsewhere();
  }

  @AfterEach
  void stop() {
    clients.close();
    servers.forEach(ConformanceServer::close);
    redis.close();
  }

  @Test
  void aSendIsPublishedOnceAndReceivedByEachServer() throws Exception {
    a.invoke("ToAll", "x");
    assertNext("all:x", a, b);

    await()
        .untilAsserted(
            () -> {
              assertThat(countersOf(0)).isEqualTo(new Counters(1, 1, 0, 0, 1, 0));
              assertThat(countersOf(1)).isEqualTo(new Counters(0, 0, 0, 0, 1, 0));
            });
  }

  @Test
  void aSendToAClientOfTheSameServerIsNotPublished() throws Exception {
    a.invoke("ToClient", idOf(a), "x");
    assertNext("client:x", a);
    assertThat(countersOf(0)).isEqualTo(new Counters(0, 0, 0, 0, 0, 0));

    a.invoke("ToClient", idOf(b), "x");
    assertNext("client:x", b);
    assertThat(countersOf(0)).isEqualTo(new Counters(1, 1, 0, 0, 0, 0));
    assertThat(countersOf(1)).isEqualTo(new Counters(0, 0, 0, 0, 1, 0));
  }

  @Test
  void aSendToSeveralGroupsIsOnePublicationForEach() throws Exception {
    b.invoke("Join", "one");
    b.invoke("Join", "two");

    a.invoke("ToGroups", List.of("one", "two", "three"), "x");
    assertNext("groups:x", b);
    assertNext("groups:x", b);

    assertThat(countersOf(0)).isEqualTo(new Counters(3, 3, 0, 0, 0, 0));
    assertThat(countersOf(1)).isEqualTo(new Counters(0, 0, 0, 0, 2, 0));
  }

  private Counters countersOf(int server) throws Exception {
    return Counters.of(servers.get(server).url());
  }
}
