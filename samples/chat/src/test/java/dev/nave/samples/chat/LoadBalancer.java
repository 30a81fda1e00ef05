package dev.nave.samples.chat;

import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * HAProxy or nginx in front of two servers, with the file that the sample brings for it. Skips the
 * test where the program is missing.
 */
final class LoadBalancer implements AutoCloseable {
  private static final Path FILES = Path.of("deploy");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Which one. */
  enum Kind {
    HAPROXY {
      @Override
      Process start(Path folder, int port, String a, String b) throws IOException {
        Path program = Program.find("nave.haproxy", "haproxy");
        return program(
            folder,
            Map.of(
                "CHAT_FRONT",
                "127.0.0.1:" + port,
                "CHAT_A",
                a,
                "CHAT_B",
                b,
                "CHAT_ADMIN",
                folder.resolve("admin.sock").toString()),
            List.of(program.toString(), "-db", "-f", FILES.resolve("haproxy.cfg").toString()));
      }
    },

    NGINX {
      @Override
      Process start(Path folder, int port, String a, String b) throws IOException {
        Path program = Program.find("nave.nginx", "nginx");
        String chat =
            Files.readString(FILES.resolve("nginx.conf"))
                .replace("${CHAT_FRONT}", "127.0.0.1:" + port)
                .replace("${CHAT_A}", a)
                .replace("${CHAT_B}", b);
        Files.writeString(folder.resolve("chat.conf"), chat);
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            pid nginx.pid;
            error_log stderr warn;
            events {}
            http {
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              include chat.conf;
            }
            """);
        return program(
            folder,
            Map.of(),
            List.of(
                program.toString(), "-p", folder.toString(), "-c", "nginx.conf", "-e", "stderr"));
      }
    };

    abstract Process start(Path folder, int port, String a, String b) throws IOException;
  }

  private final Process process;
  private final String address;

  private LoadBalancer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts one and waits until it passes on what it is asked.
   *
   * @param a host and port of the server of that name
   * @param b host and port of the other
   */
  static LoadBalancer start(Kind kind, String a, String b) {
    int port = Ports.free();
    try {
      Path folder = Files.createTempDirectory("nave-balancer");
      Process process = kind.start(folder, port, a, b);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      LoadBalancer balancer = new LoadBalancer(process, "http://127.0.0.1:" + port + "/");
      await(kind + " to answer")
          .atMost(PATIENCE)
          .failFast("it ended: " + folder.resolve("log"), () -> !process.isAlive())
          .until(() -> Http.answers(balancer.address));
      return balancer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process program(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Returns the address of the page. */
  String address() {
    return address;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
