package dev.nave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembersCommandIT {
  @Test
  void listsTheMembersOfBothServers() throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (RedisServer redis = RedisServer.started();
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8)) {
      MembersCommand.run(
          new Arguments(List.of("--members", "1100", "--lists", "3", "--redis", redis.address())),
          out);
    }

    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("CPU ms of Redis")
        .containsPattern(
            "\\| 1,100 \\| 3 \\| \\d+\\.\\d \\| \\d+\\.\\d \\| \\d+\\.\\d \\| not known");
  }
}
