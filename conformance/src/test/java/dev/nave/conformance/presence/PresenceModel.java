package dev.nave.conformance.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.conformance.presence.EventReplay.Told;
import dev.nave.conformance.presence.PresenceServer.Client;
import dev.nave.conformance.presence.RedisPair.Fault;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubPresence;
import dev.nave.hub.PresenceEvent;
import dev.nave.hub.protocol.CloseMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays with three servers by chance: clients connect, join, leave, disconnect and are kicked,
 * users are put into groups and taken out, servers are killed and cut off, Redis pauses, starts
 * anew, loses its data and fails over to a replica that lacks the last of it. After each quiet
 * moment each server lists what is true, and the events, played back, give the same.
 */
final class PresenceModel {
  private static final int SERVERS = 3;
  private static final int QUIET_MOMENTS = 2;
  private static final int STEPS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> USERS = List.of("ann", "bob", "cid");
  private static final List<String> ROOMS = List.of("room:blue", "room:red");
  private static final List<String> TEAMS = List.of("team:one", "team:two");
  private static final CloseMessage OUT = new CloseMessage("out", false);

  private final RedisPair redis;
  private final String prefix;
  private final Random random;
  private final List<PresenceServer> servers = new ArrayList<>();
  private final List<CompletableFuture<Void>> ends = new ArrayList<>();
  private final Queue<Told> told = new ConcurrentLinkedQueue<>();
  private final EventReplay replay = new EventReplay();
  private final List<String> steps = new ArrayList<>();

  /** User and group, with a space between. */
  private final Set<String> teams = new TreeSet<>();

  /** One that knew what Redis held when it last lost data; null once it has told so. */
  private @Nullable PresenceServer witness;

  /** A server that is cut off has missed that a user was taken out of a group. */
  private boolean removedMeanwhile;

  private PresenceModel(RedisPair redis, long seed) {
    this.redis = redis;
    prefix = "seed" + seed + ":";
    random = new Random(seed);
  }

  /** Plays once; fails with what was done if something is not as it should be. */
  static void play(RedisPair redis, long seed) {
    PresenceModel model = new PresenceModel(redis, seed);
    try {
      model.play();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", model.steps), e);
    } finally {
      model.servers.forEach(model::end);
      model.ends.forEach(CompletableFuture::join);
    }
  }

  private void end(PresenceServer server) {
    ends.add(CompletableFuture.runAsync(server.kill(), task -> new Thread(task).start()));
  }

  private void start() {
    PresenceServer server =
        new PresenceServer(redis.newProxy(), prefix, (event, hub) -> hear(event, hub.presence()));
    servers.add(server);
    server.awaitUp();
    steps.add(server.nodeId() + " starts");
  }

  /** What is told while a listener lists counts on top of that, so it stands behind it. */
  private void hear(PresenceEvent event, HubPresence presence) {
    CompletableFuture<List<String>> listed = new CompletableFuture<>();
    told.add(new Told(event, listed));
    if (event instanceof PresenceEvent.Reset) {
      Quiet.until(
          () -> {
            try {
              listed.complete(Facts.listed(presence, USERS, groups()));
            } catch (CompletionException e) {
              if (!PresenceServer.hasEnded(e)) {
                throw e;
              }
              listed.cancel(false);
            }
            return List.of();
          });
    } else {
      listed.cancel(false);
    }
  }

