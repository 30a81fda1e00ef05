package dev.nave.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.benchmarks.load.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptResultsTest {
  private static final Measurement ECHO = Measurement.parse("echo:8:50");
  private static final TableLoad LOAD =
      new TableLoad(ECHO, List.of(ServerKind.NAVE, ServerKind.REFERENCE), "");

  private static final List<Finding> FINDINGS =
      List.of(
          new Finding(0, ECHO, ServerKind.NAVE, result(Duration.ofMillis(3), 1_234.5)),
          new Finding(1, ECHO, ServerKind.NAVE, result(Duration.ofMillis(4), Double.NaN)),
          new Finding(1, ECHO, ServerKind.REFERENCE, result(null, Double.NaN)));

  @TempDir private Path folder;

  @Test
  void readsWhatWasWritten() throws IOException {
    open("one").write(LOAD, FINDINGS);

    assertThat(open("one").read(LOAD)).contains(FINDINGS);
  }

  @Test
  void knowsNothingOfLoadsThatWereNotFinished() throws IOException {
    assertThat(open("one").read(LOAD)).isEmpty();
    Files.writeString(folder.resolve(LOAD.fileName() + ".half"), "NAVE,REFERENCE");

    assertThat(open("one").read(LOAD)).isEmpty();
  }

  @Test
  void aLoadWithOtherServersIsNotFinished() throws IOException {
    open("one").write(LOAD, FINDINGS);
    TableLoad more =
        new TableLoad(ECHO, List.of(ServerKind.RAW, ServerKind.NAVE, ServerKind.REFERENCE), "");

    assertThat(open("one").read(more)).isEmpty();
  }

  @Test
  void refusesResultsOfOtherConditions() throws IOException {
    open("3 rounds").write(LOAD, FINDINGS);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("4 rounds"))
        .withMessageContaining("3 rounds")
        .withMessageContaining("4 rounds")
        .withMessageContaining("--resume");
  }

  @Test
  void saysThatAFileIsDamaged() throws IOException {
    KeptResults kept = open("one");
    kept.write(LOAD, FINDINGS);
    Files.writeString(folder.resolve(LOAD.fileName()), "NAVE,REFERENCE\nNAVE\t1\t17");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> kept.read(LOAD))
        .withMessageContaining("damaged");
  }

  private KeptResults open(String conditions) throws IOException {
    return KeptResults.open(folder, conditions);
  }

  private static LoadResult result(@Nullable Duration cpu, double heap) {
    return new LoadResult(
        1_000,
        150_000,
        Duration.ofSeconds(4),
        cpu,
        null,
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        10,
        20,
        30,
        heap,
        2_048);
  }
}
