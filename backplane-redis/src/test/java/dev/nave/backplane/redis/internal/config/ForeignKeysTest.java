package dev.nave.backplane.redis.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ForeignKeysTest {
  @Test
  void everyKeyIsDocumented() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "redis.md"));

    assertThat(ForeignKeys.names()).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
  }
}