  private void play() {
    for (int i = 0; i < SERVERS; i++) {
      start();
    }
    for (int i = 0; i < QUIET_MOMENTS; i++) {
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      rest();
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private @Nullable Client anyClient(PresenceServer server) {
    return server.clients().isEmpty() ? null : any(List.copyOf(server.clients().values()));
  }

  private void step() {
    PresenceServer server = any(servers);
    int chance = random.nextInt(100);
    if (chance < 66) {
      clientStep(server, chance);
    } else if (chance < 76) {
      changeTeams(server);
    } else if (chance < 81) {
      kick(server);
    } else if (chance < 86) {
      kill(server);
    } else if (chance < 91) {
      cutOff(server);
    } else if (chance < 95) {
      reconnectAll();
    } else {
      fail();
    }
  }

  private void clientStep(PresenceServer server, int chance) {
    Client client = chance < 22 ? null : anyClient(server);
    if (chance < 22) {
      String user = random.nextInt(4) == 0 ? null : any(USERS);
      steps.add(user + " connects to " + server.nodeId());
      steps.add(" as " + server.connect(user).id());
    } else if (client == null) {
      steps.add("no client is at " + server.nodeId());
    } else if (chance < 48) {
      String room = any(ROOMS);
      steps.add(client.id() + " joins " + room);
      server.join(client, room, "v" + steps.size());
    } else if (chance < 58) {
      String room = any(ROOMS);
      steps.add(client.id() + " leaves " + room);
      server.leave(client, room);
    } else {
      steps.add(client.id() + " disconnects");
      server.disconnect(client);
    }
  }

  private void changeTeams(PresenceServer server) {
    if (server.isCutOff()) {
      return;
    }
    String user = any(USERS);
    String team = any(TEAMS);
    if (random.nextInt(5) < 3) {
      steps.add(user + " is put into " + team + " by " + server.nodeId());
      untilDone(() -> server.hub().groups().addUser(user, team));
      teams.add(user + " " + team);
    } else {
      settleAll(); // What was removed could be written again by one that has not yet done so.
      steps.add(user + " is taken out of " + team + " by " + server.nodeId());
      untilDone(() -> server.hub().groups().removeUser(user, team));
      removedMeanwhile |= servers.stream().anyMatch(PresenceServer::isCutOff);
      teams.remove(user + " " + team);
    }
  }

  /** It may fail just after a fault; then it is to be done again. */
  private static void untilDone(Supplier<CompletableFuture<Void>> change) {
    Quiet.until(
        () -> {
          change.get().join();
          return List.of();
        });
  }

  /** A server that cannot be reached would not hear of it. */
  private void kick(PresenceServer server) {
    if (servers.stream().anyMatch(PresenceServer::isCutOff)) {
      return;
    }
    servers.forEach(PresenceServer::awaitUp);
    Client one = anyClient(any(servers));
    String user = any(USERS);
    String room = any(ROOMS);
    int chance = random.nextInt(3);
    HubContext<?> hub = server.hub();
    CompletableFuture<Integer> counted;
    Predicate<Client> chosen;
    if (chance == 0 && one != null) {
      steps.add(server.nodeId() + " kicks " + one.id());
      counted = hub.connections().close(one.id(), OUT);
      chosen = one::equals;
    } else if (chance == 1) {
      steps.add(server.nodeId() + " kicks " + user);
      counted = hub.connections().closeUser(user, OUT);
      chosen = client -> user.equals(client.userId());
    } else {
      steps.add(server.nodeId() + " kicks all of " + room);
      counted = hub.connections().closeGroup(room, OUT);
      chosen = client -> client.groups().containsKey(room);
    }
    assertThat(counted).as("kicked").succeedsWithin(PATIENCE).isEqualTo(kicked(chosen, c -> {}));
    kicked(chosen, client -> assertThat(client.link().expectClosed()).isEqualTo(OUT));
    servers.forEach(
        each ->
            List.copyOf(each.clients().values()).stream().filter(chosen).forEach(each::hasEnded));
  }

  private int kicked(Predicate<Client> chosen, Consumer<Client> check) {
    List<Client> all =
        servers.stream()
            .flatMap(server -> server.clients().values().stream())
            .filter(chosen)
            .toList();
    all.forEach(check);
    return all.size();
  }

  /** All that can be reached know of lost data, have said so, and have written again. */
  private void settleAll() {
    servers.stream().filter(server -> !server.isCutOff()).forEach(PresenceServer::settle);
  }

  private void fail() {
    List<PresenceServer> up = servers.stream().filter(each -> !each.isCutOff()).toList();
    if (up.isEmpty()) {
      return;
    }
    Fault fault = any(List.of(Fault.values()));
    if (fault.losesData()) {
      if (removedMeanwhile) {
        return;
      }
      knowTeams(up);
    }
    redis.fail(
        fault,
        () -> {
          for (int lost = random.nextInt(6); lost > 0; lost--) {
            clientStep(any(servers), random.nextInt(66));
          }
        });
    steps.add("Redis: " + fault);
  }

  /** What no server knows that lives on would be lost with the data. */
  private void knowTeams(List<PresenceServer> up) {
    if (witness == null) {
      witness = up.get(0);
      witness.awaitUp();
    }
    PresenceServer knows = witness;
    for (String team : teams) {
      String[] both = team.split(" ", -1);
      untilDone(() -> knows.hub().groups().addUser(both[0], both[1]));
    }
  }

  /** See {@link #witness}: if Redis and all that knew go together, the next begins anew. */
  private void letTell(PresenceServer leaving) {
    if (leaving == witness) {
      witness = null;
      leaving.settle();
    }
  }

  private void kill(PresenceServer server) {
    if (server.isCutOff()) {
      removedMeanwhile = false;
    }
    letTell(server);
    steps.add(server.nodeId() + " is killed");
    servers.remove(server);
    end(server);
    start();
  }

  private void cutOff(PresenceServer server) {
    if (servers.stream().anyMatch(PresenceServer::isCutOff)) {
      return;
    }
    letTell(server);
    boolean untilLost = random.nextBoolean();
    steps.add(server.nodeId() + " is cut off" + (untilLost ? " until it is lost" : ""));
    server.cutOff();
    if (untilLost) {
      PresenceServer other =
          servers.stream().filter(each -> !each.isCutOff()).findAny().orElseThrow();
      Quiet.until(
          () ->
              Facts.listed(other.presence(), USERS, groups()).stream()
                  .filter(fact -> fact.contains(server.nodeId()))
                  .toList());
    }
  }

  private void reconnectAll() {
    for (PresenceServer server : servers) {
      if (server.isCutOff()) {
        steps.add(server.nodeId() + " comes back");
        server.reconnect();
        if (removedMeanwhile) {
          server.settle(); // It looks first what was removed.
        }
      }
    }
    removedMeanwhile = false;
  }

  private static List<String> groups() {
    List<String> groups = new ArrayList<>(ROOMS);
    groups.addAll(TEAMS);
    return groups;
  }

  /** Everything comes to rest; then all is as it should be. */
  private void rest() {
    reconnectAll();
    steps.add("rest");
    List<String> truth = Facts.ofClients(servers, teams, USERS, groups());
    List<Told> taken = new ArrayList<>();
    Quiet.until(
        () -> {
          for (Told next = told.poll(); next != null; next = told.poll()) {
            taken.add(next);
          }
          return wrong(truth, taken);
        });
    replay.keep(taken, truth);
  }

  private List<String> wrong(List<String> truth, List<Told> taken) {
    for (PresenceServer server : servers) {
      List<String> wrong =
          Quiet.difference(
              server.nodeId() + " lists", Facts.listed(server.presence(), USERS, groups()), truth);
      if (wrong.isEmpty()) {
        wrong =
            Quiet.difference(
                server.nodeId() + " lists of itself",
                Facts.listed(server.presence().local(), USERS, groups()),
                Facts.ofClients(List.of(server), teams, USERS, groups()));
      }
      if (!wrong.isEmpty()) {
        return wrong;
      }
    }
    return replay.wrong(taken, truth);
  }
}
