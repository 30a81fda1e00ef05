package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Tag;
import dev.nave.hub.meters.HubMeters;
import dev.nave.hub.testing.HubTester;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of limits in {@code docs/security.md} against the options and the meters. */
class SecurityPageTest {
  private static final Pattern OPTION = Pattern.compile("\\| `(\\w+)` \\| ([^|]+) \\|.*");
  private static final Pattern LIMIT =
      Pattern.compile("\\| `(\\w+)` \\| ([^|]+) \\| ([^|]+) \\|([^|]*)\\|[^|]*\\|");

  /** Those that bound the server itself, or what the application does. */
  private static final Set<String> NO_LIMITS =
      Set.of(
          "maxHubThreads",
          "maxHubThreadsPerConnection",
          "maxEntranceThreads",
          "maxLoopQueueBytes",
          "maxSentMessageBytes",
          "maxClientResults",
          "maxClientResultsPerConnection",
          "maxCallHeaders",
          "maxCallHeaderLength",
          "maxUserGroupTime",
          "maxUserGroupReads");

  private final Map<String, List<String>> defaults = new LinkedHashMap<>();
  private final Map<String, String> limits = new LinkedHashMap<>();
  private final Map<String, String> metrics = new LinkedHashMap<>();

  public static class AnyHub extends Hub {}

  SecurityPageTest() {
    for (String line : Pages.lines(Pages.docs().resolve("options.md"))) {
      Matcher row = OPTION.matcher(line);
      if (row.matches()) {
        defaults.computeIfAbsent(row.group(1), name -> new ArrayList<>()).add(row.group(2));
      }
    }
    List<String> page = Pages.lines(Pages.docs().resolve("security.md"));
    int from = page.indexOf("| limit | default | its client sees | metric | log |");
    assertThat(from).as("the line of the table's head").isPositive();
    for (int at = from + 2; page.get(at).startsWith("|"); at++) {
      Matcher row = LIMIT.matcher(page.get(at));
      assertThat(row.matches()).as(page.get(at)).isTrue();
      assertThat(limits.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
      metrics.put(row.group(1), row.group(4).strip());
    }
  }

  /** The page of options is compared with their declarations elsewhere. */
  @Test
  void eachLimitIsAnOptionWithItsDefault() {
    limits.forEach(
        (option, value) ->
            assertThat(defaults.getOrDefault(option, List.of())).as(option).contains(value));
  }

  @Test
  void eachOptionThatSaysHowMuchThereMayBeIsThere() {
    Set<String> missing =
        defaults.keySet().stream()
            .filter(name -> name.startsWith("max"))
            .filter(name -> !NO_LIMITS.contains(name) && !limits.containsKey(name))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(missing).as("options that the table of limits lacks").isEmpty();
    assertThat(defaults).containsKeys(NO_LIMITS.toArray(String[]::new));
  }

  @Test
  void eachBoundWithAMeterIsThereAndNoOtherSaysThatItHasOne() {
    Set<String> metered = new ConcurrentSkipListSet<>();
    HubMeters meters =
        new HubMeters() {
          @Override
          public void counter(HubMeter meter, Map<String, String> tags, LongSupplier total) {
            if (meter == HubMeter.BOUNDS_REACHED || meter == HubMeter.HUB_BOUNDS_REACHED) {
              metered.add(String.valueOf(tags.get(Tag.OPTION.key())));
            }
          }

          @Override
          public void gauge(HubMeter meter, Map<String, String> tags, LongSupplier value) {}

          @Override
          public Durations durations(HubMeter meter, Map<String, String> tags) {
            return nanos -> {};
          }
        };
    try (HubTester tester =
        HubTester.of("/hub", server -> server.meters(meters).hub("/hub", AnyHub.class))) {
      assertThat(tester.server().health().isReady()).isTrue();
    }

    assertThat(metered).isNotEmpty();
    Set<String> saidToBe = new TreeSet<>();
    metrics.forEach(
        (option, names) -> {
          if (List.of(names.split(", ", -1)).contains("bounds")) {
            saidToBe.add(option);
          }
        });
    assertThat(saidToBe).containsExactlyInAnyOrderElementsOf(metered);
  }
}
