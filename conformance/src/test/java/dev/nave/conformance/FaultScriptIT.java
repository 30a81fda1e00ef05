package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The script {@code faults}, which measures what the fault tests check. */
class FaultScriptIT {
  private static final Path HERE = Path.of("").toAbsolutePath();

  @TestFactory
  Stream<DynamicTest> theScriptWorks() throws Exception {
    return Requirement.programs("python3", "redis-server")
        .tests(
            () ->
                Stream.of(
                    DynamicTest.dynamicTest("its sums are right", FaultScriptIT::checkSums),
                    DynamicTest.dynamicTest(
                        "it prints a row for each fault", FaultScriptIT::play)));
  }

  private static void checkSums() throws Exception {
    String printed =
        CheckProgram.run(
            HERE.resolve("faults"), List.of("python3", "-B", "-m", "unittest", "test_row"));
    assertThat(printed).contains("Ran ").endsWith("OK\n");
  }

  private static void play() throws Exception {
    String server = String.join(" ", ServerProcess.java().command());
    List<String> command = new ArrayList<>(List.of("python3", "-B", "faults"));
    command.addAll(List.of("--server", server, "--only", "receiving server cut off"));
    command.addAll(List.of("--quiet", "1", "--before", "1", "--fault", "1"));
    command.addAll(List.of("--after", "3", "--settle", "7"));

    List<String> row =
        CheckProgram.run(HERE, command)
            .lines()
            .filter(line -> line.startsWith("| receiving server cut off "))
            .flatMap(line -> Arrays.stream(line.split("\\|")))
            .map(String::trim)
            .toList();

    assertThat(row).as("calls").element(2).isEqualTo("500");
    String missing = row.get(3);
    assertThat(Integer.parseInt(missing)).as("said ok but missing").isPositive();
    assertThat(row.subList(4, 8)).as("refused, unknown").containsOnly("0");
    assertThat(row).as("counted as lost").element(8).isEqualTo(missing);
    assertThat(row.subList(9, 12)).as("twice, order, disconnected").containsOnly("0");
  }
}
