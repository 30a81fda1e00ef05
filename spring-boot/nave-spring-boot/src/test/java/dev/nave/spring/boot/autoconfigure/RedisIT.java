package dev.nave.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.hub.BackplaneReport;
import dev.nave.spring.boot.autoconfigure.ChatHub.Greetings;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** Two applications on one Redis. */
class RedisIT {
  private RedisServer redis;

  @SuppressWarnings("NullAway.Init") // Each test starts it.
  private ConfigurableApplicationContext one;

  @SuppressWarnings("NullAway.Init") // Each test starts it.
  private ConfigurableApplicationContext two;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(ChatHub.class)
  static class Application {
    final Queue<BackplaneReport> reports = new ConcurrentLinkedQueue<>();

    @Bean
    Greetings greetings() {
      return new Greetings();
    }

    final Queue<BackplaneReport> told = new ConcurrentLinkedQueue<>();

    @Bean
    Consumer<BackplaneReport> listener() {
      return told::add;
    }

    @EventListener
    void on(BackplaneReport.Disconnected lost) {
      reports.add(lost);
    }

    @EventListener
    void on(BackplaneReport.Restored restored) {
      reports.add(restored);
    }
  }

  @BeforeEach
  void startRedis() {
    redis = RedisServer.started();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    redis.close();
  }

  private static ConfigurableApplicationContext start(String... properties) {
    return LinkedServers.start(Application.class, properties);
  }

  @Test
  void serversAreLinkedByTheRedisOfTheHubsOrOfTheApplication() throws Exception {
    one = start("nave.redis.url=localhost:" + redis.port() + ",channelPrefix=app:");
    two =
        start(
            "spring.data.redis.host=localhost",
            "spring.data.redis.port=" + redis.port(),
            "nave.redis.channel-prefix=app:");
    assertThat(two.getBean(Backplane.class)).isInstanceOf(RedisBackplane.class);
    assertThat(new LinkedServers(one, two).told("from two")).isEqualTo("from two");
  }

  @Test
  void theApplicationIsToldOfOutagesByEventsAndAListener() {
    one = start("nave.redis.url=localhost:" + redis.port());
    two = start("nave.redis.enabled=false", "spring.data.redis.host=localhost");
    assertThat(two.getBeansOfType(Backplane.class)).isEmpty();
    Queue<BackplaneReport> reports = one.getBean(Application.class).reports;

    redis.kill();
    await().until(() -> reports.peek() instanceof BackplaneReport.Disconnected);
    redis.restart();

    await().until(() -> reports.stream().anyMatch(BackplaneReport.Restored.class::isInstance));
    assertThat(one.getBean(Application.class).told).containsAll(reports);
  }
}
