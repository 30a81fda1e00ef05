package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.Hub;
import dev.nave.hub.HubException;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubUser;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.TestLog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator can see of a server's connections, calls and refusals. */
class LogIT {
  private static final String CONNECTIONS = "dev.nave.connections ";
  private static final String INVOCATIONS = "dev.nave.calls ";
  private static final String REFUSALS = "dev.nave.transport.refusals";

  private WebSocketTransport transport;
  private HubServer server;

  public static class CallHub extends Hub {
    public String echo(String text) {
      return text;
    }

    public void fail() {
      throw new HubException("as it should");
    }

    public void leave() {
      context().abort();
    }
  }

  @BeforeEach
  void start() {
    transport = WebSocketTransport.builder().host("127.0.0.1").port(0).loops(1).build();
    server =
        HubServer.builder()
            .transport(transport)
            .authenticator(request -> request.query("access_token").map(HubUser::of).orElse(null))
            .hub("/calls", CallHub.class, CallHub::new, hub -> hub.name("Calls"))
            .build();
    server.start();
    for (String logger : List.of(CONNECTIONS, INVOCATIONS, REFUSALS)) {
      TestLog.takeLinesWith(logger);
    }
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private RawClient connect() {
    RawClient client = RawClient.connect(transport.port());
    client.upgrade("/calls?access_token=ann");
    client.send(RawClient.frame(0x81, "{\"protocol\":\"json\",\"version\":1}\u001e"));
    assertThat(client.readText()).isEqualTo("{}\u001e");
    return client;
  }

  private static void invoke(RawClient client, String id, String target, String arguments) {
    client.send(
        RawClient.frame(
            0x81,
            "{\"type\":1,\"invocationId\":\""
                + id
                + "\",\"target\":\""
                + target
                + "\",\"arguments\":["
                + arguments
                + "]}\u001e"));
  }

  private static String awaitLine(String logger, String part) {
    await().until(() -> TestLog.linesWith(logger).stream().anyMatch(line -> line.contains(part)));
    return TestLog.linesWith(logger).stream()
        .filter(line -> line.contains(part))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aConnectionHasALineForItsBeginningAndOneForItsEnd() {
    try (RawClient client = connect()) {
      assertThat(awaitLine(CONNECTIONS, "started"))
          .startsWith("DEBUG")
          .contains(" of hub Calls started: WebSockets with json, user ann, from /127.0.0.1:");

      client.send(RawClient.closeFrame(1000));

      assertThat(awaitLine(CONNECTIONS, "ended"))
          .contains(" of hub Calls ended: its client left (normal_closure), after PT")
          .endsWith(": WebSockets with json, user ann");
    }
    assertThat(TestLog.takeLinesWith(CONNECTIONS)).hasSize(2);
  }

  @Test
  void theEndOfAConnectionSaysHowItCameAbout() {
    try (RawClient closes = connect();
        RawClient errs = connect();
        RawClient aborted = connect();
        RawClient stays = connect()) {
      closes.send(RawClient.frame(0x81, "{\"type\":7}\u001e"));
      awaitLine(CONNECTIONS, "ended: its client sent Close");
      errs.send(RawClient.frame(0x81, "{\"type\":[]}\u001e"));
      awaitLine(CONNECTIONS, "ended: because of ProtocolException: ");
      invoke(aborted, "1", "leave", "");
      awaitLine(CONNECTIONS, "ended: the application aborted it");
      server.stop();
      awaitLine(CONNECTIONS, "ended: the server sent its client elsewhere");
      assertThat(stays.hasInput()).isTrue();
    }
  }

  @Test
  void anInvocationHasALineWithItsOutcomeAndWithoutItsArguments() {
    try (RawClient client = connect()) {
      invoke(client, "7", "Echo", "\"secret\"");
      invoke(client, "8", "Fail", "");
      invoke(client, "9", "Nowhere", "\"secret\"");
      awaitLine(INVOCATIONS, "invocation 9 of Nowhere failed");

      assertThat(TestLog.linesWith(INVOCATIONS))
          .noneMatch(line -> line.contains("secret"))
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .startsWith("DEBUG")
                      .endsWith(" of hub Calls: invocation 7 of Echo completed"),
              line ->
                  assertThat(line)
                      .endsWith("invocation 8 of Fail failed: dev.nave.hub.HubException"),
              line ->
                  assertThat(line)
                      .endsWith("invocation 9 of Nowhere failed: dev.nave.hub.HubException"));
    }
  }

  @Test
  void aRefusalHasALineThatNamesItsOption() {
    refused(
        "GET /calls?access_token=" + "a".repeat(8_300) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
        414);
    refused("GET /calls HTTP/1.1\r\nHost: localhost\r\na: " + "b".repeat(33_000) + "\r\n\r\n", 431);
    refused("GET /calls HTTP/1.1\r\nHost: localhost\r\n" + "a: b\r\n".repeat(100) + "\r\n", 431);
    refused("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n", 413);
    refused("PRI * HTTP/2.0\r\n\r\n", 505);
    refused(
        "POST /calls/negotiate HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\r\n",
        403);

    assertThat(TestLog.linesWith(REFUSALS))
        .allMatch(line -> line.startsWith("INFO "))
        .noneMatch(line -> line.contains("aaaa") || line.contains("bbbb"))
        .satisfiesExactly(
            line -> assertThat(line).contains("maxRequestLineBytes, which is 8192"),
            line -> assertThat(line).contains("maxHeaderBytes, which is 32768"),
            line -> assertThat(line).contains("101 header lines").contains("maxHeaderCount"),
            line -> assertThat(line).contains("maxRequestBodyBytes, which is 65536"),
            line -> assertThat(line).contains("only HTTP/1.0 and HTTP/1.1"),
            line ->
                assertThat(line).contains("Host localhost").contains("HubOptions.allowedOrigins"));
  }

  private void refused(String request, int status) {
    try (RawClient client = RawClient.connect(transport.port())) {
      client.send(request);
      RawClient.Response response = client.read();
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.body()).isNotBlank();
    }
  }

  @Test
  void tlsToAPlainPortHasALine() {
    try (RawClient client = RawClient.connect(transport.port())) {
      client.send(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3, '\r', '\n', '\r', '\n'});

      assertThat(awaitLine(REFUSALS, "speaks TLS")).contains("WebSocketTransport tls is not set");
    }
  }
}
