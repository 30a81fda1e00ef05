package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Finds a smaller program that still diverges, by delta debugging: it leaves out runs of ops, half
 * of them first, then shorter ones, until no single op can be left out.
 */
final class Shrinker {
  private final Predicate<Program> diverges;
  private int playsLeft;

  /**
   * Creates a shrinker.
   *
   * @param diverges plays a program and tells whether it still shows the divergence
   * @param mostPlays how many programs it plays at most
   */
  Shrinker(Predicate<Program> diverges, int mostPlays) {
    this.diverges = diverges;
    playsLeft = mostPlays;
  }

  /** Returns the smallest program that it found. */
  Program shrink(Program program) {
    Program smallest = program;
    int run = Math.max(1, smallest.ops().size() / 2);
    while (true) {
      Program smaller = withoutRuns(smallest, run);
      if (smaller.ops().size() == smallest.ops().size() && run == 1) {
        return smaller;
      }
      smallest = smaller;
      run = run == 1 ? 1 : run / 2;
    }
  }

  private Program withoutRuns(Program program, int run) {
    Program smallest = program;
    for (int from = smallest.ops().size() - run; from > -run; from -= run) {
      Program smaller = without(smallest, Math.max(0, from), Math.max(0, from) + run);
      if (playsLeft > 0 && smaller.ops().size() < smallest.ops().size()) {
        playsLeft--;
        if (diverges.test(smaller)) {
          smallest = smaller;
        }
      }
    }
    return smallest;
  }

  private static Program without(Program program, int from, int to) {
    List<Integer> kept = new ArrayList<>();
    IntStream.range(0, program.ops().size()).filter(i -> i < from || i >= to).forEach(kept::add);
    return program.keep(kept);
  }
}
