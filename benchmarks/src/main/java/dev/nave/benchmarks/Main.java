package dev.nave.benchmarks;

import dev.nave.benchmarks.load.LoadException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The program: {@code java -jar benchmarks.jar <command> [options]}. */
public final class Main {
  private static final String USAGE =
      """
      server --port P [--loops N] [--transport auto|nio|epoll|io_uring] [--redis CONNECTION]
             [--tls] [--compression]
          serves a hub at /bench: Broadcast(text), Echo(text), Join(group), ToGroup(group, text),
          ...; also at /test, with stateful reconnect at /stateful, and for larger messages at
          /large; with --redis it is one of several that are one application
      raw --port P [--loops N] [--transport auto|nio|epoll|io_uring] [--tls]
          serves Broadcast and Echo with bare Netty: the limit
      load --url http://127.0.0.1:P/bench[,...] --scenario broadcast|echo|connect|... [--connections
           N] [--outstanding W] [--seconds S] [--warmup S] [--pid SERVER_PID[,...]] [--redis-pid
           PID] [--wire json|messagepack|socket-io] [--transport ...]
          puts load on a server, or on several, and tells the deliveries per second and what each
          cost
      compare [--rounds R] [--seconds S] [--warmup S] [--quick] [--servers raw,nave,reference]
              [--scenarios broadcast:W[:N],echo:W[:N],connect:W[:N],...] [--reference SCRIPT] [--java JAVA]
              [--transport ...] [--unpinned] [--baseline JAR] [--conformance JAR]
          measures the servers in alternating rounds of one run, and prints a table; with the
          benchmarks jar of another build, that build twice beside this one; with the jar of the
          conformance server also nave-tomcat and nave-jetty; nave-redis and nave-presence, with
          the scenario visit:W, show what presence costs those who join groups
      compare --all [--resume FOLDER] [--minutes M] [--newest-java HOME] [--rounds R] [--seconds S]
              [--warmup S] [--quick] [--servers ...] [--scenarios broadcast,echo_tls,...]
              [--reference SCRIPT] [--redis CONNECTION] [--install-peers] [--peers FOLDER]
          measures every load on every server that is set up for it, and prints one table; what is
          finished is kept in the folder, and not measured again; no load begins after M minutes
          (60), and the same command goes on with the rest; netty-socketio and
          Socket.IO take part if they are installed, for which Maven, npm and Node are needed
      compare --farm [--redis CONNECTION] [the options of compare]
          the same with one server and with two over Redis (nave-pair, reference-pair); starts a
          redis-server of the PATH unless --redis names one
      attack [--servers nave,nave-limited,reference] [--attacks all|calls,pings,...] [--rounds R]
             [--seconds S] [--honest N] [--hostile N] [--reference SCRIPT] [--java JAVA]
          measures what honest clients notice of hostile ones, quiet times and attacks in turn
      attackers --url http://127.0.0.1:P/bench [--connections N] [--attacks ...]
          attacks a server until its standard input ends
      idle [--servers raw,nave] [--connections N] [--classes N] [--browser] [--baseline JAR]
           [--conformance JAR] [--java JAVA] [--transport ...]
          tells what an idle connection keeps in the heap of a server, class by class; with the
          headers that a browser sends, if --browser is there
      members [--members N] [--lists N] [--redis CONNECTION]
          tells how long one of two servers takes to list the N members of a group, one half of
          them its own, and the CPU time of both servers and of Redis for each list
      jmh [JMH options]
          measures single functions
      jmh-baseline [--write] [--file benchmarks/allocation-baseline.txt] [--include REGEX]
                   [--tolerance-percent P] [--iterations N] [--iteration-ms MS]
          compares what single functions allocate with the baseline; ends with 1 if one allocates
          more; --write makes the baseline anew
      """;

  private Main() {}

  /**
   * Runs one command; ends with 2 if the command line is wrong, with 1 if the load broke off or a
   * comparison failed.
   */
  public static void main(String[] words) throws Exception {
    PrintStream out = System.out;
    if (words.length == 0) {
      out.print(USAGE);
      System.exit(2);
    }
    List<String> rest = Arrays.asList(words).subList(1, words.length);
    try {
      run(words[0], rest, out);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(USAGE);
      System.exit(2);
    } catch (LoadException e) {
      out.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(String command, List<String> rest, PrintStream out) throws Exception {
    switch (command) {
      case "server" -> ServerCommands.hub(new Arguments(rest), out);
      case "raw" -> ServerCommands.raw(new Arguments(rest), out);
      case "load" -> LoadCommand.run(new Arguments(rest), out);
      case "compare" -> exitUnlessZero(CompareCommand.run(new Arguments(rest), out));
      case "attack" -> AttackCommands.measure(new Arguments(rest), out);
      case "attackers" -> AttackCommands.attack(new Arguments(rest), out);
      case "jmh-baseline" -> exitUnlessZero(BaselineCommand.run(new Arguments(rest), out));
      case "idle" -> IdleCommand.run(new Arguments(rest), out);
      case "members" -> MembersCommand.run(new Arguments(rest), out);
      case "jmh" -> org.openjdk.jmh.Main.main(rest.toArray(String[]::new));
      default -> throw new IllegalArgumentException("no command \"" + command + "\"");
    }
  }

  private static void exitUnlessZero(int exitCode) {
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
