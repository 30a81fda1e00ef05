package dev.nave.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.benchmarks.jmh.AllocationBaseline.Effort;
import dev.nave.benchmarks.jmh.Allocations.Comparison;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationsTest {
  private static final Allocations BASELINE = allocations(Map.of("A.read p=json", 1_000.0));

  @TempDir private Path folder;

  @Test
  void readsWhatWasWritten() throws IOException {
    Path file = folder.resolve("baseline.txt");
    Allocations two = allocations(Map.of("A.read protocol=json", 512.0, "A.write", 0.0));
    two.write(file);

    assertThat(Allocations.read(file)).isEqualTo(two);
  }

  @Test
  void refusesAFileThatIsNoBaseline() throws IOException {
    Path file = Files.writeString(folder.resolve("other.txt"), "# Something else\nA.read 1\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Allocations.read(file))
        .withMessage(file + " is no baseline");
  }

  @Test
  void aFunctionThatAllocatesMoreThanTheTolerancePercentAndFourBytesHasGrown() {
    assertThat(now(1_034).grown()).isEmpty();
    assertThat(now(1_035).grown()).containsExactly("A.read p=json");
    assertThat(now(1_035).lines()).singleElement().asString().endsWith("1000       1035  MORE");
  }

  @Test
  void whereThreadsWaitForEachOtherFiveTimesAsMuchIsNoNews() {
    Allocations baseline = allocations(Map.of("DispatchBenchmark.echo", 1_000.0));

    assertThat(allocations(Map.of("DispatchBenchmark.echo", 1_154.0)).against(baseline, 3).grown())
        .isEmpty();
    assertThat(allocations(Map.of("DispatchBenchmark.echo", 1_155.0)).against(baseline, 3).grown())
        .containsExactly("DispatchBenchmark.echo");
  }

  @Test
  void aFunctionThatAllocatesLessIsTold() {
    assertThat(now(966).lines()).singleElement().asString().endsWith(" 966");
    assertThat(now(965).lines()).singleElement().asString().endsWith(" 965  less");
    assertThat(now(965).grown()).isEmpty();
  }

  @Test
  void aNewFunctionHasNotGrown() {
    Comparison comparison = allocations(Map.of("B.write", 24.0)).against(BASELINE, 3);

    assertThat(comparison.grown()).isEmpty();
    assertThat(comparison.lines()).singleElement().asString().endsWith("24  new");
  }

  @Test
  void refusesTheBaselineOfAnotherJava() throws IOException {
    Path file = folder.resolve("baseline.txt");
    new Allocations(8, BASELINE.bytes()).write(file);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AllocationBaseline.compare(file, new Effort("none", 1, 1), 3, silent()))
        .withMessageStartingWith("the baseline is of Java 8, and this is Java ");
  }

  @Test
  void saysHowToMakeABaselineThatIsNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AllocationBaseline.compare(
                    folder.resolve("none.txt"), new Effort("none", 1, 1), 3, silent()))
        .withMessageEndingWith("none.txt; --write makes it");
  }

  private static Comparison now(double bytes) {
    return allocations(Map.of("A.read p=json", bytes)).against(BASELINE, 3);
  }

  private static Allocations allocations(Map<String, Double> bytes) {
    return new Allocations(17, new TreeMap<>(bytes));
  }

  private static PrintStream silent() {
    return new PrintStream(OutputStream.nullOutputStream());
  }
}
