package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What some clients do, one after the other. In texts {@code ~} stands for a name that no other
 * play of a program uses, and {@code <a>} for the connection id of client a.
 *
 * @param numbers which ops of the generated program are left, ascending; all of them at first
 */
record Program(Mode mode, long seed, List<Member> members, List<Op> ops, List<Integer> numbers) {
  static Program whole(Mode mode, long seed, List<Member> members, List<Op> ops) {
    return new Program(
        mode,
        seed,
        List.copyOf(members),
        List.copyOf(ops),
        IntStream.range(0, ops.size()).boxed().toList());
  }

  /** Returns the program with some of its ops only, given by their places in this one. */
  Program keep(List<Integer> places) {
    return new Program(
        mode,
        seed,
        members,
        places.stream().map(ops::get).toList(),
        places.stream().map(numbers::get).toList());
  }

  /** Returns runs of ops that are sent at once, in order. */
  List<List<Op>> batches() {
    List<List<Op>> batches = new ArrayList<>();
    List<Op> batch = new ArrayList<>();
    for (Op op : ops) {
      boolean alone = op.opens() != null || op.text().equals(Wire.Leave.RESET.name());
      boolean begins = alone || op.holds() != null; // Behind it, its client cannot be fenced.
      if (!batch.isEmpty() && (begins || !batch.get(0).actor().equals(op.actor()))) {
        batches.add(batch);
        batch = new ArrayList<>();
      }
      batch.add(op);
      if (op.last() || alone) {
        batches.add(batch);
        batch = new ArrayList<>();
      }
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  /** Returns what plays exactly this program, as the value of {@code -Ddifferential.replay}. */
  String address() {
    return mode.title()
        + ":"
        + seed
        + ":"
        + numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(address()).append('\n');
    members.forEach(member -> text.append("  ").append(member).append('\n'));
    for (List<Op> batch : batches()) {
      batch.forEach(op -> text.append("  ").append(op).append('\n'));
    }
    return text.toString();
  }
}
