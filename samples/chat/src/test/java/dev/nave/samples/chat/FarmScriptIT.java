package dev.nave.samples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one command that starts a farm. It needs the program that {@code mvn package} makes. */
class FarmScriptIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern PROCESS = Pattern.compile("process (\\d+)");

  private @Nullable Process script;
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    if (script != null) {
      script.toHandle().destroy();
      script.waitFor();
    }
  }

  @ParameterizedTest
  @EnumSource(LoadBalancer.Kind.class)
  void startsAFarmAndEndsAllOfIt(LoadBalancer.Kind kind) throws Exception {
    boolean nginx = kind == LoadBalancer.Kind.NGINX;
    Path program = Program.find(nginx ? "nave.nginx" : "nave.haproxy", nginx ? "nginx" : "haproxy");
    assertThat(program).isNotNull();
    int port = Ports.free();
    Process running = nginx ? run("--nginx", "--port", text(port)) : run("--port", text(port));
    readUntil(running, "Ctrl-C ends all.");

    for (int i = 0; i < 3; i++) { // The front, and the two servers.
      String address = "http://localhost:" + (port + i) + "/";
      assertThat(said).anyMatch(line -> line.contains(address));
      await(address).atMost(PATIENCE).until(() -> Http.answers(address));
    }
    assertThat(Http.stickyServer(Http.get("http://localhost:" + port + "/"))).isPresent();
    List<ProcessHandle> children = children();
    assertThat(children).hasSize(3).allMatch(ProcessHandle::isAlive);

    running.toHandle().destroy();

    assertThat(running.waitFor()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(Http.answers("http://localhost:" + port + "/")).isFalse();
  }

  @Test
  void explainsItself() throws Exception {
    Process running = run("--help");

    readUntil(running, null);
    assertThat(running.waitFor()).isZero();
    assertThat(said.get(0)).isEqualTo("usage: farm [--nginx] [--port number]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65533", "http", "8080x"})
  void refusesAPortThatCannotBe(String port) throws Exception {
    Process running = run("--port", port);

    readUntil(running, null);
    assertThat(running.waitFor()).isEqualTo(2);
    assertThat(said)
        .containsExactly("farm: --port must be a number from 1 to 65532 but was \"" + port + "\"");
  }

  private Process run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("./farm"));
    command.addAll(List.of(arguments));
    script = new ProcessBuilder(command).redirectErrorStream(true).start();
    return script;
  }

  /** Reads what it says up to a line that contains this, or up to the end where that is null. */
  private void readUntil(Process running, @Nullable String last) throws IOException {
    BufferedReader lines = running.inputReader(UTF_8);
    String line;
    while ((line = lines.readLine()) != null) {
      said.add(line);
      if (last != null && line.contains(last)) {
        return;
      }
    }
    assertThat(last).as("the script ended after %s", said).isNull();
  }

  /** Returns the servers and the Redis, whose numbers it has told. */
  private List<ProcessHandle> children() {
    return said.stream()
        .flatMap(line -> PROCESS.matcher(line).results())
        .map(found -> found.group(1))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .toList();
  }

  private static String text(int number) {
    return String.valueOf(number);
  }
}
