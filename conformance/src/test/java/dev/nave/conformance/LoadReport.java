package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.conformance.Call.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What clients saw of a load: the calls on each server, and the messages that came to a listener on
 * each.
 */
record LoadReport(List<List<Call>> calls, List<List<String>> messages) {
  /** Asserts that every call was answered in time, and that no answer was an untruth. */
  void assertHonest(Duration slowest) {
    List<Call> all = calls.stream().flatMap(List::stream).toList();
    assertThat(all)
        .noneMatch(call -> call.outcome() == Outcome.UNANSWERED || call.outcome() == Outcome.OTHER);
    assertThat(all).allSatisfy(call -> assertThat(call.took()).isLessThan(slowest));
    Set<String> refused = texts(all, Outcome.REFUSED);
    for (List<String> seen : messages) {
      assertThat(seen).doesNotHaveDuplicates().doesNotContainAnyElementsOf(refused);
      assertInOrder(seen);
    }
  }

  private static void assertInOrder(List<String> seen) {
    Map<String, Integer> latest = new HashMap<>();
    for (String text : seen) {
      String[] nameAndNumber = text.split(":", 2);
      int number = Integer.parseInt(nameAndNumber[1]);
      assertThat(number).as(text).isGreaterThan(latest.getOrDefault(nameAndNumber[0], -1));
      latest.put(nameAndNumber[0], number);
    }
  }

  /**
   * Asserts that the servers counted what the clients saw, to the message: how each publication was
   * settled where it was sent; and where it was wanted, how many arrived and how many did not of
   * those that were not refused.
   */
  void assertCounted(List<Counters> counted) {
    Set<String> mayArrive = new HashSet<>();
    for (List<Call> each : calls) {
      mayArrive.addAll(texts(each, Outcome.OK));
      mayArrive.addAll(texts(each, Outcome.UNKNOWN));
    }
    for (int i = 0; i < counted.size(); i++) {
      Map<Outcome, Long> outcomes =
          calls.get(i).stream()
              .map(Call::outcome)
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      long arrived = messages.get(i).size();
      assertThat(counted.get(i))
          .as("server %d", i)
          .isEqualTo(
              new Counters(
                  calls.get(i).size(),
                  outcomes.getOrDefault(Outcome.OK, 0L),
                  outcomes.getOrDefault(Outcome.REFUSED, 0L),
                  outcomes.getOrDefault(Outcome.UNKNOWN, 0L),
                  arrived,
                  mayArrive.size() - arrived));
    }
  }

  /** Returns how many messages, of which the caller was told that all is well, did not come. */
  long missedOn(int server) {
    Set<String> missed = new HashSet<>();
    calls.forEach(each -> missed.addAll(texts(each, Outcome.OK)));
    messages.get(server).forEach(missed::remove);
    return missed.size();
  }

  long count(int server, Outcome outcome) {
    return texts(calls.get(server), outcome).size();
  }

  private static Set<String> texts(List<Call> from, Outcome outcome) {
    return from.stream()
        .filter(call -> call.outcome() == outcome)
        .map(Call::text)
        .collect(Collectors.toSet());
  }
}
