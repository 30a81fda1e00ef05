package dev.nave.conformance;

import static dev.nave.conformance.ServerPair.Kind.OURS;
import static dev.nave.conformance.ServerPair.Kind.REFERENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.conformance.differential.Campaign;
import dev.nave.conformance.differential.DeliberateDifferences;
import dev.nave.conformance.differential.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays seeded random client programs on our server and on ASP.NET Core's, and compares what the
 * clients saw. {@code docs/differential-testing.md} says how to play more of them, to go on from a
 * seed, and to play one again. Needs the {@link Reference}, and redis-server for farms.
 */
class DifferentialIT {
  private static final int PROGRAMS = Integer.getInteger("differential.programs", 300);
  private static final long FROM = Long.getLong("differential.from", 1);
  private static final String REPLAY = System.getProperty("differential.replay", "");
  private static final String ONLY = System.getProperty("differential.only", "");
  private static final Path REPORTS = Path.of("target", "differential");

  /** From here on each deliberate difference is met, unless it is no difference any more. */
  private static final int ENOUGH_TO_MEET_ALL = 8_000;

  private static final Summary SUMMARY = new Summary(FROM);

  /** What part of the programs is played over what; parts of a hundred. */
  private enum Part {
    WEBSOCKETS_JSON("websockets-json", 40),
    WEBSOCKETS_MESSAGEPACK("websockets-messagepack", 20),
    EVENTS_JSON("events-json", 10),
    POLLING_JSON("polling-json", 8),
    POLLING_MESSAGEPACK("polling-messagepack", 7),
    FARM_JSON("farm-json", 6),
    FARM_MESSAGEPACK("farm-messagepack", 5),
    MIXED_FARM_JSON("farm-json", 4);

    private final String mode;
    private final int percent;

    Part(String mode, int percent) {
      this.mode = mode;
      this.percent = percent;
    }

    boolean farm() {
      return mode.startsWith("farm");
    }

    String title() {
      return this == MIXED_FARM_JSON ? mode + " with the reference as second server" : mode;
    }

    int programs() {
      return Math.max(1, PROGRAMS * percent / 100);
    }
  }

  private static final List<AutoCloseable> RUNNING = new ArrayList<>();
  private static List<String> ours;
  private static List<String> reference;
  private static List<String> ourFarm;
  private static List<String> mixedFarm;
  private static List<String> referenceFarm;

  @BeforeAll
  static void makeFolder() throws Exception {
    Files.createDirectories(REPORTS);
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable each : RUNNING) {
      each.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> clientsSeeWhatTheReferenceShows() throws Exception {
    return Reference.requirement()
        .and(Requirement.programs("redis-server"))
        .tests(DifferentialIT::tests);
  }

  private static Stream<DynamicTest> tests() throws Exception {
    start();
    if (!REPLAY.isEmpty()) {
      return Stream.of(dynamicTest(REPLAY, DifferentialIT::replay));
    }
    Stream<DynamicTest> parts =
        Stream.of(Part.values())
            .filter(part -> ONLY.isEmpty() || part.title().equals(ONLY))
            .map(part -> dynamicTest(part.title(), () -> play(part)));
    return Stream.concat(
        parts,
        Stream.of(
            dynamicTest("each deliberate difference is met", DifferentialIT::meetsAll)));
  }

  private static void start() throws Exception {
    ours = List.of(running(ServerProcess.start(REPORTS.resolve("ours.log"))));
    reference = List.of(running(ServerProcess.startReference(REPORTS.resolve("reference.log"))));
    RedisServer redis = RedisServer.started();
    RUNNING.add(0, redis::close);
    ourFarm = farm(OURS, OURS, redis, "ours:");
    mixedFarm = farm(OURS, REFERENCE, redis, "mixed:");
    referenceFarm = farm(REFERENCE, REFERENCE, redis, "reference:");
  }

  private static String running(ServerProcess server) {
    RUNNING.add(0, server);
    return "http://" + server.address();
  }

  private static List<String> farm(
      ServerPair.Kind first, ServerPair.Kind second, RedisServer redis, String prefix)
      throws Exception {
    ServerPair pair = new ServerPair(first, second, redis, "differential-" + prefix);
    RUNNING.add(0, pair);
    return pair.urls();
  }

  private static Campaign campaign(boolean farm, boolean mixed) {
    return farm
        ? new Campaign(mixed ? mixedFarm : ourFarm, referenceFarm)
        : new Campaign(ours, reference);
  }

  private static void play(Part part) throws Exception {
    Campaign.Result result =
        campaign(part.farm(), part == Part.MIXED_FARM_JSON)
            .play(part.mode, FROM, part.programs());
    SUMMARY.add(part.title(), result);
    SUMMARY.write(REPORTS.resolve("summary.md"));
    System.out.println(part.title() + ": " + result);
    assertThat(result.divergences())
        .as("programs on which the servers differ")
        .extracting(Campaign.Divergence::text)
        .isEmpty();
    assertThat(result.stuck()).as("programs that come to no end").isEmpty();
  }

  private static void replay() throws Exception {
    String played = campaign(REPLAY.startsWith("farm"), false).replay(REPLAY);
    System.out.println(played);
    assertThat(played).contains("both servers agree");
  }

  private static void meetsAll() {
    if (PROGRAMS >= ENOUGH_TO_MEET_ALL && ONLY.isEmpty()) {
      assertThat(SUMMARY.unmet(DeliberateDifferences.all()))
          .as("deliberate differences that no program met: take them out of the list")
          .isEmpty();
    }
  }
}
