package dev.nave.benchmarks.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.benchmarks.idle.ClassHistogram.Count;
import org.junit.jupiter.api.Test;

class ClassHistogramTest {
  private static final String BEFORE =
      """
      4711:
       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:            10            480  [B (java.base@17.0.15)
         2:             3             72  java.lang.String (java.base@17.0.15)
         3:             2             64  dev.nave.Gone
      Total            15            616
      """;
  private static final String AFTER =
      """
      4711:
       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:            30           1440  [B (java.base@17.0.15)
         2:             2             80  dev.nave.Loaded
         3:             1             40  dev.nave.Loaded
         4:             3             72  java.lang.String (java.base@17.0.15)
      Total            36           1632
      """;

  @Test
  void tellsWhatCameAndWhatWent() {
    ClassHistogram added = ClassHistogram.parse(AFTER).minus(ClassHistogram.parse(BEFORE));

    assertThat(added.bytes()).isEqualTo(1632 - 616);
    assertThat(added.largest(2))
        .containsExactly(new Count("[B", 20, 960), new Count("dev.nave.Loaded", 3, 120));
    assertThat(added.largest(10)).last().isEqualTo(new Count("dev.nave.Gone", -2, -64));
  }

  @Test
  void refusesWhatIsNoHistogram() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassHistogram.parse("4711:\nException: no such command\n"))
        .withMessageContaining("no such command");
  }
}
