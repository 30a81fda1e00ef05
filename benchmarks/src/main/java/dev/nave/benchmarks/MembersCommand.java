package dev.nave.benchmarks;

import dev.nave.benchmarks.members.MembersRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/** The command that measures lists of the members of a group. */
final class MembersCommand {
  private MembersCommand() {}

  static void run(Arguments arguments, PrintStream out) throws IOException, InterruptedException {
    int members = arguments.number("members", 10_000, 2);
    int lists = arguments.number("lists", 100, 1);
    Optional<String> redis = arguments.find("redis");
    arguments.rejectUnknown();
    MembersRun.run(members, lists, redis, out);
  }
}
