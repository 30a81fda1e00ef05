package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Later;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import dev.nave.hub.transport.HttpExchange;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Adds the application's own headers to all answers of the endpoint: cookies for a load balancer,
 * security headers. A header that the endpoint sets itself stays as it is.
 */
final class ResponseHeaders {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  /** What belongs to the server module, which frames the response. */
  private static final Set<String> RESERVED =
      Set.of(
          "connection",
          "content-length",
          "date",
          "keep-alive",
          "sec-websocket-accept",
          "sec-websocket-extensions",
          "sec-websocket-protocol",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final Function<HttpRequest, Map<String, String>> application;

  ResponseHeaders(Function<HttpRequest, Map<String, String>> application) {
    this.application = application;
  }

  /**
   * Returns what the application adds. Runs application code, and throws what that throws.
   *
   * @throws IllegalArgumentException if a name or value is none of HTTP, or the name is reserved
   */
  Map<String, String> of(HttpRequest request) {
    Map<String, String> given = application.apply(request);
    given.forEach(ResponseHeaders::check);
    return Map.copyOf(given);
  }

  private static void check(String name, String value) {
    if (!name.matches(TOKEN)) {
      throw new IllegalArgumentException(
          "responseHeaders: \"" + name + "\" is not the name of a header");
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "responseHeaders: " + name + " is a header that the server sets itself");
    }
    if (!value.equals(value.strip())) { // Source: RFC 9110, section 5.5.
      throw new IllegalArgumentException(
          "responseHeaders: the value of " + name + " begins or ends with a space or tab");
    }
    boolean printable =
        value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7F) || (c > 0x9F && c <= 0xFF));
    if (!printable) {
      throw new IllegalArgumentException(
          "responseHeaders: the value of " + name + " has a character that no header may have");
    }
  }

  /** Returns the answer with more headers, whichever kind it is. */
  static EndpointAnswer add(EndpointAnswer answer, Map<String, String> headers) {
    if (answer instanceof Respond respond) {
      return add(respond, headers);
    } else if (answer instanceof Stream stream) {
      return new Stream(stream.connection(), add(stream.beginning(), headers));
    } else if (answer instanceof Attach attach) {
      return new Attach(attach.connection(), headers);
    } else if (answer instanceof Later later) {
      return new Later(new Exchange(later.exchange(), headers));
    }
    return answer;
  }

  /** Takes back an answer that no client gets. */
  static void abandon(EndpointAnswer answer) {
    if (answer instanceof Attach attach) {
      attach.connection().abandon();
    } else if (answer instanceof Stream stream) {
      stream.connection().abandon();
    } else if (answer instanceof Later later) {
      later.exchange().abandon();
    }
  }

  private static Respond add(Respond response, Map<String, String> headers) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    response.headers().forEach((name, value) -> all.remove(name));
    all.putAll(response.headers());
    return new Respond(response.status(), Map.copyOf(all), response.body());
  }

  /** A request that is answered later, with more headers. */
  private record Exchange(HttpExchange exchange, Map<String, String> headers)
      implements HttpExchange {
    @Override
    public void begin(Client client) {
      exchange.begin(new ClientWithHeaders(client, headers));
    }

    @Override
    public void received(byte[] bytes, boolean last) {
      exchange.received(bytes, last);
    }

    @Override
    public void answered() {
      exchange.answered();
    }

    @Override
    public void abandon() {
      exchange.abandon();
    }
  }

  private record ClientWithHeaders(HttpExchange.Client client, Map<String, String> headers)
      implements HttpExchange.Client {
    @Override
    public ConnectionLoop loop() {
      return client.loop();
    }

    @Override
    public void read() {
      client.read();
    }

    @Override
    public void answer(Respond response) {
      client.answer(add(response, headers));
    }

    @Override
    public void abort() {
      client.abort();
    }
  }
}
