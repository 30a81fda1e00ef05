package dev.nave.conformance;

import static dev.nave.conformance.ServerPair.Kind.OURS;
import static dev.nave.conformance.ServerPair.Kind.REFERENCE;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Lets official .NET clients play their checks on two servers that share one Redis, of which either
 * may be ASP.NET Core's. Needs redis-server and the {@link Reference}.
 */
class DotnetFarmIT {
  private static final Path NOT_YET = Path.of("not-yet-dotnet.txt");
  private static final Path NOT_YET_WITH_THE_REFERENCE_FIRST = Path.of("not-yet-dotnet-farm.txt");

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
    return Reference.requirement().tests(() -> play(OURS, OURS));
  }

  @TestFactory
  Stream<DynamicTest> oursAndThenTheReference() throws Exception {
    return Reference.requirement().tests(() -> play(OURS, REFERENCE));
  }

  @TestFactory
  Stream<DynamicTest> theReferenceAndThenOurs() throws Exception {
    return Reference.requirement().tests(() -> play(REFERENCE, OURS));
  }

  /** What is missing on the first server is missing with any second one. */
  private static Stream<DynamicTest> play(ServerPair.Kind first, ServerPair.Kind second)
      throws Exception {
    Path notYet = first == OURS ? NOT_YET : NOT_YET_WITH_THE_REFERENCE_FIRST;
    try (ServerPair pair = new ServerPair(first, second, redis, "dotnet:")) {
      return NotYet.read(notYet).tests(DotnetClient.play(pair.urls()));
    }
  }
}
