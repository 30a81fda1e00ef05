package dev.nave.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.benchmarks.jmh.AllocationBaseline.Effort;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationBaselineIT {
  private static final String NAME = "ProtocolBenchmark.writeCompletion protocol=json";

  @TempDir private Path folder;

  @Test
  void aSecondRunAllocatesWhatTheFirstDidAndALowerBaselineFails() throws Exception {
    Path file = folder.resolve("baseline.txt");
    Effort effort = new Effort("ProtocolBenchmark.writeCompletion", 2, 300);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);

    AllocationBaseline.write(file, effort, printed);
    assertThat(AllocationBaseline.compare(file, effort, 25, printed)).isTrue();
    assertThat(Allocations.read(file).bytes()).containsKey(NAME);

    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.stream().map(line -> line.replaceAll(" \\d+$", " 8")).toList());
    Files.writeString(file, Files.readString(file).replaceFirst("Java 8", "Java " + java()));
    assertThat(AllocationBaseline.compare(file, effort, 3, printed)).isFalse();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains(NAME).contains("MORE");
  }

  private static int java() {
    return Runtime.version().feature();
  }
}
