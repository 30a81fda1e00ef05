package dev.nave.conformance.soak;

import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * All that two servers of this process, and Redis for them, hold at a moment: name to number. What
 * is exact must be as it was; objects and threads may be a few more, since caches fill up.
 */
final class Inventory {
  private static final Pattern HISTOGRAM_LINE =
      Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");

  private static final String DESCRIPTORS = "descriptors ";

  /** Gauges of what the server has without clients. */
  private static final Pattern OF_THE_SERVER = Pattern.compile("READY|BACKPLANE|SUBSCRIPTIONS");

  /** Each ending happens far more often, and each would leave at least one object. */
  private static final long MORE_OBJECTS = 24;

  private static final long MORE_THREADS = 8;

  private final Map<String, Long> exact = new TreeMap<>();
  private final Map<String, Long> objects = new TreeMap<>();
  private final Map<String, Long> threads = new TreeMap<>();

  private Inventory() {}

  /** Counts. Collects garbage first. */
  static Inventory of(List<SoakServer> servers, RedisServer redis) {
    Inventory inventory = new Inventory();
    for (int i = 0; i < servers.size(); i++) {
      servers.get(i).count("server " + i + " ", inventory.exact);
    }
    inventory.countRedis(redis);
    inventory.countFiles();
    inventory.countThreads();
    inventory.countObjects();
    return inventory;
  }

  private static List<?> list(RespClient client, String... words) {
    return (List<?>) Objects.requireNonNull(client.command(words));
  }

  private void countRedis(RedisServer redis) {
    try (RespClient client = redis.connect()) {
      for (Object channel : list(client, "PUBSUB", "CHANNELS")) {
        String name = String.valueOf(channel);
        exact.put("redis channel " + name, (Long) list(client, "PUBSUB", "NUMSUB", name).get(1));
      }
      exact.put("redis patterns", (Long) client.command("PUBSUB", "NUMPAT"));
      exact.put(
          "redis clients",
          String.valueOf(client.command("CLIENT", "LIST", "TYPE", "PUBSUB")).lines().count());
    }
  }

  /**
   * Counts what {@code /proc/self/fd} shows, by kind; files of class paths are opened at any time.
   */
  private void countFiles() {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return;
    }
    try (Stream<Path> all = Files.list(descriptors)) {
      all.map(Inventory::kindOf)
          .filter(kind -> !kind.startsWith("/"))
          .forEach(kind -> exact.merge(DESCRIPTORS + kind, 1L, Long::sum));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kindOf(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().replaceAll(":\\[\\d+]", "");
    } catch (IOException e) {
      return "/closed meanwhile";
    }
  }

  private void countThreads() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      threads.merge("threads " + thread.getName().replaceAll("\\d+", "#"), 1L, Long::sum);
    }
  }

  private void countObjects() {
    histogram()
        .lines()
        .map(HISTOGRAM_LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> isCounted(line.group(2)))
        .forEach(line -> objects.merge(line.group(2), Long.valueOf(line.group(1)), Long::sum));
  }

  /**
   * Of this project, and the sockets and timers that it uses. Numbers of publications on topics are
   * kept for minutes and are bounded, so they are left out.
   */
  private static boolean isCounted(String type) {
    return (type.startsWith("dev.nave.")
            && !type.startsWith("dev.nave.conformance.")
            && !type.startsWith("dev.nave.hub.internal.accounting."))
        || type.startsWith("io.netty.channel.")
        || type.startsWith("io.netty.util.concurrent.")
        || type.startsWith("io.lettuce.core.");
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException("the JVM does not tell its objects", e);
    }
  }

  /** Returns whether no client is there, and nothing of one. */
  boolean isAtRest() {
    return exact.entrySet().stream()
        .filter(each -> each.getKey().startsWith("server "))
        .filter(each -> !OF_THE_SERVER.matcher(each.getKey()).find())
        .allMatch(each -> each.getValue() == 0);
  }

  /**
   * Returns what is there beyond what was there before, or is missing of it: nothing, if all is
   * well.
   */
  Map<String, String> beyond(Inventory before) {
    Map<String, String> more = new TreeMap<>();
    compare(before.exact, exact, 0, more);
    for (Map.Entry<String, Long> was : before.exact.entrySet()) {
      boolean mayShrink = was.getKey().startsWith(DESCRIPTORS);
      if (!mayShrink && exact.getOrDefault(was.getKey(), 0L) < was.getValue()) {
        more.put(was.getKey(), was.getValue() + " -> " + exact.get(was.getKey()));
      }
    }
    compare(before.threads, threads, MORE_THREADS, more);
    compare(before.objects, objects, MORE_OBJECTS, more);
    return more;
  }

  private static void compare(
      Map<String, Long> before, Map<String, Long> now, long mayGrow, Map<String, String> more) {
    now.forEach(
        (name, number) -> {
          long was = before.getOrDefault(name, 0L);
          if (number > was + mayGrow) {
            more.put(name, was + " -> " + number);
          }
        });
  }

  @Override
  public String toString() {
    long all = objects.values().stream().mapToLong(Long::longValue).sum();
    long running = threads.values().stream().mapToLong(Long::longValue).sum();
    return exact + ", " + running + " threads, " + all + " objects";
  }
}
