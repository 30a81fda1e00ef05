package dev.nave.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that cannot serve is no process that runs: what looks after processes starts another.
 */
class ProgramWithADeadLoopIT {
  private static final int FAILED = 3;

  @TempDir private Path folder;

  @Test
  void aProgramWhoseEventLoopHasEndedExitsWithAnErrorThatSaysSo() throws Exception {
    Path errors = folder.resolve("errors");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DeadLoopProgram.class.getName(),
                "--port",
                "0")
            .redirectError(errors.toFile())
            .start();
    try (BufferedReader said = program.inputReader(UTF_8);
        OutputStream told = program.getOutputStream()) {
      assertThat(said.readLine()).startsWith("Listening on http://");

      told.write('!');
      told.flush();

      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(program.exitValue()).isEqualTo(FAILED);
      assertThat(Files.readString(errors))
          .contains("dev.nave.hub.ServerFailedException: the event loop nave-loop-");
    } finally {
      program.destroyForcibly();
    }
  }
}
