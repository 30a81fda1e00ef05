package dev.nave.backplane.redis.fault;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.redis.fault.LoadedNode.Arrival;
import dev.nave.backplane.redis.fault.LoadedNode.Note;
import dev.nave.backplane.redis.fault.LoadedNode.Span;
import dev.nave.backplane.redis.fault.Publication.Lane;
import dev.nave.backplane.redis.fault.Publication.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Compares what publishers were told with what receivers got. The rules:
 *
 * <ul>
 *   <li>every publication is answered, in time, with <i>delivered</i>, <i>refused</i> or
 *       <i>unknown</i>; without waiting, once the node is known to be down
 *   <li>nothing that was refused ever arrives
 *   <li>nothing arrives twice, or out of order within one publisher and topic
 *   <li>what was delivered arrives wherever the connection was up throughout
 * </ul>
 *
 * A connection counts as not up until the node told that it is connected, and from some time before
 * it told of an outage, since it cannot notice one earlier, until it told of the end; likewise
 * around the time in which it said that some subscription is not confirmed. Where one server passes
 * on what it has accepted to another one, the publisher's connection counts, too: a server that is
 * about to die, or to be forgotten, takes along what it has accepted.
 */
final class Audit {
  /** A node checks its subscriptions at the pace at which it publishes. */
  private static final long SEEN_LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final List<LoadedNode> nodes;
  private final Load.Settings settings;
  private final long noticedAfterNanos;
  private final List<String> complaints = new ArrayList<>();

  Audit(List<LoadedNode> nodes, Load.Settings settings) {
    this.nodes = nodes;
    this.settings = settings;
    this.noticedAfterNanos = settings.noticedAfter().toNanos();
  }

  /** Returns what is wrong; nothing if the books balance. */
  List<String> complaints() {
    complaints.clear();
    for (LoadedNode publisher : nodes) {
      publisher.published().forEach(this::checkAnswer);
      for (String topic : settings.topics()) {
        Lane lane = new Lane(publisher.name(), topic);
        for (LoadedNode receiver : nodes) {
          checkOrder(receiver, lane);
          checkArrivals(receiver, lane, publisher);
        }
      }
    }
    return List.copyOf(complaints);
  }

  private void checkAnswer(Publication publication) {
    if (!publication.isSettled()) {
      complaints.add("not answered: " + publication);
    }
    if (publication.is(Outcome.OTHER)) {
      complaints.add("neither delivered nor refused nor unknown: " + publication);
    }
    if (publication.took().compareTo(settings.slowestAnswer()) > 0) {
      complaints.add("answered too late: " + publication);
    }
    if (settings.isDownAsAWhole() && publication.wasLateAlthoughDown()) {
      complaints.add("not answered at once by a node that is down: " + publication);
    }
  }

  private void checkOrder(LoadedNode receiver, Lane lane) {
    int last = -1;
    Set<Integer> seen = new HashSet<>();
    for (Arrival arrival : receiver.arrivals(lane)) {
      if (!seen.add(arrival.number())) {
        complaints.add("twice at %s: %s#%d".formatted(receiver.name(), lane, arrival.number()));
      } else if (arrival.number() < last) {
        complaints.add(
            "out of order at %s: %s#%d after #%d"
                .formatted(receiver.name(), lane, arrival.number(), last));
      }
      last = Math.max(last, arrival.number());
    }
  }

  private void checkArrivals(LoadedNode receiver, Lane lane, LoadedNode publisher) {
    List<Span> gaps = gaps(receiver);
    if (settings.isPassedOn()) {
      gaps.addAll(gaps(publisher));
    }
    Set<Integer> arrived = new HashSet<>();
    receiver.arrivals(lane).forEach(arrival -> arrived.add(arrival.number()));
    for (Publication publication : publisher.published(lane)) {
      boolean has = arrived.contains(publication.number());
      if (has && publication.is(Outcome.REFUSED)) {
        complaints.add("refused, but arrived at %s: %s".formatted(receiver.name(), publication));
      }
      if (!has
          && publication.is(Outcome.DELIVERED)
          && gaps.stream().noneMatch(gap -> touches(gap, publication))) {
        complaints.add(
            "delivered, but missing at %s, whose connection was up: %s"
                .formatted(receiver.name(), publication));
      }
    }
  }

  private static boolean touches(Span gap, Publication publication) {
    return publication.settledNanos() - gap.fromNanos() >= 0
        && publication.publishedNanos() - gap.toNanos() <= 0;
  }

  private List<Span> gaps(LoadedNode node) {
    List<Span> gaps = new ArrayList<>();
    long from = node.createdNanos();
    boolean isOpen = true;
    for (Note note : node.notes()) {
      if (note.event() instanceof BackplaneEvent.Disconnected) {
        from = note.nanos() - noticedAfterNanos;
        isOpen = true;
      } else if (isOpen) { // Connected or Restored.
        gaps.add(new Span(from, note.nanos()));
        isOpen = false;
      }
    }
    if (isOpen) {
      gaps.add(new Span(from, System.nanoTime()));
    }
    for (Span span : node.unconfirmed()) {
      gaps.add(new Span(span.fromNanos() - noticedAfterNanos, span.toNanos() + SEEN_LATE_NANOS));
    }
    return gaps;
  }
}
