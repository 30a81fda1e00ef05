package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.nave.conformance.differential.Campaign;
import dev.nave.conformance.differential.DeliberateDifferences;
import dev.nave.conformance.differential.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
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
  private static final String ONLY = System.getProperty("differential.only", "");
  private static final String REPLAY = System.getProperty("differential.replay", "");
  private static final Path REPORTS = Path.of("target", "differential");

  /** So many programs meet each deliberate difference that there is. */
  private static final int ENOUGH_TO_MEET_ALL = 8_000;

  private static final Summary SUMMARY = new Summary(FROM);

  private static @Nullable DifferentialServers servers;

  /** What share of the programs is played over what, in percent. */
  private enum Part {
    WEBSOCKETS_JSON(40),
    WEBSOCKETS_MESSAGEPACK(20),
    EVENTS_JSON(10),
    POLLING_JSON(8),
    POLLING_MESSAGEPACK(7),
    FARM_JSON(6),
    FARM_MESSAGEPACK(5),
    MIXED_FARM_JSON(4);

    private final int percent;

    Part(int percent) {
      this.percent = percent;
    }

    String title() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String mode() {
      return title().replace("mixed-", "");
    }

    Campaign on(DifferentialServers servers) {
      return this == MIXED_FARM_JSON
          ? servers.mixedFarm()
          : mode().startsWith("farm") ? servers.farms() : servers.alone();
    }

    int programs() {
      return Math.max(1, PROGRAMS * percent / 100);
    }
  }

  @AfterAll
  static void stop() {
    if (servers != null) {
      servers.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> clientsSeeWhatTheReferenceShows() throws Exception {
    return Reference.requirement()
        .and(Requirement.programs("redis-server"))
        .tests(DifferentialIT::tests);
  }

  private static Stream<DynamicTest> tests() throws Exception {
    Files.createDirectories(REPORTS);
    DifferentialServers started = new DifferentialServers(REPORTS);
    servers = started;
    if (!REPLAY.isEmpty()) {
      return Stream.of(dynamicTest(REPLAY, () -> replay(started)));
    }
    List<Part> parts =
        Stream.of(Part.values())
            .filter(part -> ONLY.isEmpty() || part.title().equals(ONLY))
            .toList();
    assertThat(parts).as("what -Ddifferential.only=" + ONLY + " names").isNotEmpty();
    return Stream.concat(
        parts.stream().map(part -> dynamicTest(part.title(), () -> play(part, started))),
        Stream.of(dynamicTest("each deliberate difference is met", DifferentialIT::meetsAll)));
  }

  private static void play(Part part, DifferentialServers servers) throws Exception {
    Campaign.Result result = part.on(servers).play(part.mode(), FROM, part.programs());
    SUMMARY.add(part.title(), result);
    SUMMARY.write(REPORTS.resolve("summary.md"));
    System.out.println(part.title() + ": " + result);
    assertThat(result.divergences())
        .as("programs on which the servers differ")
        .extracting(Campaign.Divergence::text)
        .isEmpty();
    assertThat(result.stuck()).as("programs that come to no end").isEmpty();
  }

  private static void replay(DifferentialServers servers) throws Exception {
    boolean farm = REPLAY.startsWith("farm");
    String played = (farm ? servers.farms() : servers.alone()).replay(REPLAY);
    System.out.println(played);
    assertThat(played).contains(Campaign.AGREE);
  }

  private static void meetsAll() {
    if (PROGRAMS >= ENOUGH_TO_MEET_ALL && ONLY.isEmpty()) {
      assertThat(SUMMARY.unmet(DeliberateDifferences.all()))
          .as("deliberate differences that no program met: take them out of the list")
          .isEmpty();
    }
  }
}
