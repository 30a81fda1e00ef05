package dev.nave.conformance.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays programs on one server, or on a farm. Thread-safe: each play has clients of its own.
 *
 * <p>After each batch every client that can be answered makes a call and waits for its completion,
 * the one that acted first: what the batch made the server send has arrived before. What cannot be
 * fenced so is awaited by its content.
 */
final class Player {
  static final long PATIENCE_MILLIS = 5_000;

  private static final Pattern CALL = Pattern.compile("\"invocationId\":\"([^\"]*)\",\"target\"");

  private static final AtomicLong PLAYS = new AtomicLong(System.nanoTime() >>> 20);

  private final List<Target> servers;
  private final long patienceMillis;

  /** Takes the hubs of the servers of a farm, or of the one there is. */
  Player(List<Target> servers, long patienceMillis) {
    this.servers = List.copyOf(servers);
    this.patienceMillis = patienceMillis;
  }

  /**
   * Plays a program to its end.
   *
   * @throws IOException if its clients could not be connected
   */
  Transcript play(Program program) throws IOException {
    String unique = "u" + PLAYS.incrementAndGet() + "x";
    try (Play play = new Play(new Names(unique), patienceMillis)) {
      for (Member member : program.members()) {
        Target server = servers.get(member.server() % servers.size());
        play.add(HubClient.connect(member, play, server));
      }
      play.client(Member.WITNESS).setUp("Join", "watchers");
      return new Run(program, play).toTheEnd();
    }
  }

  /** One play, batch by batch. */
  private static final class Run {
    private final Program program;
    private final Play play;
    private final HubClient witness;
    private final Set<String> gone = new HashSet<>();
    private final Map<String, String> gates = new LinkedHashMap<>();
    private final List<HubClient> released = new ArrayList<>();
    private final Set<String> opened = new HashSet<>();
    private final StringBuilder played = new StringBuilder();
    private final List<String> notes = new ArrayList<>();

    Run(Program program, Play play) {
      this.program = program;
      this.play = play;
      witness = play.client(Member.WITNESS);
    }

    Transcript toTheEnd() {
      List<Map<String, List<Event>>> intervals = new ArrayList<>();
      for (List<Op> batch : program.batches()) {
        HubClient actor = play.client(batch.get(0).actor());
        if (canAct(actor)) {
          act(actor, batch);
        }
        settle(actor, batch);
        intervals.add(taken());
        if (!notes.isEmpty()) {
          break; // What comes from here on would be told by the clock.
        }
      }
      return new Transcript(program, intervals, notes);
    }

    private boolean canAct(HubClient actor) {
      synchronized (play.lock()) {
        return actor.isOpen();
      }
    }

    private void act(HubClient actor, List<Op> batch) {
      boolean inPieces = false;
      try {
        for (int i = 0; i < batch.size() && canAct(actor); i++) {
          Op op = batch.get(i);
          boolean joinedByNext =
              i + 1 < batch.size() && batch.get(i + 1).framing() == Op.Framing.JOINED;
          inPieces |= op.framing() == Op.Framing.PIECES;
          played.append(op.actor()).append(' ').append(op.text()).append('\n');
          forgetEarlierUse(actor, op);
          actor.act(op, joinedByNext);
          note(op);
        }
      } catch (IOException e) {
        notes.add(actor.member().name() + " could not send");
      }
      actor.flush(inPieces);
      if (batch.stream().anyMatch(Op::endsByMessage)) {
        synchronized (play.lock()) {
          actor.setEnding();
        }
      }
    }

    private void forgetEarlierUse(HubClient actor, Op op) {
      Matcher id = CALL.matcher(op.text());
      if (id.find()) {
        synchronized (play.lock()) {
          actor.forget("done:" + id.group(1));
          actor.forget("item:" + id.group(1));
        }
      }
    }

    private void note(Op op) {
      if (op.holds() != null && !opened.contains(op.holds())) {
        gates.putIfAbsent(op.actor(), op.holds());
      }
      if (op.opens() != null) {
        opened.add(op.opens());
        gates.forEach(
            (client, gate) -> {
              if (gate.equals(op.opens())) {
                released.add(play.client(client)); // What it waited with comes now.
              }
            });
        gates.values().remove(op.opens());
      }
    }

    private void settle(HubClient actor, List<Op> batch) {
      for (Op op : batch) {
        op.awaits().stream().filter(this::canCome).forEach(this::await);
      }
      fence(List.of(actor));
      fence(released);
      released.clear();
      awaitEnds();
      fence(List.copyOf(play.clients().values()));
      awaitEnds();
    }

    /** What is awaited does not come where the op that causes it was taken out. */
    private boolean canCome(String awaited) {
      String name = awaited.substring(0, awaited.indexOf(' '));
      String cause = awaited.substring(awaited.indexOf(':') + 1);
      String text =
          awaited.contains(" done:") || awaited.contains(" item:")
              ? "\"invocationId\":" + Json.write(cause) + ",\"target\""
              : cause;
      return played
          .toString()
          .lines()
          .anyMatch(
              line -> line.contains(text) && (text.equals(cause) || line.startsWith(name + " ")));
    }

    private void await(String awaited) {
      HubClient client = play.client(awaited.substring(0, awaited.indexOf(' ')));
      String key = awaited.substring(awaited.indexOf(' ') + 1);
      if (!play.await(() -> client.hasSeen(key) || client.isGoing())) {
        notes.add(awaited + " did not come");
      }
    }

    private void fence(List<HubClient> clients) {
      List<HubClient> fenced = new ArrayList<>();
      synchronized (play.lock()) {
        clients.stream().filter(each -> each.isOpen() && !isHeld(each)).forEach(fenced::add);
      }
      fenced.forEach(HubClient::sendFence);
      for (HubClient client : fenced) {
        if (!play.await(client::isFenced)) {
          notes.add(client.member().name() + " had no answer");
        }
      }
    }

    private boolean isHeld(HubClient client) {
      return gates.containsKey(client.member().name());
    }

    /** Waits until the witness has heard of each client that went; the hub is done with it then. */
    private void awaitEnds() {
      for (HubClient client : play.clients().values()) {
        String name = client.member().name();
        boolean goes;
        synchronized (play.lock()) {
          goes = client.isGoing() && !isHeld(client);
        }
        if (!goes || !gone.add(name)) {
          continue;
        }
        if (!play.await(client::hasEnded)) {
          notes.add(name + " was not closed");
        }
        if (client != witness && !play.await(() -> witness.hasSeen("left:<" + name + ">"))) {
          notes.add("the hub was not told that " + name + " left");
        }
      }
    }

    /**
     * A client whose call still runs is not done with, although the hub may be told that it left.
     */
    private boolean isDue(Event event) {
      return gates.keySet().stream()
          .noneMatch(
              held ->
                  event.key().equals("left:<" + held + ">")
                      || (event.id().equals("stopped") && play.client(held).isGoing()));
    }

    /** What a client sends to itself through Redis races with its end. */
    private List<Event> beforeItsEnd(HubClient client, List<Event> events) {
      return program.mode().farm() && client.isGoing()
          ? events.stream().filter(event -> event.type() != Event.INVOCATION).toList()
          : events;
    }

    private Map<String, List<Event>> taken() {
      Map<String, List<Event>> taken = new LinkedHashMap<>();
      synchronized (play.lock()) {
        play.clients()
            .forEach(
                (name, client) -> {
                  if (!isHeld(client)) {
                    List<Event> events = client.take(this::isDue);
                    taken.put(name, client.hasLeft() ? List.of() : beforeItsEnd(client, events));
                  }
                });
      }
      return taken;
    }
  }
}
