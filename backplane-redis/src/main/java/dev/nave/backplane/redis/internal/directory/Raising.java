package dev.nave.backplane.redis.internal.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.DirectoryListener;
import dev.nave.backplane.redis.internal.execution.Coordinator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listener the changes that this node has to raise, its own and those of lost nodes that
 * it replaces, and remembers which of them Redis may forget. Coordinator only.
 */
final class Raising {
  private static final Logger log = LoggerFactory.getLogger(Raising.class);

  /** More than these are not fetched until some were raised. */
  static final int MAX_UNRAISED = 10_000;

  private static final int PAGE = 500;

  /** So many ids are remembered, so that a change that Redis has again is not told again. */
  private static final int MAX_REMEMBERED = 20_000;

  private final Coordinator coordinator;
  private final DirectoryListener listener;
  private final Runnable someRaised;
  private final Map<String, Box> boxes = new HashMap<>();

  /** Ids of changes that were told; true once raised. */
  private final Map<String, Boolean> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /** When each change was told that was not raised yet, by its id; oldest first. */
  private final Map<String, Instant> unraised = new LinkedHashMap<>();

  /** Written on the coordinator alone. */
  private volatile Backlog backlog = Backlog.NONE;

  /**
   * What was told and may be told again: Redis still has it.
   *
   * @param unraised number of changes that the listener has not raised
   * @param unconfirmed number of changes that were raised, and that Redis has not forgotten
   * @param since when the oldest was told that was not raised; null if there is none
   * @param isFull whether nothing more is told until some were raised
   */
  record Backlog(int unraised, int unconfirmed, @Nullable Instant since, boolean isFull) {
    static final Backlog NONE = new Backlog(0, 0, null, false);

    Backlog plus(Backlog other) {
      return new Backlog(
          unraised + other.unraised,
          unconfirmed + other.unconfirmed,
          since == null || (other.since != null && other.since.isBefore(since))
              ? other.since
              : since,
          isFull || other.isFull);
    }
  }

  /** The changes of one node, this one or one that it replaces. */
  private static final class Box {
    private String last = "0";
    private final Set<String> raised = new LinkedHashSet<>();
    private boolean confirming;
    private int waiting;

    private boolean isSettled() {
      return waiting == 0 && raised.isEmpty();
    }
  }

  /**
   * Creates it.
   *
   * @param someRaised called when changes were raised that {@link #toConfirm} returns
   */
  Raising(Coordinator coordinator, DirectoryListener listener, Runnable someRaised) {
    this.coordinator = coordinator;
    this.listener = listener;
    this.someRaised = someRaised;
  }

  /** Any thread. */
  Backlog backlog() {
    return backlog;
  }

  private void count() {
    backlog =
        new Backlog(
            unraised.size(),
            boxes.values().stream().mapToInt(box -> box.raised.size()).sum(),
            unraised.isEmpty() ? null : unraised.values().iterator().next(),
            room() == 0);
  }

  /** Returns the number of the last change of a node that was told. */
  String last(String node) {
    return box(node).last;
  }

  /** Returns how many changes may be fetched now. */
  int room() {
    return Math.max(0, Math.min(PAGE, MAX_UNRAISED - unraised.size()));
  }

  private Box box(String node) {
    return boxes.computeIfAbsent(node, each -> new Box());
  }

  /** Redis may have lost what it had confirmed: all it has now is looked at anew. */
  void lookAnew() {
    boxes.values().forEach(box -> box.last = "0");
  }

  /** Forgets a node that is replaced by now, or not any more by this one. */
  void forget(String node) {
    boxes.remove(node);
    count();
  }

  /** Forgets all nodes but these, and those of which there is something to raise or to confirm. */
  void forgetOthers(Set<String> nodes) {
    boxes.entrySet().removeIf(box -> !nodes.contains(box.getKey()) && box.getValue().isSettled());
  }

  /** Tells what was fetched of a node. */
  void tell(String node, List<?> changes) {
    Box box = box(node);
    for (Object each : changes) {
      List<byte[]> fields = Texts.fields((byte[]) each);
      String seq = text(fields, 0);
      if (Long.parseLong(seq) > Long.parseLong(box.last)) {
        box.last = seq;
        tell(box, seq, change(fields));
      }
    }
  }

  private void tell(Box box, String seq, Change change) {
    Boolean before = told.get(change.id());
    if (before != null) {
      if (before) {
        hasRaised(box, seq);
      }
      return;
    }
    told.put(change.id(), false);
    unraised.put(change.id(), Instant.now());
    box.waiting++;
    count();
    CompletionStage<Void> raised;
    try {
      raised = Objects.requireNonNull(listener.changed(change), "the stage of a listener");
    } catch (RuntimeException | Error e) {
      raised = CompletableFuture.failedStage(e);
    }
    var unusedStage =
        raised.whenComplete(
            (unused, failure) -> coordinator.execute(() -> raised(box, seq, change, failure)));
  }

  private void raised(Box box, String seq, Change change, @Nullable Throwable failure) {
    if (failure != null) {
      log.error("a listener failed to raise a change of {}", change.key(), failure);
    }
    told.replace(change.id(), true);
    unraised.remove(change.id());
    box.waiting--;
    hasRaised(box, seq);
  }

  private void hasRaised(Box box, String seq) {
    box.raised.add(seq);
    count();
    someRaised.run();
  }

  /** Returns some changes of a node that were raised and that Redis may forget, in their order. */
  List<String> toConfirm(String node) {
    Box box = box(node);
    if (box.confirming || box.raised.isEmpty()) {
      return List.of();
    }
    box.confirming = true;
    return box.raised.stream()
        .limit(PAGE)
        .sorted(Comparator.comparingLong(Long::parseLong))
        .toList();
  }

  /** Redis has forgotten these, or gave no answer. */
  void confirmed(String node, List<String> seqs, boolean done) {
    Box box = box(node);
    box.confirming = false;
    if (done) {
      seqs.forEach(box.raised::remove);
      count();
    }
  }

  /** Returns the nodes of which changes were told, or may be. */
  List<String> nodes() {
    return new ArrayList<>(boxes.keySet());
  }

  private static Change change(List<byte[]> fields) {
    Change.Kind kind =
        switch (text(fields, 3)) {
          case "J" -> Change.Kind.JOINED;
          case "L" -> Change.Kind.LEFT;
          case "D" -> Change.Kind.LOST;
          default -> Change.Kind.RESET;
        };
    return new Change(
        text(fields, 2),
        kind,
        Texts.key(fields.get(1)),
        text(fields, 4),
        text(fields, 5),
        text(fields, 6),
        text(fields, 7),
        Long.parseLong(text(fields, 8)));
  }

  private static String text(List<byte[]> fields, int index) {
    return new String(fields.get(index), UTF_8);
  }
}
