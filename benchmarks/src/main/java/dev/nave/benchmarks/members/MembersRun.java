package dev.nave.benchmarks.members;

import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.benchmarks.compare.LinkingRedis;
import dev.nave.benchmarks.compare.Pinning;
import dev.nave.benchmarks.load.LoadException;
import dev.nave.benchmarks.load.ProcessCpu;
import dev.nave.hub.Hub;
import dev.nave.hub.HubPresence;
import dev.nave.hub.PresenceMember;
import dev.nave.hub.PresenceSettings;
import dev.nave.hub.testing.HubTester;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Has one of two servers list the members of a group that have joined both, over and over. Both
 * servers and their clients are in this process, without sockets of their own; Redis is another
 * process.
 */
public final class MembersRun {
  private static final String GROUP = "board";
  private static final String PATH = "/members";
  private static final String VALUE = "v".repeat(66);
  private static final int WARMUP_LISTS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What all clients connect to. */
  static final class MembersHub extends Hub {}

  private MembersRun() {}

  /**
   * Runs and prints a table of one line.
   *
   * @param members how many connections join the group, one half of them on each server
   * @param lists how many lists are measured, one after the other
   * @param redis the connection string of a Redis that runs; one is started if it is empty
   */
  public static void run(int members, int lists, Optional<String> redis, PrintStream out)
      throws IOException, InterruptedException {
    try (LinkingRedis linking = LinkingRedis.of(redis, Pinning.none());
        HubTester first = server(linking);
        HubTester second = server(linking)) {
      enter(first, members - members / 2);
      enter(second, members / 2);
      HubPresence presence = first.server().hubContext(MembersHub.class).presence();
      awaitAll(presence, members);
      times(presence, members, WARMUP_LISTS);
      ProcessCpu here = new ProcessCpu(ProcessHandle.current().pid());
      OptionalLong pid = linking.pid();
      Duration hereBefore = here.used();
      Duration redisBefore = used(pid);
      long[] nanos = times(presence, members, lists);
      out.println(
          "| members | lists | median ms | 99 % ms | CPU ms of the servers | CPU ms of Redis |");
      out.println("| --- | --- | --- | --- | --- | --- |");
      out.printf(
          Locale.ROOT,
          "| %,d | %d | %.1f | %.1f | %.1f | %s |%n",
          members,
          lists,
          nanos[lists / 2] / 1e6,
          nanos[lists * 99 / 100] / 1e6,
          here.used().minus(hereBefore).toMillis() / (double) lists,
          pid.isEmpty()
              ? "not known"
              : String.format(
                  Locale.ROOT, "%.1f", used(pid).minus(redisBefore).toMillis() / (double) lists));
    }
  }

  private static Duration used(OptionalLong pid) throws IOException {
    return pid.isEmpty() ? Duration.ZERO : new ProcessCpu(pid.getAsLong()).used();
  }

  private static HubTester server(LinkingRedis redis) {
    RedisBackplane backplane = RedisBackplane.create(redis.connection().orElseThrow());
    return HubTester.of(
        PATH,
        server ->
            server
                .backplane(backplane)
                .hub(
                    PATH,
                    MembersHub.class,
                    MembersHub::new,
                    hub -> hub.presence(PresenceSettings::allGroups)));
  }

  private static void enter(HubTester server, int members) {
    List<CompletableFuture<Void>> joined = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      String connectionId =
          server.connect("user-" + server.server().nodeId() + "-" + i).connectionId();
      joined.add(
          server
              .server()
              .hubContext(MembersHub.class)
              .groups()
              .addWithValue(connectionId, GROUP, VALUE));
    }
    joined.forEach(CompletableFuture::join);
  }

  /** The directory is written behind the joins. */
  private static void awaitAll(HubPresence presence, int members) throws InterruptedException {
    long begin = System.nanoTime();
    while (presence.countMembers(GROUP).join() != members) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new LoadException(
            "only " + presence.countMembers(GROUP).join() + " of " + members + " are listed");
      }
      Thread.sleep(100);
    }
  }

  /** Returns how long each list took, the shortest first. */
  private static long[] times(HubPresence presence, int members, int lists) {
    long[] nanos = new long[lists];
    for (int i = 0; i < lists; i++) {
      long begin = System.nanoTime();
      List<PresenceMember> listed = presence.members(GROUP).join();
      nanos[i] = System.nanoTime() - begin;
      if (listed.size() != members) {
        throw new LoadException(listed.size() + " of " + members + " were listed");
      }
    }
    Arrays.sort(nanos);
    return nanos;
  }
}
