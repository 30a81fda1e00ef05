package dev.nave.backplane.redis.internal.directory;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A node's lease in one part of the directory: renews it, replaces lost nodes in their place, and
 * fetches the changes that the node has to raise because it holds it.
 *
 * <p>A node that finds its lease gone begins a new one under another name, as the one that replaces
 * it may still be removing what it left. So does a node that finds another generation, as Redis may
 * have brought back what the node had removed. It then writes all its entries again: in the second
 * case without changes being told; in the first, each that is missing has been told as lost, so it
 * is told as joined. What was not told makes a reset due. It is noted once all is written: who
 * lists anew because of it finds the entries of this node.
 *
 * <p><b>Threading.</b> Coordinator only, where nothing else is said.
 */
final class Lease {
  private static final int REMOVED_AT_A_TIME = 500;

  private final PartCalls calls;
  private final String process;
  private final Duration time;
  private final long dueNanos;
  private final Raising raising;
  private final OwnEntries own;
  private final TimedMemory timed;
  private final Owner owner;
  private final Set<String> replaced = new LinkedHashSet<>();
  private final Set<String> abandoned = new LinkedHashSet<>();
  private final Set<String> draining = new LinkedHashSet<>();

  private int leases;
  private boolean joined;
  private String generation = "";
  private boolean asking;
  private boolean resetDue;
  private boolean resetUnderWay;
  private long renewedNanos;
  private volatile boolean isHeld;

  /** What the lease tells its part. */
  interface Owner {
    /** The lease is there, or it is not, with the cause if that is known. */
    void leaseChanged(@Nullable Throwable cause);

    /** It was renewed: what waits can be written. */
    void renewed();

    /** It was lost although Redis can be reached: do soon what is due. */
    void hurry();
  }

  /**
   * Creates a lease that is not held.
   *
   * @param process the node's name
   */
  Lease(
      PartCalls calls,
      String process,
      Duration time,
      Duration interval,
      Raising raising,
      OwnEntries own,
      TimedMemory timed,
      Owner owner) {
    this.calls = calls;
    this.process = process;
    this.time = time;
    this.dueNanos = interval.toNanos() * 9 / 10; // Or the pulse after the next would be late.
    this.raising = raising;
    this.own = own;
    this.timed = timed;
    this.owner = owner;
  }

  /** Any thread. */
  boolean isHeld() {
    return isHeld;
  }

  /** Returns the node's name with that of this lease. */
  String node() {
    return process + Integer.toString(36 * 36 * 36 + leases, 36).substring(1);
  }

  String generation() {
    return generation;
  }

  /** Nothing counts until the lease is renewed. */
  void lost(@Nullable Throwable cause) {
    asking = false;
    isHeld = false;
    owner.leaseChanged(cause);
  }

  /** It is of no more use: the part is closed, and a write has failed. */
  void end() {
    isHeld = false;
  }

  /** Whether an answer was asked for that has not come. */
  boolean isAsking() {
    return asking;
  }

  /** Renews it if that is due, or only fetches changes; goes on with the nodes that it replaces. */
  void keep() {
    long age = System.nanoTime() - renewedNanos;
    if (!isHeld || age >= dueNanos) {
      renew();
    } else {
      fetch();
    }
    List.copyOf(replaced).forEach(this::drain);
  }

  private void renew() {
    asking = true;
    long sent = System.nanoTime();
    String node = node();
    int room = raising.room();
    calls.call(
        "renew the lease of the directory",
        answer -> {
          asking = false;
          renewed(answer, sent, node, room);
        },
        "renew",
        node,
        calls.epoch(),
        raising.last(node),
        room,
        time.toMillis(),
        joined ? 0 : 1,
        UUID.randomUUID().toString().substring(0, 13).replace("-", ""),
        generation);
  }

