package dev.nave.conformance;

import static dev.nave.conformance.ServerPair.Kind.OURS;
import static dev.nave.conformance.ServerPair.Kind.REFERENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays the scenarios for two servers on one Redis, of which either may be ASP.NET Core's. Needs
 * Python and redis-server; the mixed pairs need the {@link Reference}, too.
 */
class FarmIT {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final String PREFIX = "scenarios:";

  /** What ASP.NET Core closes its own clients at, wherever it is the first server. */
  private static final String NONSENSE = "farm/a_stranger_publishes_nonsense";

  private static RedisServer redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.started();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @TestFactory
  Stream<DynamicTest> twoOfOurs() throws Exception {
    return Requirement.programs("python3").tests(() -> play(OURS, OURS));
  }

  @TestFactory
  Stream<DynamicTest> oursAndThenTheReference() throws Exception {
    return mixed().tests(() -> play(OURS, REFERENCE));
  }

  @TestFactory
  Stream<DynamicTest> theReferenceAndThenOurs() throws Exception {
    return mixed().tests(() -> play(REFERENCE, OURS));
  }

  private static Requirement mixed() {
    return Requirement.programs("python3").and(Reference.requirement());
  }

  private static Stream<DynamicTest> play(ServerPair.Kind first, ServerPair.Kind second)
      throws Exception {
    Scenarios scenarios = new Scenarios(HERE);
    List<String> titles = new ArrayList<>(scenarios.farmTitles());
    if (first == REFERENCE) {
      assertThat(titles.remove(NONSENSE)).isTrue();
    }
    try (ServerPair pair = new ServerPair(first, second, redis, PREFIX)) {
      List<CheckResult> results = scenarios.play(pair.addresses(), redis.address(), PREFIX, titles);
      assertThat(results).hasSize(titles.size());
      return NotYet.read(HERE.resolve("not-yet-farm.txt"))
          .group(ServerPair.title(first, second))
          .tests(results);
    }
  }
}
