package dev.nave.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.util.Map;
import java.util.function.Supplier;

/** A text of the application's that is made anew for each request, such as its counters. */
public final class TextEndpoint {
  /** The longest text, in characters. */
  static final int MAX_CHARS = 1 << 20;

  private final String contentType;
  private final Supplier<String> text;

  /** Answers with what {@code text} returns. */
  public TextEndpoint(String contentType, Supplier<String> text) {
    this.contentType = contentType;
    this.text = text;
  }

  /**
   * Runs the application's code, off the event loops.
   *
   * @throws IllegalStateException if it returns too long a text; what it throws itself is thrown on
   */
  Respond make() {
    String made = text.get();
    if (made.length() > MAX_CHARS) {
      throw new IllegalStateException(
          "an answer may have " + MAX_CHARS + " characters at most but has " + made.length());
    }
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            contentType,
            "Cache-Control",
            "no-store",
            "X-Content-Type-Options",
            "nosniff");
    return new Respond(200, headers, made.getBytes(UTF_8));
  }
}
