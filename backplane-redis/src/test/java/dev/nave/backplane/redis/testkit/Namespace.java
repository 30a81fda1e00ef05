package dev.nave.backplane.redis.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace with one address, reached over a pair of interfaces that only this machine
 * knows: packets between the two sides can be lost without either side being told.
 *
 * <p>Needs root, {@code ip} and {@code iptables}; the test is skipped where they are missing. It is
 * deleted at {@link #close}, at the latest when the JVM ends. Not thread-safe.
 */
public final class Namespace implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Set<Namespace> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(Namespace::close)));
  }

  private final String name;
  private final String outer;
  private final String network;

  private Namespace(String name, String outer, String network) {
    this.name = name;
    this.outer = outer;
    this.network = network;
  }

  /** Makes one. */
  public static Namespace create() {
    Requirement.programsForRoot("ip", "iptables");
    String id = "nv" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
    Namespace namespace = new Namespace(id, id + "o", freeNetwork());
    OPEN.add(namespace);
    try {
      namespace.setUp(id + "i");
    } catch (AssertionError e) {
      namespace.close();
      throw Requirement.missing("cannot make a network namespace: " + e.getMessage());
    }
    return namespace;
  }

  private void setUp(String inner) {
    ChildProcess.run("ip", "netns", "add", name);
    ChildProcess.run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner);
    ChildProcess.run("ip", "link", "set", inner, "netns", name);
    ChildProcess.run("ip", "addr", "add", network + ".1/30", "dev", outer);
    ChildProcess.run("ip", "link", "set", outer, "up");
    runInside("ip", "addr", "add", address() + "/30", "dev", inner);
    runInside("ip", "link", "set", inner, "up");
    runInside("ip", "link", "set", "lo", "up");
    runInside("iptables", "-L", "-n");
  }

  /** Returns the first three numbers of a network that no interface of this machine has. */
  private static String freeNetwork() {
    String taken = ChildProcess.run("ip", "-o", "-4", "addr") + ChildProcess.run("ip", "route");
    while (true) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      String network = "10." + random.nextInt(200, 250) + "." + random.nextInt(1, 255);
      if (!taken.contains(" " + network + ".")) {
        return network;
      }
    }
  }

  /** Returns the address of what runs inside, as seen from outside and inside. */
  public String address() {
    return network + ".2";
  }

  /** Returns the address of this machine, as seen from inside. */
  public String outerAddress() {
    return network + ".1";
  }

  /** Returns what to put before a command line to run it inside. */
  public List<String> inside() {
    return List.of("ip", "netns", "exec", name);
  }

  /** Loses what goes in either direction. */
  public void dropAll() {
    dropIn();
    dropOut();
  }

  /** Loses what is sent to the inside. */
  public void dropIn() {
    runInside("iptables", "-A", "INPUT", "!", "-i", "lo", "-j", "DROP");
  }

  /** Loses what is sent from the inside. */
  public void dropOut() {
    runInside("iptables", "-A", "OUTPUT", "!", "-o", "lo", "-j", "DROP");
  }

  /** Answers every TCP packet to the inside with a reset. */
  public void reject() {
    runInside(
        "iptables",
        "-A",
        "INPUT",
        "!",
        "-i",
        "lo",
        "-p",
        "tcp",
        "-j",
        "REJECT",
        "--reject-with",
        "tcp-reset");
  }

  /** Ends everything of the above. */
  public void heal() {
    runInside("iptables", "-F");
  }

  private void runInside(String... command) {
    List<String> words = new ArrayList<>(inside());
    words.addAll(List.of(command));
    ChildProcess.run(words.toArray(String[]::new));
  }

  @Override
  public void close() {
    if (OPEN.remove(this)) {
      deleteQuietly("ip", "link", "del", outer);
      deleteQuietly("ip", "netns", "del", name);
    }
  }

  private static void deleteQuietly(String... command) {
    try {
      ChildProcess.run(command);
    } catch (AssertionError e) {
      System.err.println(e.getMessage()); // Making it may have stopped half-way.
    }
  }
}
