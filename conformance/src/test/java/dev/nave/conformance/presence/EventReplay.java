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
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Plays events back as an application would: an id that was seen is ignored, and what was listed
 * after a reset takes the place of all that the events before had led to.
 */
final class EventReplay {
  private static final Pattern MEMBER = Pattern.compile("in (\\S+): (\\S+) of .*");
  private static final Pattern USER = Pattern.compile("user (\\S+) [0-9]+");

  private final Set<String> ids = new HashSet<>();
  private Set<String> present = new TreeSet<>();
  private boolean resetBefore;

  /**
   * An event that a listener was told.
   *
   * @param listed all facts, as the listener has listed them because of this event, which is a
   *     reset; cancelled if its server ended before, and for other events
   */
  record Told(PresenceEvent event, CompletableFuture<List<String>> listed) {}

  /** Takes what the events since the last quiet moment have led to, which was not wrong. */
  void keep(Collection<Told> told, List<String> truth) {
    told.forEach(each -> ids.add(each.event().id()));
    present = of(truth);
    resetBefore = isReset(told);
  }

  /** Returns what is wrong if these events are played behind all that were kept. */
  List<String> wrong(Collection<Told> told, List<String> truth) {
    List<String> faults = new ArrayList<>();
    Set<String> now = new TreeSet<>(present);
    Set<String> seen = new HashSet<>(ids);
    for (Told each : told) {
      if (each.event() instanceof Reset) {
        if (!each.listed().isDone()) {
          return List.of("not listed yet after " + each.event());
        }
        if (!each.listed().isCancelled()) {
          now = of(each.listed().join());
        }
      } else if (seen.add(each.event().id()) && !play(each.event(), now)) {
        faults.add("does not fit: " + each.event());
      }
    }
    // Changes may be missing before a reset, and some be told after all was listed anew.
    boolean fits = faults.isEmpty() || resetBefore || isReset(told);
    boolean right = fits && now.equals(of(truth));
    if (!right) {
      faults.add(0, "played back\n " + now + "\nbut true is\n " + of(truth));
      told.forEach(each -> faults.add(" " + each));
    }
    return right ? List.of() : faults;
  }

  private static boolean isReset(Collection<Told> told) {
    return told.stream().anyMatch(each -> each.event() instanceof Reset);
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
