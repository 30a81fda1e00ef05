package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where two transcripts of a program differ.
 *
 * @param differences what no deliberate difference explains; empty where the servers agree
 * @param explained the ids of the deliberate differences that were met
 */
record Comparison(List<Difference> differences, Set<String> explained) {

  /**
   * What one client received after one batch, on both servers.
   *
   * @param batch the batch's place in the program
   */
  record Difference(
      Program program, int batch, String client, List<String> ours, List<String> reference) {
    /** Returns what only the reference showed. */
    List<String> missing() {
      return without(reference, ours);
    }

    /** Returns what only our server showed. */
    List<String> more() {
      return without(ours, reference);
    }

    @Override
    public String toString() {
      List<String> missing = missing();
      List<String> more = more();
      StringBuilder text = new StringBuilder();
      text.append("  after batch ").append(batch + 1).append(", ").append(client).append(":\n");
      missing.forEach(line -> text.append("    - reference: ").append(line).append('\n'));
      more.forEach(line -> text.append("    + ours:      ").append(line).append('\n'));
      if (missing.isEmpty() && more.isEmpty()) {
        text.append("    - reference: ").append(reference).append('\n');
        text.append("    + ours:      ").append(ours).append('\n');
      }
      return text.toString();
    }

    private static List<String> without(List<String> lines, List<String> others) {
      List<String> left = new ArrayList<>(lines);
      others.forEach(left::remove);
      return left;
    }
  }

  /** Compares what our server showed with what the reference did. */
  static Comparison of(Transcript ours, Transcript reference, DeliberateDifferences deliberate) {
    Map<String, List<String>> theirs = new LinkedHashMap<>();
    for (Transcript.Part part : reference.parts()) {
      theirs.put(part.batch() + part.client(), part.lines());
    }
    List<Difference> differences = new ArrayList<>();
    Set<String> explained = new LinkedHashSet<>();
    for (Transcript.Part part : ours.parts()) {
      List<String> other = theirs.getOrDefault(part.batch() + part.client(), List.of());
      if (!part.lines().equals(other)) {
        Difference difference =
            new Difference(ours.program(), part.batch(), part.client(), part.lines(), other);
        Set<String> reasons = deliberate.explain(difference);
        explained.addAll(reasons);
        if (reasons.isEmpty()) {
          differences.add(difference);
        }
      }
    }
    return new Comparison(differences, explained);
  }

  /**
   * Returns what kinds of difference there are, in order: who shows less and what, without the
   * numbers that tell one call from another. A smaller program of the same kind shows the same.
   */
  Set<String> kinds() {
    Set<String> kinds = new LinkedHashSet<>();
    for (Difference difference : differences) {
      difference.missing().stream().map(line -> "reference " + kind(line)).forEach(kinds::add);
      difference.more().stream().map(line -> "ours " + kind(line)).forEach(kinds::add);
      kinds.add("order " + difference.client());
    }
    return kinds;
  }

  private static String kind(String line) {
    return line.replaceAll("[0-9]", "");
  }

  boolean agrees() {
    return differences.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    differences.forEach(text::append);
    return text.toString();
  }
}
