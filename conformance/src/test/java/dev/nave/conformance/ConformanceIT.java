package dev.nave.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays the scenarios, those that should pass against the packaged program. Needs Python. */
class ConformanceIT {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path LOG = HERE.resolve("target").resolve("conformance-server.log");
  private static final int SERVERS_FOR_FAILURES = 16;

  @TestFactory
  Stream<DynamicTest> clientsSeeWhatTheReferenceServerShows() throws Exception {
    return Requirement.programs("python3").tests(ConformanceIT::play);
  }

  @Test
  void refusesArgumentsThatItDoesNotKnow() throws Exception {
    Process process = ServerProcess.java("--prot", "5000").redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(printed)
        .contains("unknown argument \"--prot\"; there are --port, --redis, --transport and");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  private static Stream<DynamicTest> play() throws Exception {
    Scenarios scenarios = new Scenarios(HERE);
    List<String> titles = new ArrayList<>(scenarios.titles());
    NotYet notYet = NotYet.read(HERE.resolve("not-yet.txt"));
    List<String> failing = titles.stream().filter(notYet::lists).toList();
    titles.removeAll(failing);

    List<CheckResult> results = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(LOG)) {
      results.addAll(scenarios.play(server.address(), titles));
      server.stop();
    }
    results.addAll(scenarios.playSideBySide(failing, SERVERS_FOR_FAILURES));
    assertThat(results).hasSize(titles.size() + failing.size());
    return notYet.tests(results);
  }
}
