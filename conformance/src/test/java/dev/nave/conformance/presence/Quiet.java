package dev.nave.conformance.presence;

import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/** Waits until all is as it should be, and says what is not. */
final class Quiet {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Quiet() {}

  /** Waits until nothing is wrong; a fault that has just ended may still fail a list. */
  static void until(Supplier<List<String>> wrong) {
    List<String> last = new ArrayList<>();
    try {
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                last.clear();
                try {
                  last.addAll(wrong.get());
                } catch (CompletionException e) {
                  if (!(e.getCause() instanceof BackplaneException)) {
                    throw e;
                  }
                  last.add("failed: " + e.getCause());
                }
                return last.isEmpty();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(String.join("\n", last), e);
    }
  }

  /** Returns what is listed and not true, and what is true and not listed. */
  static List<String> difference(String who, List<String> listed, List<String> truth) {
    if (listed.equals(truth)) {
      return List.of();
    }
    List<String> wrong = new ArrayList<>(List.of(who));
    listed.stream().filter(fact -> !truth.contains(fact)).forEach(f -> wrong.add(" wrong: " + f));
    truth.stream().filter(fact -> !listed.contains(fact)).forEach(f -> wrong.add(" lacks: " + f));
    return wrong;
  }
}
