package dev.nave.backplane.redis.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import redis.embedded.RedisExecProvider;

/** The redis-server that embedded-redis carries, unpacked once per JVM. */
final class EmbeddedProgram {
  private static final Path FILE = unpack();

  private EmbeddedProgram() {}

  static Path file() {
    return FILE;
  }

  private static Path unpack() {
    try {
      return RedisExecProvider.defaultProvider().get().toPath();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the embedded redis-server", e);
    }
  }
}
