package dev.nave.backplane.redis.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A redis.conf in a folder of its own, and where the server listens that obeys it. */
record RedisConfig(
    Path file,
    String host,
    int port,
    int tlsPort,
    @Nullable Certificate certificate,
    @Nullable Path unixSocket,
    @Nullable Namespace namespace,
    boolean sentinel) {

  /** The user of the tests: passwords and permissions of others do not concern it. */
  static final String USER = "testkit";

  static RedisConfig write(
      List<String> more,
      @Nullable Namespace namespace,
      boolean tls,
      boolean unixSocket,
      boolean sentinel,
      RedisProgram program) {
    try {
      Path folder = Files.createTempDirectory("nave-redis");
      RedisConfig config =
          new RedisConfig(
              folder.resolve("redis.conf"),
              namespace == null ? "127.0.0.1" : namespace.address(),
              Ports.free(),
              tls ? Ports.free() : 0,
              tls ? Certificate.make(folder) : null,
              unixSocket ? folder.resolve("redis.sock") : null,
              namespace,
              sentinel);
      List<String> lines = new ArrayList<>(config.lines(folder, program));
      lines.addAll(more);
      Files.write(config.file, lines);
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write redis.conf", e);
    }
  }

  private List<String> lines(Path folder, RedisProgram program) {
    List<String> lines = new ArrayList<>();
    lines.add("bind " + host);
    lines.add("port " + port);
    lines.add("dir " + folder);
    lines.add("daemonize no");
    lines.add("user " + USER + " on nopass ~* &* +@all");
    if (!sentinel) {
      lines.add("save \"\"");
      lines.add("appendonly no");
      if (program != RedisProgram.OLDEST) {
        lines.add("enable-debug-command local"); // Redis 6.2 allows it without being told.
      }
    }
    if (namespace != null) {
      lines.add("protected-mode no"); // What comes over the pair of interfaces is not loopback.
    }
    if (certificate != null) {
      lines.add("tls-port " + tlsPort);
      lines.add("tls-cert-file " + certificate.chainPem());
      lines.add("tls-key-file " + certificate.keyPem());
      lines.add("tls-ca-cert-file " + certificate.chainPem());
      lines.add("tls-auth-clients no");
    }
    if (unixSocket != null) {
      lines.add("unixsocket " + unixSocket);
    }
    return lines;
  }

  /** Deletes the folder. */
  void delete() {
    Path folder = file.getParent();
    if (folder == null || !Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
