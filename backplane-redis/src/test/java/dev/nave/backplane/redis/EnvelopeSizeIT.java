package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.RespClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What another client of Redis publishes, and this one's servers would not. */
@ExtendWith(LogsOnFailure.class)
class EnvelopeSizeIT {
  private static final int BOUND = Backplane.SUPPORTED_ENVELOPE_BYTES;

  /** Redis serves no other client while it works on an envelope of 64 MiB. */
  private static final String PATIENT = ",publishTimeout=60s,probeInterval=60s,connectTimeout=60s";

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Test
  void anEnvelopeAtTheBoundIsHandedOverAndALargerOneIsNot() throws Exception {
    try (RedisServer redis = RedisServer.started();
        Backplane backplane =
            RedisBackplane.create(redis.address(), options -> options.maxEnvelopeBytes(BOUND));
        RespClient other = new RespClient("127.0.0.1", redis.port(), Duration.ofSeconds(30))) {
      backplane.start(new Ear()).toCompletableFuture().get(30, TimeUnit.SECONDS);
      backplane.subscribe("hub:all").toCompletableFuture().get(30, TimeUnit.SECONDS);

      other.command("PUBLISH", "hub:all", "x".repeat(BOUND));
      other.command("PUBLISH", "hub:all", "x".repeat(BOUND + 1));
      other.command("PUBLISH", "hub:all", "after it");

      assertThat(next()).isEqualTo("hub:all: " + BOUND + " bytes");
      assertThat(next())
          .isEqualTo("hub:all: it has 1048577 bytes, more than maxEnvelopeBytes, which is 1048576");
      assertThat(next()).isEqualTo("hub:all: 8 bytes");
    }
  }

  /** The program has less memory than the first envelope has bytes, and Redis no limit. */
  @ParameterizedTest
  @CsvSource({"RESP2, 64", "RESP3 with TLS, 8"})
  @Timeout(300)
  void largeEnvelopesOfAnotherClientTakeNoMemory(String protocol, int mebibytes) throws Exception {
    boolean tls = protocol.endsWith("TLS");
    RedisServer.Builder server =
        RedisServer.builder().config("client-output-buffer-limit pubsub 0 0 0");
    try (RedisServer redis = (tls ? server.tls() : server).start();
        RespClient other = new RespClient("127.0.0.1", redis.port(), Duration.ofMinutes(2))) {
      String address =
          tls
              ? "127.0.0.1:" + redis.tlsPort() + ",ssl=true,trustStore=" + redis.certificate()
              : redis.address();
      Process program =
          start(address + PATIENT + ",protocol=" + protocol.substring(0, 5), "-Xmx48m");
      try (BufferedReader out = program.inputReader()) {
        assertThat(nextOf(out)).contains("Connected");
        assertThat(nextOf(out)).isEqualTo("subscribed");
        other.command(
            "EVAL",
            "return redis.call('publish', 'hub:all', string.rep(string.rep('x', 65536), ARGV[1]))",
            "0",
            String.valueOf(mebibytes * 16));
        other.command("PUBLISH", "hub:all", "after it");

        assertThat(nextOf(out))
            .isEqualTo(
                "hub:all: it has "
                    + (mebibytes << 20)
                    + " bytes, more than maxEnvelopeBytes, which is 1048576");
        assertThat(nextOf(out)).isEqualTo("hub:all: 8 bytes");
      } finally {
        program.destroyForcibly().waitFor();
      }
    }
  }

  private static Process start(String address, String... memory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(memory));
    command.addAll(
        List.of(
            "-XX:MaxDirectMemorySize=32m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            SubscribedProgram.class.getName(),
            address));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** The next line of the program itself; null at its end. */
  private static @Nullable String nextOf(BufferedReader out) throws IOException {
    String line = out.readLine();
    while (line != null && line.contains(" - ")) { // Of the log.
      line = out.readLine();
    }
    return line;
  }

  private String next() throws InterruptedException {
    return heard.poll(30, TimeUnit.SECONDS);
  }

  private final class Ear implements BackplaneListener {
    @Override
    public void envelope(String topic, Envelope envelope) {
      heard.add(topic + ": " + envelope.bytes().length + " bytes");
    }

    @Override
    public void tooLarge(String topic, String reason) {
      heard.add(topic + ": " + reason);
    }

    @Override
    public void event(BackplaneEvent event) {}
  }
}
