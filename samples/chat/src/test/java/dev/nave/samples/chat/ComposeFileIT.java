package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The containers' file is one that Docker Compose takes. No container is started. */
class ComposeFileIT {
  private static final Path FILE = Path.of("deploy", "compose.yaml");

  @TempDir private Path folder;

  @Test
  void isTakenByDockerCompose() throws Exception {
    String understood = config(FILE);

    assertThat(understood)
        .contains("redis:", "a:", "b:", "haproxy:", "--drain-seconds", "10.203.117.11");
  }

  @Test
  void hasTheServersAddressesInBothPlaces() throws Exception {
    for (String server : List.of("10.203.117.11", "10.203.117.12")) {
      assertThat(Files.readString(FILE))
          .contains("ipv4_address: " + server + "\n", ": " + server + ":8080\n");
    }
  }

  private String config(Path file) throws Exception {
    List<String> command = new ArrayList<>(compose());
    command.addAll(List.of("-f", file.toString(), "--profile", "nginx", "config"));
    Path output = folder.resolve("output");
    assertThat(exitStatus(command, output)).as(() -> read(output)).isZero();
    return read(output);
  }

  /** Version 2 is a part of the docker program, version 1 a program of its own. */
  private List<String> compose() throws Exception {
    Path found = Program.find("nave.compose", "docker", "docker-compose");
    List<String> asPart = List.of(found.toString(), "compose");
    boolean isDocker = found.endsWith("docker");
    if (isDocker && exitStatus(plus(asPart, "version"), folder.resolve("version")) == 0) {
      return asPart;
    }
    return List.of(Program.find("nave.compose", "docker-compose").toString());
  }

  private static List<String> plus(List<String> command, String more) {
    List<String> longer = new ArrayList<>(command);
    longer.add(more);
    return longer;
  }

  private static int exitStatus(List<String> command, Path output) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
