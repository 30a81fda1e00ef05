package dev.nave.transport.websocket;

import dev.nave.backplane.options.DeclaredOptions;
import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionType;
import dev.nave.hub.transport.SubProtocols;
import dev.nave.transport.websocket.internal.AllowedHosts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of the transport that have one value, each declared once: {@link
 * WebSocketTransportBuilder} sets and reads them, and the table of docs/options.md has their texts.
 */
final class TransportOptionDeclarations {
  static final DeclaredOptions DECLARED = new DeclaredOptions();

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST_BYTES = 1 << 30;

  private static final OptionType<List<String>> NAMES = OptionType.list(OptionType.text(), ',');

  private static final OptionType<Set<String>> HOSTS =
      OptionType.of(
          text -> Set.copyOf(NAMES.parse(text)),
          values -> NAMES.format(List.copyOf(new TreeSet<>(values))));

  static final Option<String> HOST =
      DECLARED
          .option("host", OptionType.text())
          .defaultValue("0.0.0.0")
          .defaultText("`0.0.0.0`")
          .check(TransportOptionDeclarations::notBlank)
          .summary("the address to listen on")
          .declare();

  static final Option<Integer> PORT =
      DECLARED
          .option("port", OptionType.integer())
          .defaultValue(8080)
          .range(0, 65_535)
          .summary("0: the system chooses; `port()` of the transport returns it")
          .declare();

  static final Option<TlsSettings> TLS =
      DECLARED
          .option("tls", OptionType.<TlsSettings>code())
          .summary("HTTPS and WSS only ([transports.md](transports.md))")
          .declare();

  static final Option<Integer> LOOPS =
      DECLARED
          .option("loops", OptionType.integer())
          .defaultValue(Runtime.getRuntime().availableProcessors())
          .defaultText("one per processor")
          .range(1, 1_024)
          .summary("event loops")
          .declare();

  static final Option<IoBackend> IO =
      DECLARED
          .option("io", OptionType.oneOf(IoBackend.class))
          .defaultValue(IoBackend.AUTO)
          .defaultText("`AUTO`")
          .summary("epoll, kqueue, NIO; io_uring where the application brings it")
          .declare();

  static final Option<Integer> ACCEPT_BACKLOG =
      DECLARED
          .option("acceptBacklog", OptionType.integer())
          .defaultValue(1_024)
          .defaultText("1,024")
          .range(1, 65_535)
          .summary("connections that the system holds until they are accepted")
          .declare();

  static final Option<Boolean> TCP_NO_DELAY =
      DECLARED
          .option("tcpNoDelay", OptionType.bool())
          .defaultValue(true)
          .summary("sends small writes at once")
          .declare();

  static final Option<Duration> TCP_USER_TIMEOUT =
      DECLARED
          .option("tcpUserTimeout", OptionType.duration())
          .defaultText("see below")
          .range(Duration.ofSeconds(1), LONGEST)
          .summary("after which unacknowledged bytes end a connection")
          .declare();

  static final Option<Integer> MAX_REQUEST_LINE_BYTES =
      DECLARED
          .option("maxRequestLineBytes", OptionType.intBytes())
          .defaultValue(8 * 1024)
          .range(256, MOST_BYTES)
          .summary("longer: 414. Browsers send tokens in it")
          .declare();

  static final Option<Integer> MAX_HEADER_BYTES =
      DECLARED
          .option("maxHeaderBytes", OptionType.intBytes())
          .defaultValue(32 * 1024)
          .range(256, MOST_BYTES)
          .summary("more: 431")
          .declare();

  static final Option<Integer> MAX_HEADER_COUNT =
      DECLARED
          .option("maxHeaderCount", OptionType.integer())
          .defaultValue(100)
          .range(1, 65_535)
          .summary("more: 431")
          .declare();

