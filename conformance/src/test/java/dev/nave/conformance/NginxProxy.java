package dev.nave.conformance;

import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An nginx in front of a server as it is without a word about WebSockets in its configuration: it
 * drops the request for an upgrade, speaks HTTP/1.0 to the server, and buffers responses.
 */
final class NginxProxy implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  private final Process process;
  private final int port;

  private NginxProxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Requirement requirement() {
    return Requirement.programs("nginx");
  }

  /** Starts it with its files in an empty folder; returns when it can be connected to. */
  static NginxProxy start(Path folder, String server) throws IOException {
    int port = Ports.free();
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          server {
            listen 127.0.0.1:%d;
            location / {
              proxy_pass http://%s;
              proxy_set_header Host $http_host;
            }
          }
        }
        """
            .formatted(port, URI.create(server).getAuthority()));
    Process process =
        new ProcessBuilder(
                List.of("nginx", "-p", folder.toString(), "-c", configuration.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.log").toFile())
            .start();
    NginxProxy proxy = new NginxProxy(process, port);
    await()
        .atMost(START_TIMEOUT)
        .failFast("nginx ended", () -> !process.isAlive())
        .until(() -> canConnect(port));
    return proxy;
  }

  /** Returns where it listens, such as {@code http://127.0.0.1:8080}. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static boolean canConnect(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // Not yet.
    }
  }
}
