package dev.nave.hub.internal.presence;

import dev.nave.backplane.TopicText;
import dev.nave.hub.PresenceListener;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a hub is listed. Any thread.
 *
 * @param groups chooses the groups whose members are
 * @param listener hears of changes; null if none does
 */
public record PresenceRules(Predicate<String> groups, @Nullable PresenceListener listener) {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.SERVER);
  private static final LineLimit lines = new LineLimit(1, Duration.ofMinutes(1), System::nanoTime);

  /** Whether the members of a group are listed. They are not if the application fails to say. */
  boolean lists(String group) {
    return test(group, false);
  }

  /** Whether the members of a group may have been listed. */
  boolean mayList(String group) {
    return test(group, true);
  }

  /** A regular expression overflows the stack with some long names, and those come from clients. */
  private boolean test(String group, boolean otherwise) {
    try {
      return groups.test(group);
    } catch (Throwable e) { // Not every language declares what it throws.
      String earlier = lines.next();
      if (earlier != null) {
        log.error(
            "presence: the choice of groups fails for {}, which is not listed: {}{}",
            TopicText.quote(group),
            e,
            earlier);
      }
      return otherwise;
    }
  }
}
