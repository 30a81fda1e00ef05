package dev.nave.conformance.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Plays the programs of many seeds on both kinds of server, several at a time, and sums up. */
public final class Campaign {
  /**
   * What {@link #replay} says where the servers agree; deliberate differences that were met follow.
   */
  public static final String AGREE = "both servers agree; deliberate differences: ";

  private static final int AT_A_TIME = 12;
  private static final int MOST_PLAYS_TO_SHRINK = 150;
  private static final int MOST_SHRUNK = Integer.getInteger("differential.shrunk", 8);

  private final Player ours;
  private final Player reference;
  private final DeliberateDifferences deliberate;
  private final Map<String, Integer> explained = Collections.synchronizedMap(new TreeMap<>());
  private final List<String> stuck = new CopyOnWriteArrayList<>();
  private final AtomicInteger slow = new AtomicInteger();
  private final AtomicInteger shrunk = new AtomicInteger();

  /**
   * A program on which the servers differ.
   *
   * @param text for the engineer who is to look into it
   */
  public record Divergence(long seed, String text) {}

  /**
   * What came of a campaign.
   *
   * @param played how many programs
   * @param slow how many agreed at the second try only, the first having run out of time
   * @param stuck the programs that ran out of time on both sides: a fault of the generator
   * @param explained how many programs met each deliberate difference
   */
  public record Result(
      String mode,
      int played,
      int slow,
      List<String> stuck,
      Map<String, Integer> explained,
      List<Divergence> divergences,
      double seconds) {
    @Override
    public String toString() {
      return String.format(
          "%s: %d programs in %.1f s (%.1f/s), %d divergences, %d slow, %d stuck, deliberate %s",
          mode,
          played,
          seconds,
          played / seconds,
          divergences.size(),
          slow,
          stuck.size(),
          explained);
    }
  }

  /** Takes the URLs of our server or farm, and of the reference. */
  public Campaign(List<String> ours, List<String> reference) {
    this(ours, reference, DeliberateDifferences.all());
  }

  Campaign(List<String> ours, List<String> reference, DeliberateDifferences deliberate) {
    this.ours = player(ours);
    this.reference = player(reference);
    this.deliberate = deliberate;
  }

  private static Player player(List<String> urls) {
    return new Player(urls.stream().map(Target::of).toList(), Player.PATIENCE_MILLIS);
  }

  /** Plays the programs of the seeds from one on. */
  public Result play(String mode, long from, int programs) throws Exception {
    Mode played = Mode.of(mode);
    long begin = System.nanoTime();
    ExecutorService players = Executors.newFixedThreadPool(AT_A_TIME);
    List<Divergence> divergences = new ArrayList<>();
    try {
      List<Future<List<Divergence>>> results = new ArrayList<>();
      for (int i = 0; i < programs; i++) {
        long seed = from + i;
        results.add(players.submit(() -> play(ProgramGenerator.generate(played, seed))));
      }
      for (Future<List<Divergence>> result : results) {
        divergences.addAll(result.get());
      }
    } finally {
      players.shutdownNow();
    }
    return new Result(
        mode,
        programs,
        slow.get(),
        List.copyOf(stuck),
        Map.copyOf(explained),
        divergences,
        (System.nanoTime() - begin) / 1e9);
  }

  /** Plays one program: {@code mode:seed}, with {@code :numbers} only those of its ops. */
  public String replay(String address) throws IOException {
    String[] parts = address.split(":", -1);
    Program program = ProgramGenerator.generate(Mode.of(parts[0]), Long.parseLong(parts[1]));
    if (parts.length > 2) {
      program = program.keep(List.of(parts[2].split(",")).stream().map(Integer::valueOf).toList());
    }
    Comparison comparison = compare(program);
    return program.toString()
        + (comparison.agrees() ? AGREE + comparison.explained() : comparison.toString());
  }

  private List<Divergence> play(Program program) {
    try {
      Transcript our = ours.play(program);
      Transcript their = reference.play(program);
      Comparison comparison = Comparison.of(our, their, deliberate);
      if (!comparison.agrees() && (our.ranOutOfTime() || their.ranOutOfTime())) {
        comparison = compare(program);
        if (comparison.agrees()) {
          slow.incrementAndGet();
        }
      }
      if (our.ranOutOfTime() && their.ranOutOfTime()) {
        stuck.add(program.address() + " " + our.notes());
      }
      comparison.explained().forEach(id -> explained.merge(id, 1, Integer::sum));
      return comparison.agrees() ? List.of() : List.of(divergence(program, comparison));
    } catch (IOException e) {
      return List.of(
          new Divergence(program.seed(), program.address() + " could not be played: " + e + "\n"));
    }
  }

  private Comparison compare(Program program) throws IOException {
    return Comparison.of(ours.play(program), reference.play(program), deliberate);
  }

  private Divergence divergence(Program program, Comparison comparison) {
    if (shrunk.incrementAndGet() > MOST_SHRUNK) {
      return new Divergence(program.seed(), program.address() + " (not shrunk)\n" + comparison);
    }
    String kind = comparison.kinds().iterator().next();
    AtomicReference<Comparison> last = new AtomicReference<>(comparison);
    Program smallest =
        new Shrinker(smaller -> diverges(smaller, kind, last), MOST_PLAYS_TO_SHRINK)
            .shrink(program);
    return new Divergence(program.seed(), smallest.toString() + last.get());
  }

  /** Plays a program and keeps what differs, if it is of the kind that is looked for. */
  private boolean diverges(Program program, String kind, AtomicReference<Comparison> last) {
    try {
      Comparison comparison = compare(program);
      boolean same = comparison.kinds().contains(kind);
      if (same) {
        last.set(comparison);
      }
      return same;
    } catch (IOException e) {
      return false;
    }
  }
}
