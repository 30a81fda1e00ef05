package dev.nave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.benchmarks.compare.ComparisonPlan;
import dev.nave.benchmarks.compare.ServerPrograms;
import dev.nave.benchmarks.compare.WholeComparison;
import dev.nave.benchmarks.load.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeComparisonIT {
  private static final String ROW_OF_NAVE = "| echo_64k, 50 connections, W=1 | Nave |";

  @TempDir private Path folder;

  @Test
  void measuresALoadOnceAndKeepsIt() throws Exception {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    assertThat(run("raw,nave,nave-messagepack", Scenario.ECHO_64K, Duration.ofMinutes(5), first))
        .isTrue();
    String table = Files.readString(folder.resolve("table.md"));
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    assertThat(run("raw,nave,nave-messagepack", Scenario.ECHO_64K, Duration.ZERO, second)).isTrue();

    assertThat(text(first))
        .contains("round 1: echo_64k")
        .contains("| echo_64k, 50 connections, W=1 | raw Netty |")
        .contains(ROW_OF_NAVE)
        .contains("| echo_64k, 50 connections, W=1 | Nave, MessagePack |");
    assertThat(text(second)).contains("kept from before").doesNotContain("round 1").contains(table);
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void beginsNoLoadWhenTimeIsOver() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(run("nave", Scenario.ECHO_64K, Duration.ofNanos(-1), out)).isFalse();

    assertThat(text(out)).contains("not measured, since time was over").doesNotContain(ROW_OF_NAVE);
  }

  @Test
  void aServerThatCannotBeStartedIsToldAndTheLoadIsNotFinished() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(run("nave,reference", Scenario.STREAM_UP, Duration.ofMinutes(5), out)).isFalse();

    assertThat(text(out))
        .contains("| stream_up, 200 connections, W=1 | Nave |")
        .contains("- stream_up, 200 connections, W=1, ASP.NET Core: broke off");
    assertThat(folder.resolve("stream_up-1-200.tsv")).doesNotExist();
  }

  private boolean run(String servers, Scenario scenario, Duration limit, ByteArrayOutputStream out)
      throws Exception {
    WholeComparison.Settings settings =
        new WholeComparison.Settings(
            ComparisonPlan.servers(servers),
            1,
            Duration.ZERO,
            Duration.ofMillis(200),
            false,
            ServerPrograms.ours(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Optional.empty(),
                Optional.empty()),
            folder,
            limit,
            Set.of(scenario),
            "a command");
    return WholeComparison.run(settings, new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8);
  }
}
