package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class StaticFilesIT {
  @TempDir private Path folder;
  private TestServer server;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    Path web = Files.createDirectory(folder.resolve("web"));
    Files.writeString(folder.resolve("secret.txt"), "secret");
    Files.writeString(web.resolve("index.html"), "<title>page</title>");
    Files.writeString(web.resolve("app.js"), "hello()");
    Files.writeString(web.resolve(".env"), "secret");
    server =
        TestServer.start(
            settings ->
                settings
                    .staticFiles("/", web)
                    .staticFiles("/", "web")
                    .staticFiles("/lib", "/web/")
                    .health("/health"));
    client = server.connect();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8, <title>page</title>",
    "/index.html, text/html; charset=utf-8, <title>page</title>",
    "/app.js?v=1, text/javascript; charset=utf-8, hello()",
  })
  void servesFilesOfADirectory(String target, String type, String body) {
    client.get(target);

    RawClient.Response response = client.read();
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers())
        .containsEntry("content-type", type)
        .containsEntry("cache-control", "no-cache")
        .containsEntry("x-content-type-options", "nosniff");
    assertThat(response.body()).isEqualTo(body);
  }

  @Test
  void servesResourcesOfTheClassPath() {
    client.get("/lib/");

    assertThat(client.read().body()).contains("<title>resource</title>");
  }

  @Test
  void sendsAFileOnceToAClientThatKeepsIt() {
    client.get("/app.js");
    String tag = client.read().headers().get("etag");
    client.send("GET /app.js HTTP/1.1\r\nHost: x\r\nIf-None-Match: " + tag + "\r\n\r\n");

    assertThat(client.read().status()).isEqualTo(304);
    client.send("GET /app.js HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"other\"\r\n\r\n");
    assertThat(client.read().status()).isEqualTo(200);
  }

  @Test
  void sendsTheHeadersAloneForHead() {
    client.send("HEAD /app.js HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(client.readHead().headers()).containsEntry("content-length", "7");
    client.get("/app.js");
    assertThat(client.read().body()).isEqualTo("hello()");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/a/../../secret.txt",
        "//secret.txt",
        "/./index.html",
        "/.env",
        "/%2eenv",
        "/lib/../../../pom.xml",
        "/missing.html",
        "/lib",
      })
  void servesNothingElse(String target) {
    client.get(target);

    RawClient.Response response = client.read();
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void leavesTheHubsAlone() {
    client.get("/hub/index.html");
    assertThat(client.read().body()).isEqualTo("GET /hub/index.html");
    client.send("POST /app.js HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    assertThat(client.read().status()).isEqualTo(404);
  }

  @Test
  void tellsItsHealth() {
    client.get("/health");

    RawClient.Response response = client.read();
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("cache-control", "no-store");
    assertThat(response.body()).isEqualTo("ok");
  }
}