  private void renewed(List<Object> answer, long sent, String node, int room) {
    String found = Texts.text(answer.get(1));
    boolean another = !generation.isEmpty() && !generation.equals(found);
    String status = Texts.text(answer.get(0));
    if (status.equals("NOLEASE")) {
      isHeld = false;
      owner.leaseChanged(notFound(status)); // Before the next one: what was read is in doubt.
      if (another) {
        abandoned.add(node);
      }
      leases++;
      joined = false;
      replaced.clear();
      own.writeAgain((Long) answer.get(2) == 1);
      renew();
      return;
    }
    if (another) {
      raising.lookAnew();
      long emptied = (Long) answer.get(4);
      timed.writeAgain(emptied < 0 ? null : Duration.ofMillis(emptied));
    }
    joined = true;
    resetDue |= (Long) answer.get(5) == 1;
    generation = found;
    renewedNanos = sent;
    replaced.clear();
    ((List<?>) answer.get(2)).forEach(gone -> replaced.add(Texts.text(gone)));
    Set<String> raisedFor = new HashSet<>(replaced);
    raisedFor.add(node);
    raising.forgetOthers(raisedFor);
    if (!isHeld) {
      isHeld = true;
      owner.leaseChanged(null);
    }
    if (another) {
      fetch();
    } else {
      told(node, answer.get(3), room);
    }
    replaced.forEach(this::drain);
    owner.renewed();
  }

  /** Notes the reset that is due, if all that Redis may have lost is written again. */
  void noteReset() {
    if (!resetDue || resetUnderWay || !isHeld || !own.isWrittenAgain()) {
      return;
    }
    resetUnderWay = true;
    String node = node();
    int room = raising.room();
    CompletionStage<Void> noted =
        calls.call(
            "note a reset of the directory",
            answer -> {
              if (confirmedBy(answer)) {
                resetDue = false;
                told(node, answer.get(1), room);
              }
            },
            "reset",
            node,
            calls.epoch(),
            raising.last(node),
            room);
    var unusedStage = noted.whenComplete((unused, failure) -> resetUnderWay = false);
  }

  private void fetch() {
    asking = true;
    String node = node();
    int room = raising.room();
    calls.call(
        "fetch changes of the directory",
        answer -> {
          asking = false;
          if (confirmedBy(answer)) {
            told(node, answer.get(1), room);
          }
        },
        "fetch",
        node,
        calls.epoch(),
        raising.last(node),
        room);
  }

  /** Tells the changes that came with an answer, and fetches more if there may be any. */
  void told(String node, Object changes, int room) {
    List<?> page = (List<?>) changes;
    raising.tell(node, page);
    if (page.size() >= room && raising.room() > 0 && !asking && node.equals(node())) {
      fetch();
    }
  }

  /** Returns whether Redis found the lease when it gave this answer. */
  boolean confirmedBy(List<Object> answer) {
    String status = Texts.text(answer.get(0));
    if (status.equals("OK")) {
      return true;
    }
    isHeld = false;
    owner.leaseChanged(notFound(status));
    owner.hurry();
    return false;
  }

  private static IllegalStateException notFound(String status) {
    return new IllegalStateException("the lease of the directory was lost (" + status + ")");
  }

  /** Changes of a node were confirmed: there may be room for more. */
  void confirmed(String node) {
    if (replaced.contains(node)) {
      drain(node);
    }
  }

  /** Takes more of what a lost node left. */
  private void drain(String gone) {
    if (!isHeld || !draining.add(gone)) {
      return;
    }
    int room = raising.room();
    boolean[] more = new boolean[1];
    CompletionStage<Void> drained =
        calls.call(
            "replace a lost node in the directory",
            answer -> more[0] = drained(gone, answer, room),
            "drain",
            node(),
            calls.epoch(),
            raising.last(gone),
            room,
            gone,
            REMOVED_AT_A_TIME);
    var unusedStage =
        drained.whenComplete(
            (unused, failure) -> {
              draining.remove(gone);
              if (more[0]) {
                drain(gone);
              }
            });
  }

  /** Returns whether there may be more to take now. */
  private boolean drained(String gone, List<Object> answer, int room) {
    String status = Texts.text(answer.get(0));
    if (!status.equals("OK")) {
      replaced.remove(gone);
      raising.forget(gone);
      return false;
    }
    List<?> page = (List<?>) answer.get(2);
    raising.tell(gone, page);
    return (Long) answer.get(1) > 0 || (room > 0 && page.size() >= room);
  }

  /**
   * What Redis has brought back, but the node has not any more, is still under the name of before.
   * Once all is written under the new one, the rest goes as that of any lost node does.
   */
  void giveUpFormerNames() {
    if (isHeld && !abandoned.isEmpty() && own.unconfirmed() == 0) {
      for (String name : List.copyOf(abandoned)) {
        calls.call(
            "give up a lease of the directory", answer -> abandoned.remove(name), "leave", name);
      }
    }
  }

  /** Gives it up, so that others replace the node at once. */
  CompletionStage<Void> leave() {
    return calls.call("leave the directory", answer -> {}, "leave", node());
  }
}
