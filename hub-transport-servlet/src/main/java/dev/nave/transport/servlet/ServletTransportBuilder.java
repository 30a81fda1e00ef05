package dev.nave.transport.servlet;

import static dev.nave.transport.servlet.ServletOptionDeclarations.ANSWER_TIMEOUT;
import static dev.nave.transport.servlet.ServletOptionDeclarations.CLOSE_TIMEOUT;
import static dev.nave.transport.servlet.ServletOptionDeclarations.EVENT_STREAM_PROBE_INTERVAL;
import static dev.nave.transport.servlet.ServletOptionDeclarations.LOOPS;
import static dev.nave.transport.servlet.ServletOptionDeclarations.MAX_UNREAD_BYTES;
import static dev.nave.transport.servlet.ServletOptionDeclarations.REQUEST_TIMEOUT;
import static dev.nave.transport.servlet.ServletOptionDeclarations.ROLES;
import static dev.nave.transport.servlet.ServletOptionDeclarations.SUB_PROTOCOLS;

import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionValues;
import dev.nave.transport.servlet.internal.ServletSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the settings of a {@link ServletTransport}. Not thread-safe. */
public final class ServletTransportBuilder {
  private final OptionValues values = OptionValues.of(ServletOptionDeclarations.DECLARED);

  ServletTransportBuilder() {}

  private <T> ServletTransportBuilder set(Option<T> option, T value) {
    values.set(option, value);
    return this;
  }

  /**
   * Sets an option by its name from text, as from a file of properties.
   *
   * @param name in any case, with or without hyphens: {@code closeTimeout}, {@code close-timeout}
   * @param value a number; a time such as {@code 10s}, {@code 500ms} or {@code PT10S}; a size such
   *     as {@code 64KiB}; for names one or several with commas between them
   * @throws dev.nave.backplane.options.OptionException if there is no such option, the text cannot
   *     be read, or the value is not allowed; the message names all that
   */
  public ServletTransportBuilder set(String name, String value) {
    values.set(name, value);
    return this;
  }

  /**
   * Sets options from the entries of a map whose keys begin with a prefix; others are left alone.
   * The order of the map means nothing.
   *
   * @param prefix for example {@code nave.transport.}; {@link #set(String, String)} takes the rest
   *     of the key
   * @throws dev.nave.backplane.options.OptionException as {@link #set(String, String)}, or if two
   *     keys name one option; the message has the whole key
   */
  public ServletTransportBuilder setAll(Map<String, String> map, String prefix) {
    values.setAll(map, prefix);
    return this;
  }

  /**
   * Sets the number of connection loops. Each is a thread that the transport has beside those of
   * the container. Default: one per processor, but 4 at most; from 1 to 1,024.
   */
  public ServletTransportBuilder loops(int value) {
    return set(LOOPS, value);
  }

  /**
   * Sets how many bytes of a WebSocket are kept while the hub does not read, in a container that
   * cannot pause reading: a connection with more is closed with 1011. Each piece that comes counts
   * 32 bytes more than it has. Default: 1 MiB; from 16 KiB to 1 GiB.
   */
  public ServletTransportBuilder maxUnreadBytes(int value) {
    return set(MAX_UNREAD_BYTES, value);
  }

  /**
   * Sets how long a client may take for each further 8 KiB of a POST; then it gets 408. Default: 10
   * s; from 1 ms to 1 day.
   */
  public ServletTransportBuilder requestTimeout(Duration value) {
    return set(REQUEST_TIMEOUT, value);
  }

  /**
   * Sets how long the application may take to decide about a request: authenticators, policies,
   * redirects. Then the client gets 503. Default: 60 s; from 1 ms to 1 day.
   */
  public ServletTransportBuilder answerTimeout(Duration value) {
    return set(ANSWER_TIMEOUT, value);
  }

  /**
   * Sets how long a client may take to read the end of a connection, and to answer a close frame;
   * then its socket is cut. A stop of the server waits so long, and at most 5 s, for clients that
   * have not taken all. Default: 5 s; from 1 ms to 1 day.
   */
  public ServletTransportBuilder closeTimeout(Duration value) {
    return set(CLOSE_TIMEOUT, value);
  }

  /**
   * Sets after how long a silence an event stream gets a comment of three bytes, which clients
   * skip. A container notices that a client has left when a write fails, mostly the second one: so
   * it takes up to twice this time. Default: 5 s; from 1 ms to 1 day.
   */
  public ServletTransportBuilder eventStreamProbeInterval(Duration value) {
    return set(EVENT_STREAM_PROBE_INTERVAL, value);
  }

  /**
   * Sets the WebSocket sub-protocols that are agreed to, the preferred first. Default: none; each
   * must be a token of HTTP, and none there twice.
   */
  public ServletTransportBuilder subProtocols(List<String> value) {
    return set(SUB_PROTOCOLS, value);
  }

  /**
   * Sets which roles a user can have: a container answers whether a user is in a role, but does not
   * tell which roles there are. Those that an {@code @Authorize} names are asked for in any case.
   * Default: none.
   */
  public ServletTransportBuilder roles(Set<String> value) {
    return set(ROLES, value);
  }

  /** Returns the transport. */
  public ServletTransport build() {
    return new ServletTransport(
        new ServletSettings(
            values.get(LOOPS),
            values.get(MAX_UNREAD_BYTES),
            values.get(REQUEST_TIMEOUT),
            values.get(ANSWER_TIMEOUT),
            values.get(CLOSE_TIMEOUT),
            values.get(EVENT_STREAM_PROBE_INTERVAL),
            values.get(SUB_PROTOCOLS),
            values.get(ROLES)),
        toString());
  }

  /** Returns all options in force, {@code name=value, name=value}. */
  @Override
  public String toString() {
    return values.toString();
  }
}
