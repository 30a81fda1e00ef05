package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests whose end a proxy could see elsewhere than this server: what follows them on the
 * connection is never taken for a request. Source: RFC 9112, sections 6.1, 6.3 and 7.1.
 */
@ExtendWith(LeakCheck.class)
class SmugglingIT {
  private static final String SMUGGLED =
      "GET /hub/smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  static Stream<String> requestsOfTwoEnds() {
    return Stream.of(
        post("Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n",
        post("Transfer-Encoding: chunked", "Content-Length: 0") + "0\r\n\r\n",
        post("Transfer-Encoding: chunked, gzip") + "0\r\n\r\n",
        post("Transfer-Encoding: chunked, identity") + "0\r\n\r\n",
        post("Transfer-Encoding: xchunked") + "0\r\n\r\n",
        post("Transfer-Encoding: gzip") + "0\r\n\r\n",
        post("Transfer-Encoding: identity", "Content-Length: 5") + "0\r\n\r\n",
        post("Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + "0\r\n\r\n",
        post("Transfer-Encoding: chunked", "Transfer-Encoding: identity") + "0\r\n\r\n",
        post("Transfer-Encoding : chunked") + "0\r\n\r\n",
        post("Transfer-Encoding:\u000bchunked") + "0\r\n\r\n",
        post("X: y\r\n Transfer-Encoding: chunked") + "0\r\n\r\n",
        post("Content-Length: 0", "Content-Length: 5") + "0\r\n\r\n",
        post("Content-Length: 0, 5") + "0\r\n\r\n",
        post("Content-Length: +0"),
        post("Content-Length: -0"),
        post("Content-Length: 0x0"),
        post("Content-Length : 0"),
        post("Transfer-Encoding: chunked")
                .replace("1.1", "1.0")
                .replace("\r\n\r\n", "\r\nConnection: keep-alive\r\n\r\n")
            + "0\r\n\r\n",
        post("Transfer-Encoding: chunked") + "0x0\r\n\r\n",
        post("Transfer-Encoding: chunked") + "-0\r\n\r\n",
        post("Transfer-Encoding: chunked") + "1\r\nab\r\n0\r\n\r\n",
        post("Transfer-Encoding: chunked") + "0;x=\n\r\n\r\n",
        post("Transfer-Encoding: chunked") + "0\n\n",
        post("Transfer-Encoding: chunked") + "100000000\r\n\r\n");
  }

  private static String post(String... headers) {
    return "POST /hub HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  @ParameterizedTest
  @MethodSource("requestsOfTwoEnds")
  void nothingBehindARequestOfTwoEndsIsARequest(String request) {
    try (TestServer server =
            TestServer.start(settings -> settings.requestTimeout(Duration.ofMillis(300)));
        RawClient client = server.connect()) {
      client.send(request + SMUGGLED);
      client.readAll();

      assertThat(server.endpoint().requests())
          .noneMatch(seen -> seen.path().equals("/hub/smuggled"));
    }
  }
}
