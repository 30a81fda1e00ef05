package dev.nave.backplane.redis.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.redis.fault.FakeServer.Conversation;
import dev.nave.backplane.redis.fault.Publication.Outcome;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where Redis should be there is something else. */
@ExtendWith(LogsOnFailure.class)
class OtherServerIT {
  static Stream<Named<Conversation>> otherServers() {
    return Stream.of(
        Named.of("says nothing", FakeServer::saysNothing),
        Named.of("hangs up", FakeServer::hangsUp),
        Named.of("speaks HTTP", answers("HTTP/1.1 400 Bad Request\r\n\r\n")),
        Named.of("answers with noise", answers("\u0001\u0002\u0003 not Redis \r\n\r\n\r\n")),
        Named.of("answers with errors", answers("-ERR not now\r\n")),
        Named.of("answers OK to everything", answers("+OK\r\n")),
        Named.of("announces a reply of a gigabyte", answers("$1073741824\r\nand then")),
        Named.of("announces an array of a billion", answers("*1000000000\r\n:1\r\n")),
        Named.of("floods", FakeServer.floods("x".repeat(8192).getBytes(US_ASCII))));
  }

  private static Conversation answers(String text) {
    return FakeServer.answers(text.getBytes(US_ASCII));
  }

  @ParameterizedTest
  @MethodSource("otherServers")
  void refusesAtOnceAtTheStartAndJoinsRedisWhenThatIsThere(Conversation conversation) {
    try (RedisServer redis = RedisServer.builder().prepare();
        FakeServer fake = new FakeServer(redis.port(), conversation);
        Load load =
            FastNodes.prepared(FastNodes.NOTICED_AT_ONCE, redis.address(), redis.address())) {
      load.join();
      load.publish();
      load.goOn(400);
      assertThat(load.node(0).backplane().health().state()).isEqualTo(State.STARTING);
      assertThat(load.node(0).backplane().health().cause()).isNotNull();
      assertThat(load.count(Outcome.REFUSED)).isGreaterThanOrEqualTo(800);
      assertThat(fake.accepted()).as("connections, two for each attempt").isBetween(4, 100);
      fake.close();
      redis.start();
      load.assertFlowsWithin(FastNodes.RECOVERY_FROM_SILENCE.plus(FastNodes.CONNECT));

      load.assertHonest();
      assertThat(load.count(Outcome.UNKNOWN)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("otherServers")
  void survivesThatItTakesThePlaceOfRedis(Conversation conversation) {
    try (RedisServer redis = RedisServer.started();
        Load load = FastNodes.load(FastNodes.NOTICED_AT_ONCE, redis.address(), redis.address())) {
      redis.kill();
      load.awaitDown();
      try (FakeServer fake = new FakeServer(redis.port(), conversation)) {
        load.goOn(300);
        assertThat(fake.accepted()).isPositive();
      }
      redis.start();
      load.assertFlowsWithin(FastNodes.RECOVERY_FROM_SILENCE.plus(FastNodes.CONNECT));

      load.assertHonest();
    }
  }
}
