package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckProgramTest {
  private final CheckProgram program = new CheckProgram("\\S+", " \\([\\d.]+ s\\)");

  @Test
  void readsWhatCameOfEachCheckAndWhatWasPrintedAboutIt() {
    List<CheckResult> results =
        program.read(
            """
            ok       handshake/empty (0.1 s)
            FAILED   handshake/too_late (5.0 s)
            --- expected
            +a < nothing

            ok       streams/counting (0.0 s)
            2 passed, 1 failed, 20 skipped
            """);

    assertThat(results)
        .containsExactly(
            new CheckResult("handshake/empty", true, "ok       handshake/empty (0.1 s)\n"),
            new CheckResult(
                "handshake/too_late",
                false,
                "FAILED   handshake/too_late (5.0 s)\n--- expected\n+a < nothing\n\n"),
            new CheckResult("streams/counting", true, "ok       streams/counting (0.0 s)\n"));
  }

  @Test
  void readsTitlesWithSpacesAndTheReasonBehindThem() {
    List<CheckResult> results =
        new CheckProgram("[^:]+: [^:]+", "(: .*)?")
            .read(
                """
                ok      WebSockets, json: many at once
                FAILED  WebSockets, json: errors: Exception: expected 1, got 2
                1 passed, 1 failed
                """);

    assertThat(results)
        .extracting(CheckResult::title)
        .containsExactly("WebSockets, json: many at once", "WebSockets, json: errors");
  }

  @Test
  void refusesOutputThatBreaksOff() {
    assertThatThrownBy(() -> program.read("ok       handshake/empty (0.1 s)\nTraceback"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("did not come to its end")
        .hasMessageContaining("Traceback");
  }

  @Test
  void refusesOutputWithLinesThatItDoesNotUnderstand() {
    assertThatThrownBy(() -> program.read("ok       handshake/empty\n1 passed, 0 failed\n"))
        .isInstanceOf(IllegalStateException.class);
  }
}
