package dev.nave.transport.servlet;

import dev.nave.backplane.options.DeclaredOptions;
import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionType;
import dev.nave.hub.transport.SubProtocols;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of the transport, each declared once: {@link ServletTransportBuilder} sets and reads
 * them, and the table of docs/options.md has their texts.
 */
final class ServletOptionDeclarations {
  static final DeclaredOptions DECLARED = new DeclaredOptions();

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST_BYTES = 1 << 30;
  private static final int MOST_LOOPS_BY_DEFAULT = 4;

  private static final OptionType<List<String>> NAMES = OptionType.list(OptionType.text(), ',');

  private static final OptionType<Set<String>> NAME_SET =
      OptionType.of(
          text -> Set.copyOf(NAMES.parse(text)),
          values -> NAMES.format(List.copyOf(new TreeSet<>(values))));

  static final Option<Integer> LOOPS =
      DECLARED
          .option("loops", OptionType.integer())
          .defaultValue(Math.min(MOST_LOOPS_BY_DEFAULT, Runtime.getRuntime().availableProcessors()))
          .defaultText("one per processor, 4 at most")
          .range(1, 1_024)
          .summary("connection loops, each a thread")
          .declare();

  static final Option<Integer> MAX_UNREAD_BYTES =
      DECLARED
          .option("maxUnreadBytes", OptionType.intBytes())
          .defaultValue(1 << 20)
          .range(16 * 1024, MOST_BYTES)
          .summary("that wait while the hub does not read a WebSocket; more: 1011")
          .declare();

  static final Option<Duration> REQUEST_TIMEOUT =
      DECLARED
          .option("requestTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(10))
          .range(SHORTEST, LONGEST)
          .summary("for each further 8 KiB of a POST; then 408")
          .declare();

  static final Option<Duration> ANSWER_TIMEOUT =
      DECLARED
          .option("answerTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(60))
          .range(SHORTEST, LONGEST)
          .summary("for the application to decide about a request; then 503")
          .declare();

  static final Option<Duration> CLOSE_TIMEOUT =
      DECLARED
          .option("closeTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(5))
          .range(SHORTEST, LONGEST)
          .summary("for a client to take the end and to answer a close frame")
          .declare();

  static final Option<Duration> EVENT_STREAM_PROBE_INTERVAL =
      DECLARED
          .option("eventStreamProbeInterval", OptionType.duration())
          .defaultValue(Duration.ofSeconds(5))
          .range(SHORTEST, LONGEST)
          .summary("of silence, then a comment shows if an event stream has a client")
          .declare();

  static final Option<List<String>> SUB_PROTOCOLS =
      DECLARED
          .option("subProtocols", NAMES)
          .defaultValue(List.of())
          .defaultText("none")
          .check(ServletOptionDeclarations::tokens)
          .rangeText("tokens")
          .summary("accepted WebSocket sub-protocols, the preferred first")
          .declare();

  static final Option<Set<String>> ROLES =
      DECLARED
          .option("roles", NAME_SET)
          .defaultValue(Set.of())
          .defaultText("none")
          .rangeText("names")
          .summary("roles that the container is asked for, beside those of `@Authorize`")
          .declare();

  private ServletOptionDeclarations() {}

  private static List<String> tokens(List<String> subProtocols) {
    try {
      return SubProtocols.checked(subProtocols);
    } catch (IllegalArgumentException e) {
      throw new OptionException(String.valueOf(e.getMessage()), e);
    }
  }
}
