package dev.nave.hub.transport;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the endpoint says to an HTTP request. */
public sealed interface EndpointAnswer {

  /**
   * A plain HTTP response.
   *
   * @param status the status code
   * @param headers the headers but Content-Length, which is the body's
   * @param body the body; must not be modified
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  record Respond(int status, Map<String, String> headers, byte[] body) implements EndpointAnswer {
    /**
     * Returns a response that no cache keeps, and that is another for another page: what the
     * endpoint says holds for one request.
     */
    public static Respond of(int status, Map<String, String> headers, String body) {
      Map<String, String> all = new HashMap<>(headers);
      all.put("Cache-Control", "no-store");
      all.put("Vary", "Origin");
      return new Respond(status, Map.copyOf(all), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns this response with more headers, which replace those of the same name. */
    public Respond with(Map<String, String> more) {
      Map<String, String> all = new HashMap<>(headers);
      all.putAll(more);
      return new Respond(status, Map.copyOf(all), body);
    }
  }

  /**
   * The request is to become a transport connection. The server module completes the upgrade, then
   * calls {@link Attachable#attach}; if it cannot, {@link Attachable#abandon}.
   *
   * @param connection what waits for the transport connection
   * @param headers more headers of the response that completes the upgrade
   */
  record Attach(Attachable connection, Map<String, String> headers) implements EndpointAnswer {
    /** Becomes a transport connection without more headers. */
    public Attach(Attachable connection) {
      this(connection, Map.of());
    }
  }

  /**
   * The response becomes a transport connection in one direction: the server module sends {@code
   * beginning}, whose body is the first part of one without an end, then calls {@link
   * Attachable#attach} with a transport connection that lives on the request's own loop; if it
   * cannot, {@link Attachable#abandon}. The transport connection receives nothing: what the client
   * sends comes with other requests.
   *
   * @param connection what waits for the transport connection
   * @param beginning status, headers and first bytes of the response
   */
  record Stream(Attachable connection, Respond beginning) implements EndpointAnswer {}

  /**
   * The request is answered later, and its body may be asked for in pieces. The server module calls
   * {@link HttpExchange#begin}, on the request's loop; if it cannot, {@link HttpExchange#abandon}.
   *
   * @param exchange what goes on with the request
   */
  record Later(HttpExchange exchange) implements EndpointAnswer {}

  /** No hub is mapped at the path: the server module may answer in its own way. */
  record NotMapped() implements EndpointAnswer {}

  /**
   * A connection that waits for a transport connection. Exactly one of the methods is called, once.
   */
  interface Attachable {
    /**
     * Returns the loop that the transport connection must live on, or null if any will do. Any
     * thread.
     */
    default @Nullable ConnectionLoop loop() {
      return null;
    }

    /**
     * Gives it the transport connection; what happens to that is told to the result. On its loop.
     */
    TransportReceiver attach(TransportConnection link);

    /** Says that there will be no transport connection. Any thread. */
    void abandon();
  }
}
