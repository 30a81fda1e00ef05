package dev.nave.samples.chat;

import dev.nave.hub.WhenUnavailable;
import java.time.Duration;
import java.util.Optional;

/**
 * What matters to a server that is one of several behind a load balancer.
 *
 * @param name what pages call this server; empty for none, or its address where there are several
 * @param whenUnavailable who gets a message while the servers cannot reach each other
 * @param drainDelay between the end of readiness and the first page that is sent away
 * @param readyOnlyIfLinked whether a server that cannot reach the others wants no new pages
 * @param countersPath where it tells what it counted; empty for nowhere
 * @param metricsPath where Prometheus finds what it measures; empty for nowhere
 */
record FarmSettings(
    Optional<String> name,
    WhenUnavailable whenUnavailable,
    Duration drainDelay,
    boolean readyOnlyIfLinked,
    Optional<String> countersPath,
    Optional<String> metricsPath) {

  static final FarmSettings DEFAULT =
      new FarmSettings(
          Optional.empty(),
          WhenUnavailable.FAIL,
          Duration.ZERO,
          false,
          Optional.empty(),
          Optional.empty());

  FarmSettings withName(String value) {
    if (!value.matches("[A-Za-z0-9._:-]{1,32}")) {
      throw new IllegalArgumentException(
          "--name may have up to 32 letters, digits and . _ : - but was \"" + value + "\"");
    }
    return new FarmSettings(
        Optional.of(value),
        whenUnavailable,
        drainDelay,
        readyOnlyIfLinked,
        countersPath,
        metricsPath);
  }

  FarmSettings withWhenUnavailable(String value) {
    WhenUnavailable policy =
        switch (value) {
          case "fail" -> WhenUnavailable.FAIL;
          case "local-only" -> WhenUnavailable.LOCAL_ONLY;
          default -> throw notOneOf("--when-unavailable", "fail or local-only", value);
        };
    return new FarmSettings(name, policy, drainDelay, readyOnlyIfLinked, countersPath, metricsPath);
  }

  FarmSettings withReadyWhen(String value) {
    boolean onlyIfLinked =
        switch (value) {
          case "running" -> false;
          case "linked" -> true;
          default -> throw notOneOf("--ready-when", "running or linked", value);
        };
    return new FarmSettings(
        name, whenUnavailable, drainDelay, onlyIfLinked, countersPath, metricsPath);
  }

  FarmSettings withDrainSeconds(String value) {
    if (!value.matches("[0-9]{1,4}")) {
      throw notOneOf("--drain-seconds", "a number from 0 to 9999", value);
    }
    Duration delay = Duration.ofSeconds(Integer.parseInt(value));
    return new FarmSettings(
        name, whenUnavailable, delay, readyOnlyIfLinked, countersPath, metricsPath);
  }

  FarmSettings withCounters(String value) {
    return new FarmSettings(
        name,
        whenUnavailable,
        drainDelay,
        readyOnlyIfLinked,
        Optional.of(path("--counters", value)),
        metricsPath);
  }

  FarmSettings withMetrics(String value) {
    return new FarmSettings(
        name,
        whenUnavailable,
        drainDelay,
        readyOnlyIfLinked,
        countersPath,
        Optional.of(path("--metrics", value)));
  }

  private static String path(String option, String value) {
    if (!value.startsWith("/")) {
      throw notOneOf(option, "a path such as /" + option.substring(2), value);
    }
    return value;
  }

  private static IllegalArgumentException notOneOf(String option, String values, String value) {
    return new IllegalArgumentException(
        option + " must be " + values + " but was \"" + value + "\"");
  }
}
