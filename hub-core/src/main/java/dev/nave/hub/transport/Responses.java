package dev.nave.hub.transport;

import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Makes the plain HTTP responses of the endpoint. Pure functions. */
final class Responses {
  private Responses() {}

  /**
   * Returns a response that no cache keeps, and that is another for another page: what the endpoint
   * says holds for one request.
   */
  static Respond of(int status, Map<String, String> headers, String body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Cache-Control", "no-store");
    all.put("Vary", "Origin");
    return new Respond(status, Map.copyOf(all), body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a response with more headers. */
  static Respond with(Respond response, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(response.headers());
    all.putAll(headers);
    return new Respond(response.status(), Map.copyOf(all), response.body());
  }

  /** Returns a text of printable ASCII as JSON. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