  static final Option<Integer> MAX_REQUEST_BODY_BYTES =
      DECLARED
          .option("maxRequestBodyBytes", OptionType.intBytes())
          .defaultValue(64 * 1024)
          .range(0, MOST_BYTES)
          .summary("more: 413")
          .declare();

  static final Option<Integer> MAX_INCOMPLETE_REQUESTS =
      DECLARED
          .option("maxIncompleteRequests", OptionType.integer())
          .defaultValue(10_000)
          .range(1, 1_000_000)
          .summary("HTTP connections without a complete request; see below")
          .declare();

  static final Option<Integer> MAX_FILE_THREADS =
      DECLARED
          .option("maxFileThreads", OptionType.integer())
          .defaultValue(4)
          .range(1, 1_024)
          .summary("threads for static files and texts; 64 requests wait for each, then 503")
          .declare();

  static final Option<Set<String>> ALLOWED_HOSTS =
      DECLARED
          .option("allowedHosts", HOSTS)
          .defaultText("see below")
          .check(TransportOptionDeclarations::hosts)
          .summary("names by which clients may call the server; others: 400")
          .declare();

  static final Option<Duration> REQUEST_TIMEOUT =
      DECLARED
          .option("requestTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(10))
          .range(SHORTEST, LONGEST)
          .summary("for a whole request; then 408")
          .declare();

  static final Option<Duration> ANSWER_TIMEOUT =
      DECLARED
          .option("answerTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(60))
          .range(SHORTEST, LONGEST)
          .summary("for the application to decide about a request; then 503")
          .declare();

  static final Option<Duration> IDLE_TIMEOUT =
      DECLARED
          .option("idleTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(60))
          .range(SHORTEST, LONGEST)
          .summary("for an HTTP connection between requests")
          .declare();

  static final Option<Duration> CLOSE_TIMEOUT =
      DECLARED
          .option("closeTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(5))
          .range(SHORTEST, LONGEST)
          .summary("for a client to take the end and to answer a close frame")
          .declare();

  static final Option<Boolean> COMPRESSION =
      DECLARED
          .option("compression", OptionType.bool())
          .defaultValue(false)
          .summary(
              "`permessage-deflate` with clients that offer it ([transports.md](transports.md))")
          .declare();

  static final Option<Integer> COMPRESSION_THRESHOLD =
      DECLARED
          .option("compressionThreshold", OptionType.intBytes())
          .defaultValue(1_024)
          .range(0, MOST_BYTES)
          .summary("smaller messages are not compressed")
          .declare();

  static final Option<Integer> COMPRESSION_LEVEL =
      DECLARED
          .option("compressionLevel", OptionType.integer())
          .defaultValue(6)
          .range(1, 9)
          .summary("1: fast, 9: small")
          .declare();

  static final Option<Integer> MAX_INFLATED_BYTES =
      DECLARED
          .option("maxInflatedBytes", OptionType.intBytes())
          .defaultValue(1 << 20)
          .range(1_024, MOST_BYTES)
          .summary("largest compressed message of a client, inflated; larger: 1009")
          .declare();

  static final Option<List<String>> SUB_PROTOCOLS =
      DECLARED
          .option("subProtocols", NAMES)
          .defaultValue(List.of())
          .defaultText("none")
          .check(TransportOptionDeclarations::tokens)
          .rangeText("tokens")
          .summary("accepted WebSocket sub-protocols, the preferred first")
          .declare();

  private TransportOptionDeclarations() {}

  private static String notBlank(String host) {
    if (host.isBlank()) {
      throw new OptionException("host must not be blank; 0.0.0.0 is every address");
    }
    return host;
  }

  private static Set<String> hosts(Set<String> value) {
    try {
      return AllowedHosts.checked(value);
    } catch (IllegalArgumentException e) {
      throw new OptionException(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<String> tokens(List<String> subProtocols) {
    try {
      return SubProtocols.checked(subProtocols);
    } catch (IllegalArgumentException e) {
      throw new OptionException(String.valueOf(e.getMessage()), e);
    }
  }
}
