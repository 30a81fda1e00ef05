package dev.nave.conformance;

import static java.util.stream.Collectors.toMap;

import dev.nave.backplane.redis.testkit.TcpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The official .NET client, which plays checks of its own. */
final class DotnetClient {
  private static final CheckProgram CHECKS = new CheckProgram("[^:]+: [^:]+", "(: .*)?");
  private static final Path HERE = Path.of("").toAbsolutePath();

  /** Its first client is cut after every ten calls of its second one. */
  private static final String CUT_BETWEEN_CALLS = ": stateful reconnect";

  /** Makes ten calls take longer than the first client needs to come back. */
  private static final Duration EACH_WAY = Duration.ofMillis(40);

  private DotnetClient() {}

  /**
   * Plays all checks against a server or, the second client of each check on the second one,
   * against two.
   *
   * <p>A client tries once to come back after a cut. Where calls take a fraction of a millisecond,
   * the next cut would often hit that attempt, which ends the connection whatever the server does.
   */
  static List<CheckResult> play(List<String> urls) throws Exception {
    Map<String, CheckResult> unhurried =
        playWithASlowSecondClient(urls).stream()
            .collect(toMap(CheckResult::title, Function.identity()));
    return play(urls, "").stream()
        .map(result -> unhurried.getOrDefault(result.title(), result))
        .toList();
  }

  private static List<CheckResult> playWithASlowSecondClient(List<String> urls) throws Exception {
    URI second = URI.create(urls.get(urls.size() - 1));
    try (TcpProxy slow = new TcpProxy(second.getHost(), second.getPort())) {
      slow.delay(EACH_WAY, Duration.ZERO);
      return play(List.of(urls.get(0), "http://" + slow.address()), CUT_BETWEEN_CALLS);
    }
  }

  /**
   * Plays some checks.
   *
   * @param part only those with this in their title
   */
  private static List<CheckResult> play(List<String> urls, String part) throws Exception {
    List<String> command = new ArrayList<>(List.of(Reference.path().toString(), "client"));
    command.addAll(urls);
    command.add(part);
    return CHECKS.play(HERE, command);
  }
}
