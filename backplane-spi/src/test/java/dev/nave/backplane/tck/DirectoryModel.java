package dev.nave.backplane.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.backplane.directory.DirectoryKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Plays with three nodes of a directory by chance: members come and go, nodes are killed and cut
 * off, the medium fails. After each quiet moment each node lists what is true, and the changes that
 * were told, played back, give the same.
 */
public final class DirectoryModel {
  private static final int NODES = 3;
  private static final int QUIET_MOMENTS = 2;
  private static final int STEPS = 30;
  private static final int MEMBERS = 5;
  private static final List<DirectoryKey> KEYS =
      List.of(
          new DirectoryKey("groups", "board"),
          new DirectoryKey("groups", "news"),
          new DirectoryKey("users", "ann"));
  private static final DirectoryKey SHARED = new DirectoryKey("groups", "shared");

  private final World world;
  private final Random random;
  private final Duration patience;
  private final List<Player> players = new ArrayList<>();
  private final Queue<Change> told = new ConcurrentLinkedQueue<>();
  private final List<String> steps = new ArrayList<>();
  private Set<String> played = new TreeSet<>();
  private final Set<String> ids = new HashSet<>();
  private boolean resetBefore;
  private int names;

  /** One that knew what the medium held when it last failed; null once it has told so. */
  private @Nullable Player witness;

  /** What the nodes live in. */
  public interface World {
    /** Returns a new, unstarted node. */
    Backplane newNode();

    /** Makes a node end without a word. */
    void kill(Backplane node);

    /** Cuts a node off from the medium; false if this cannot be. */
    default boolean cutOff(Backplane node) {
      return false;
    }

    /** Ends what {@link #cutOff} began. */
    default void reconnect(Backplane node) {}

    /** Lets the medium fail and come back; returns what happened, null if it never fails. */
    default @Nullable String fail(Random random) {
      return null;
    }
  }

  private final class Player {
    private final String name = "n" + names++;
    private final Backplane backplane = world.newNode();
    private final Directory directory = backplane.capability(Directory.class).orElseThrow();

    /** By key: what it has, and with what value. */
    private final TreeMap<String, String> has = new TreeMap<>();

    private boolean cutOff;

    Player() {
      try {
        new TestNode(backplane, patience).start();
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + ": " + backplane.health(), e);
      }
      directory.start(
          change -> {
            told.add(change);
            return CompletableFuture.completedFuture(null);
          });
    }

    boolean isUp() {
      return !cutOff && directory.health().state() == DirectoryHealth.State.UP;
    }

    void put(DirectoryKey key, String member, String value) {
      var unusedStage = directory.put(key, member, value, true);
      has.put(place(key, member), value);
    }

