package dev.nave.conformance.presence;

import dev.nave.hub.PresenceEvent;
import dev.nave.hub.PresenceEvent.Joined;
import dev.nave.hub.PresenceEvent.Left;
import dev.nave.hub.PresenceEvent.Reset;
import dev.nave.hub.PresenceEvent.UserOffline;
import dev.nave.hub.PresenceEvent.UserOnline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Plays events back as an application would: an id that was seen is ignored, a reset lists anew.
 */
final class EventReplay {
  private static final Pattern MEMBER = Pattern.compile("in (\\S+): (\\S+) of .*");
  private static final Pattern USER = Pattern.compile("user (\\S+) [0-9]+");

  private final Set<String> ids = new HashSet<>();
  private Set<String> present = new TreeSet<>();
  private boolean resetBefore;

  /** Takes what the events since the last quiet moment have led to, which was not wrong. */
  void keep(Collection<PresenceEvent> events, List<String> truth) {
    events.forEach(event -> ids.add(event.id()));
    present = of(truth);
    resetBefore = isReset(events);
  }

  /** Returns what is wrong if these events are played behind all that were kept. */
  List<String> wrong(Collection<PresenceEvent> events, List<String> truth) {
    if (isReset(events)) {
      return List.of(); // All would be listed anew.
    }
    List<String> faults = new ArrayList<>();
    Set<String> now = new TreeSet<>(present);
    Set<String> seen = new HashSet<>(ids);
    for (PresenceEvent event : events) {
      if (seen.add(event.id()) && !play(event, now)) {
        faults.add("does not fit: " + event);
      }
    }
    // A change of before a reset may be told after all was listed anew.
    boolean right = now.equals(of(truth)) && (faults.isEmpty() || resetBefore);
    if (!right) {
      faults.add(0, "played back\n " + now + "\nbut true is\n " + of(truth));
      events.forEach(event -> faults.add(" " + event));
    }
    return right ? List.of() : faults;
  }

  private static boolean isReset(Collection<PresenceEvent> events) {
    return events.stream().anyMatch(Reset.class::isInstance);
  }

  private static Set<String> of(List<String> facts) {
    return facts.stream()
        .map(EventReplay::place)
        .filter(place -> !place.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String place(String fact) {
    Matcher member = MEMBER.matcher(fact);
    if (member.matches()) {
      return place(member.group(1), member.group(2));
    }
    Matcher user = USER.matcher(fact);
    return user.matches() ? "user " + user.group(1) : "";
  }

  private static String place(String group, String connectionId) {
    return group + " " + connectionId;
  }

  private static long members(Set<String> places, String group) {
    return places.stream().filter(place -> place.startsWith(group + " ")).count();
  }

  /** Returns whether the event tells of a change, and counts right. */
  private static boolean play(PresenceEvent event, Set<String> now) {
    if (event instanceof Joined joined) {
      return now.add(place(joined.group(), joined.member().connectionId()))
          && members(now, joined.group()) == joined.members();
    } else if (event instanceof Left left) {
      return now.remove(place(left.group(), left.member().connectionId()))
          && members(now, left.group()) == left.members();
    } else if (event instanceof UserOnline online) {
      return now.add("user " + online.userId());
    }
    return event instanceof UserOffline offline && now.remove("user " + offline.userId());
  }
}
