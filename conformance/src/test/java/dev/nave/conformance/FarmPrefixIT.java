package dev.nave.conformance;

import static dev.nave.conformance.FarmClients.assertNext;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What servers on one Redis hear of each other, by their channel prefixes. Needs redis-server. */
class FarmPrefixIT {
  private final List<ConformanceServer> servers = new ArrayList<>();
  private final List<FarmClients> clients = new ArrayList<>();
  private RedisServer redis;

  @BeforeEach
  void start() {
    redis = RedisServer.started();
  }

  @AfterEach
  void stop() {
    clients.forEach(FarmClients::close);
    servers.forEach(ConformanceServer::close);
    redis.close();
  }

  @Test
  void twoFarmsWithOtherPrefixesDoNotHearEachOther() throws Exception {
    FarmClients app = farm("app:");
    FarmClients other = farm("app");
    FarmClients none = farm("");
    List<JavaClient> inApp = List.of(app.here("ann"), app.elsewhere("ann"));
    List<JavaClient> inOther = List.of(other.here("ann"), other.elsewhere("ann"));
    List<JavaClient> inNone = List.of(none.here("ann"), none.elsewhere("ann"));
    for (List<JavaClient> both : List.of(inApp, inOther, inNone)) {
      both.get(0).invoke("Join", "room");
      both.get(1).invoke("Join", "room");
    }

    for (Object[] send :
        new Object[][] {{"ToAll", "x"}, {"ToGroup", "room", "x"}, {"ToUser", "ann", "x"}}) {
      inApp.get(0).invoke((String) send[0], List.of(send).subList(1, send.length).toArray());
      for (List<JavaClient> both : List.of(inOther, inNone)) {
        send[send.length - 1] = "own";
        both.get(0).invoke((String) send[0], List.of(send).subList(1, send.length).toArray());
      }
    }

    assertSeen("x", inApp);
    assertSeen("own", inOther);
    assertSeen("own", inNone);
  }

  /** The three sends go to three topics, in any order; then one more shows that it was all. */
  private static void assertSeen(String text, List<JavaClient> both) throws Exception {
    for (JavaClient client : both) {
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        seen.add(client.nextMessage());
      }
      assertThat(seen).containsExactlyInAnyOrder("all:" + text, "group:" + text, "user:" + text);
    }
    both.get(1).invoke("ToAll", "last");
    assertNext("all:last", both.toArray(JavaClient[]::new));
  }

  @Test
  void theChannelsAreThePrefixAndTheTopicAndEndWithTheirConnections() throws Exception {
    FarmClients app = farm("app");
    JavaClient a = app.here("ann");
    a.invoke("Join", "*");
    assertThat(channels())
        .contains("appConformance.TestHub:group:*", "appConformance.TestHub:user:ann")
        .allMatch(channel -> channel.startsWith("app"));

    a.stop();

    await()
        .untilAsserted(
            () ->
                assertThat(channels())
                    .noneMatch(channel -> channel.matches(".*:(group|user|connection):.*")));
  }

  private List<String> channels() {
    return redis.texts("PUBSUB", "CHANNELS", "*");
  }

  /** Starts two servers and returns what makes clients of them. */
  private FarmClients farm(String prefix) {
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ConformanceServer server =
          ConformanceServer.start(new Arguments(0, redis.address() + ",channelPrefix=" + prefix));
      servers.add(server);
      urls.add(server.url());
    }
    FarmClients made = new FarmClients(urls, Way.NEGOTIATED);
    clients.add(made);
    return made;
  }
}
