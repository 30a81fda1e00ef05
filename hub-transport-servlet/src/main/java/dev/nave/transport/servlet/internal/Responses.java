package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.EndpointAnswer.Respond;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes HTTP responses. */
final class Responses {
  private Responses() {}

  /** Returns a short text for people. */
  static Respond text(int status, String text) {
    return new Respond(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sets status, headers and length. */
  static void begin(HttpServletResponse response, Respond answer) {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    String type = answer.headers().get("Content-Type");
    if (type != null && !type.contains("charset")) {
      response.setCharacterEncoding((String) null); // Jetty has added one of its own.
    }
  }

  /** Sends a short response, which the container's buffer takes. */
  static void send(HttpServletResponse response, Respond answer) throws IOException {
    begin(response, answer);
    if (answer.status() != 204 && answer.status() != 304) {
      response.setContentLength(answer.body().length);
      response.getOutputStream().write(answer.body());
    }
  }
}