    void remove(DirectoryKey key, String member) {
      var unusedStage = directory.remove(key, member, "left");
      has.remove(place(key, member));
    }
  }

  private DirectoryModel(World world, long seed, Duration patience) {
    this.world = world;
    this.random = new Random(seed);
    this.patience = patience;
  }

  /** Plays once; fails with what was done if something is not as it should be. */
  public static void play(World world, long seed, Duration patience) {
    DirectoryModel model = new DirectoryModel(world, seed, patience);
    try {
      model.play();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", model.steps), e);
    } finally {
      model.players.forEach(player -> world.kill(player.backplane));
    }
  }

  private static String place(DirectoryKey key, String member) {
    return key.space() + "/" + key.name() + "/" + member;
  }

  private void play() {
    for (int i = 0; i < NODES; i++) {
      players.add(new Player());
    }
    for (int i = 0; i < QUIET_MOMENTS; i++) {
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      rest();
    }
  }

  private void step() {
    Player player = players.get(random.nextInt(players.size()));
    DirectoryKey key = KEYS.get(random.nextInt(KEYS.size()));
    String member = player.name + "-" + random.nextInt(MEMBERS);
    int chance = random.nextInt(100);
    if (chance < 45) {
      steps.add(player.name + " puts " + place(key, member));
      player.put(key, member, "v" + steps.size());
    } else if (chance < 72) {
      steps.add(player.name + " removes " + place(key, member));
      player.remove(key, member);
    } else if (chance < 80) {
      takeOver(player);
    } else if (chance < 86) {
      kill(player);
    } else if (chance < 92) {
      cutOff(player);
    } else if (chance < 96) {
      reconnectAll();
    } else {
      fail();
    }
  }

  private void fail() {
    if (players.stream().allMatch(each -> each.cutOff)) {
      return;
    }
    if (witness == null) {
      await().atMost(patience).until(() -> players.stream().anyMatch(Player::isUp));
      witness = players.stream().filter(Player::isUp).findAny().orElseThrow();
    }
    String fault = world.fail(random);
    if (fault != null) {
      steps.add(fault);
    }
  }

  /**
   * A medium that lost its data and all that knew what it held begins anew, and nobody can tell:
   * one lives on for as long as it takes to say so.
   */
  private void letTell(Player leaving) {
    if (leaving == witness) {
      witness = null;
      for (DirectoryKey key : KEYS) {
        wait(leaving.directory.put(key, leaving.name + "-last", "", false).toCompletableFuture());
        wait(leaving.directory.remove(key, leaving.name + "-last", "").toCompletableFuture());
      }
    }
  }

  /** A member comes to another node; what the first one removes later has no effect. */
  private void takeOver(Player heir) {
    if (players.stream().anyMatch(player -> player.cutOff)) {
      return;
    }
    String member = "s" + random.nextInt(2);
    steps.add(heir.name + " takes over " + member);
    String value = "v" + steps.size();
    wait(heir.directory.put(SHARED, member, value, true).toCompletableFuture());
    for (Player other : players) {
      if (other != heir && other.has.remove(place(SHARED, member)) != null) {
        wait(other.directory.remove(SHARED, member, "late").toCompletableFuture());
      }
    }
    heir.has.put(place(SHARED, member), value);
  }

  private void wait(CompletableFuture<Void> stage) {
    assertThat(stage).succeedsWithin(patience);
  }

  private void kill(Player player) {
    letTell(player);
    steps.add(player.name + " is killed");
    world.kill(player.backplane);
    players.remove(player);
    players.add(new Player());
    steps.add(players.get(NODES - 1).name + " starts");
  }

  private void cutOff(Player player) {
    boolean first = players.stream().noneMatch(each -> each.cutOff);
    if (!first) {
      return;
    }
    letTell(player);
    if (!world.cutOff(player.backplane)) {
      return;
    }
    player.cutOff = true;
    boolean untilLost = random.nextBoolean();
    steps.add(player.name + " is cut off" + (untilLost ? " until it is lost" : ""));
    if (untilLost) {
      Player other = players.stream().filter(each -> !each.cutOff).findAny().orElseThrow();
      await()
          .atMost(patience)
          .until(
              () ->
                  listed(other).stream()
                      .noneMatch(entry -> entry.contains("@" + player.directory.node())));
    }
  }

  private void reconnectAll() {
    for (Player player : players) {
      if (player.cutOff) {
        steps.add(player.name + " comes back");
        world.reconnect(player.backplane);
        player.cutOff = false;
      }
    }
  }

  /** Everything comes to rest; then all is as it should be. */
  private void rest() {
    reconnectAll();
    steps.add("rest");
    Set<String> truth = new TreeSet<>();
    for (Player player : players) {
      player.has.forEach(
          (place, value) -> truth.add(place + "=" + value + "@" + player.directory.node()));
    }
    List<Change> taken = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    try {
      await()
          .atMost(patience)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                for (Change next = told.poll(); next != null; next = told.poll()) {
                  taken.add(next);
                }
                wrong.clear();
                check(truth, taken, wrong);
                return wrong.isEmpty();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(String.join("\n", wrong), e);
    }
    taken.forEach(change -> ids.add(change.id()));
    resetBefore = taken.stream().anyMatch(change -> change.kind() == Change.Kind.RESET);
    played = new TreeSet<>();
    truth.forEach(entry -> played.add(entry.substring(0, entry.indexOf('='))));
  }

  private void check(Set<String> truth, List<Change> taken, List<String> wrong) {
    for (Player player : players) {
      List<String> listed = listed(player);
      if (!truth.equals(new TreeSet<>(listed)) || listed.size() != truth.size()) {
        wrong.add(player.name + " lists\n " + listed + "\nbut true is\n " + truth);
        return;
      }
    }
    Set<String> places = new TreeSet<>();
    truth.forEach(entry -> places.add(entry.substring(0, entry.indexOf('='))));
    List<String> faults = new ArrayList<>();
    Set<String> now = playedBack(taken, faults);
    boolean reset = taken.stream().anyMatch(change -> change.kind() == Change.Kind.RESET);
    boolean strict = !resetBefore; // Else a change of before may be told after the list was taken.
    if (!reset && !(now.equals(places) && (faults.isEmpty() || !strict))) {
      wrong.add("played back\n " + now + "\nbut true is\n " + places + "\n" + faults);
      taken.forEach(change -> wrong.add(change.toString()));
    }
  }

  private Set<String> playedBack(List<Change> taken, List<String> faults) {
    Set<String> now = new TreeSet<>(played);
    Set<String> seen = new HashSet<>(ids);
    for (Change change : taken) {
      if (!seen.add(change.id()) || change.kind() == Change.Kind.RESET) {
        continue;
      }
      String place = place(change.key(), change.member());
      boolean changed = change.kind() == Change.Kind.JOINED ? now.add(place) : now.remove(place);
      if (!changed) {
        faults.add("told twice: " + change);
      }
    }
    return now;
  }

  /** Everything that a node lists: place, value and owner. */
  private static List<String> listed(Player player) {
    List<String> listed = new ArrayList<>();
    List<DirectoryKey> keys = new ArrayList<>(KEYS);
    keys.add(SHARED);
    for (DirectoryKey key : keys) {
      try {
        player
            .directory
            .members(key, null, Directory.MAX_PAGE)
            .toCompletableFuture()
            .join()
            .items()
            .stream()
            .map(entry -> place(key, entry.member()) + "=" + entry.value() + "@" + entry.node())
            .forEach(listed::add);
      } catch (RuntimeException e) { // The medium is not back yet.
        return List.of("? " + Objects.toString(e.getMessage()));
      }
    }
    listed.sort(Comparator.naturalOrder());
    return listed;
  }
}
