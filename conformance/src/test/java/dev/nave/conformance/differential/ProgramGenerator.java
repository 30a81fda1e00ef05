package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Writes random programs, the same one for a seed each time.
 *
 * <p>A program has one outcome, up to the orders that the protocol leaves free: what may overtake
 * something else stands in different batches, and each batch names what it makes arrive late.
 */
final class ProgramGenerator {
  private static final int FEWEST_GROUPS_OF_OPS = 5;
  private static final int MORE_GROUPS_OF_OPS = 9;
  private static final int OVERSIZED = 40_000;

  private final Mode mode;
  private final Random random;
  private final List<Member> members = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();
  private final List<String> alive = new ArrayList<>();

  private final Map<String, String> endless = new LinkedHashMap<>();
  private final Map<String, Upload> uploads = new LinkedHashMap<>();
  private final List<String> finished = new ArrayList<>();
  private @Nullable String held;
  private final List<String> atRelease = new ArrayList<>();
  private String gate = "";
  private int counter;

  /** An upload that is not complete. */
  private record Upload(String actor, String call, String method, List<String> streams) {}

  private ProgramGenerator(Mode mode, long seed) {
    this.mode = mode;
    random = new Random(seed * 31 + mode.title().hashCode());
  }

  /** Returns the program of a seed. */
  static Program generate(Mode mode, long seed) {
    ProgramGenerator generator = new ProgramGenerator(mode, seed);
    generator.write();
    return Program.whole(mode, seed, generator.members, generator.ops);
  }

  private void write() {
    int clients = 1 + random.nextInt(3);
    for (int i = 0; i < clients; i++) {
      String name = String.valueOf((char) ('a' + i));
      members.add(
          new Member(
              name,
              chance(80) ? mode.transport() : Mode.Transport.WEBSOCKETS,
              mode.messagePack() && (mode.transport() == Mode.Transport.WEBSOCKETS || chance(90)),
              chance(60) ? "~u" + random.nextInt(2) : null,
              random.nextInt(mode.servers())));
      alive.add(name);
    }
    members.add(
        new Member(
            Member.WITNESS,
            Mode.Transport.WEBSOCKETS,
            mode.messagePack() && chance(30),
            chance(50) ? "~u0" : null,
            random.nextInt(mode.servers())));
    alive.add(Member.WITNESS);
    int steps = FEWEST_GROUPS_OF_OPS + random.nextInt(MORE_GROUPS_OF_OPS);
    for (int i = 0; i < steps; i++) {
      step();
    }
    if (held != null) {
      release();
    }
    if (mode.farm()) {
      awaitMessages();
    }
  }

  /** Over Redis nothing but their arrival tells that messages have come. */
  private void awaitMessages() {
    Audience audience = new Audience(members);
    ops.replaceAll(
        op -> {
          List<String> awaited = new ArrayList<>(op.awaits());
          awaited.addAll(audience.awaited(op));
          return op.awaiting(awaited);
        });
  }

  private void step() {
    if (held != null && chance(40)) {
      release();
      return;
    }
    String actor = pick(alive);
    if (chance(12) && canEnd(actor)) {
      end(actor);
      if (actor.equals(held)) {
        release();
      }
      return;
    }
    int before = ops.size();
    int messages = chance(35) ? 2 + random.nextInt(4) : 1;
    for (int i = 0; i < messages; i++) {
      if (!call(actor)) {
        break;
      }
    }
    joinUp(before);
  }

  /** Makes one batch of the ops from there on, and chooses how they go into frames. */
  private void joinUp(int from) {
    for (int i = from; i < ops.size(); i++) {
      Op op = ops.get(i).framed(framing(i > from));
      ops.set(i, i + 1 < ops.size() ? op.goingOn() : op);
    }
  }

  private Op.Framing framing(boolean mayJoin) {
    int dice = random.nextInt(10);
    if (dice < 3 && mayJoin) {
      return Op.Framing.JOINED;
    }
    return dice == 3
        ? Op.Framing.SPLIT
        : dice == 4 ? Op.Framing.FRAGMENTS : dice == 5 ? Op.Framing.PIECES : Op.Framing.OWN;
  }

  /** Adds a call, or what belongs to one; returns whether more may follow in the batch. */
  private boolean call(String actor) {
    int dice = random.nextInt(100);
    if (dice < 14) {
      invoke(actor, pick(valid(actor)));
    } else if (dice < 24) {
      boolean json = !member(actor).messagePack() && chance(3);
      invoke(actor, pick(json ? Values.INVALID_JSON : Values.INVALID));
    } else if (dice < 44) {
      target(actor);
    } else if (dice < 57) {
      group(actor);
    } else if (dice < 66) {
      streams(actor);
    } else if (dice < 74) {
      return endless(actor);
    } else if (dice < 86) {
      upload(actor);
    } else if (dice < 93) {
      return ask(actor);
    } else if (dice < 97) {
      odd(actor);
    } else if (held == null && alive.size() > 1 && !mode.farm() && !actor.equals(Member.WITNESS)) {
      hold(actor);
      return chance(50);
    }
    return true;
  }

  private List<String> valid(String actor) {
    List<String> valid = new ArrayList<>(Values.VALID);
    valid.addAll(member(actor).messagePack() ? Values.VALID_MESSAGEPACK : Values.VALID_JSON);
    return valid;
  }

  private void invoke(String actor, String call) {
    String id = chance(85) ? newId(actor) : null;
    add(message(actor, 1, id, call, ""));
  }

  /** Writes a call as {@code target|arguments}. */
  private static Op message(String actor, int type, @Nullable String id, String call, String more) {
    int bar = call.indexOf('|');
    return Op.message(
        actor,
        "{\"type\":"
            + type
            + (id == null ? "" : ",\"invocationId\":" + Json.write(id))
            + ",\"target\":\""
            + call.substring(0, bar)
            + "\",\"arguments\":["
            + call.substring(bar + 1)
            + "]"
            + more
            + "}");
  }

  private void target(String actor) {
    String text = "\"~x" + ++counter + "\"";
    String scopedText = !mode.farm() && chance(4) ? "null" : text;
    String id = chance(70) ? newId(actor) : null;
    String call =
        switch (random.nextInt(12)) {
          case 0 -> "ToAll|" + text;
          case 1 -> "ToCaller|" + scopedText;
          case 2 -> "ToOthers|" + text;
          case 3 -> "ToAllExcept|" + ids() + "," + text;
          case 4 -> "ToClient|" + id() + "," + scopedText;
          case 5 -> "ToClients|" + ids() + "," + scopedText;
          case 6 -> "ToGroup|" + groupName() + "," + text;
          case 7 -> "ToGroups|" + list(this::groupName) + "," + text;
          case 8 -> "ToGroupExcept|" + groupName() + "," + list(this::id) + "," + text;
          case 9 -> "ToOthersInGroup|" + groupName() + "," + text;
          case 10 -> "ToUser|" + userName() + "," + text;
          default -> "ToUsers|" + list(this::userName) + "," + text;
        };
    add(message(actor, 1, id, call, ""));
  }

  private String id() {
    int dice = random.nextInt(20);
    return dice == 0
        ? "\"unknown\""
        : dice == 1 ? "null" : dice == 2 ? "\"\"" : "\"<" + pick(members).name() + ">\"";
  }

  /** In a farm a change for a connection that no server has waits for an answer for 30 s. */
  private String otherId() {
    return mode.farm() ? "\"<" + pick(alive) + ">\"" : id();
  }

  private String ids() {
    return !mode.farm() && chance(3) ? "null" : list(this::id);
  }

  private String groupName() {
    int dice = random.nextInt(24);
    return dice == 0
        ? "\"\""
        : dice == 1
            ? "null"
            : dice < 4 ? "\"~G1\"" : dice == 4 ? "\"~g:*\"" : "\"~g" + random.nextInt(3) + "\"";
  }

  private String userName() {
    int dice = random.nextInt(20);
    return dice == 0
        ? "\"~nobody\""
        : dice == 1
            ? "null"
            : dice == 2 ? "\"~U0\"" : dice == 3 ? "\"\"" : "\"~u" + random.nextInt(2) + "\"";
  }

  private String list(java.util.function.Supplier<String> each) {
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(each.get());
    }
    return "[" + String.join(",", items) + "]";
  }

  private void group(String actor) {
    String group = groupName();
    String id = chance(80) ? newId(actor) : null;
    String call =
        switch (random.nextInt(6)) {
          case 0 -> "Leave|" + group;
          case 1 -> "JoinOther|" + otherId() + "," + group;
          case 2 -> "LeaveOther|" + otherId() + "," + group;
          default -> "Join|" + group;
        };
    add(message(actor, 1, id, call, ""));
  }

  private void streams(String actor) {
    if (actor.equals(held)) {
      return; // When the stream ends could not be told.
    }
    String id = newId(actor);
    add(message(actor, 4, id, pick(Values.STREAMS), "").awaiting(List.of(actor + " done:" + id)));
  }

  /** Begins a stream that does not end by itself, or cancels one. */
  private boolean endless(String actor) {
    if (actor.equals(held)) {
      return true; // Its calls wait, and the reference reads a cancellation behind them only then.
    }
    String running = endless.remove(actor);
    if (running == null) {
      String id = newId(actor);
      String name = "~n" + ++counter;
      endless.put(actor, id + " " + name);
      add(
          message(actor, 4, id, "Endless|\"" + name + "\"", "")
              .awaiting(List.of(actor + " item:" + id)));
      return false;
    }
    String id = running.substring(0, running.indexOf(' '));
    String name = running.substring(running.indexOf(' ') + 1);
    finished.add(id);
    add(
        Op.message(actor, "{\"type\":5,\"invocationId\":" + Json.write(id) + "}")
            .awaiting(List.of(actor + " done:" + id, Member.WITNESS + " stopped:" + name)));
    return false;
  }

  private void upload(String actor) {
    if (actor.equals(held)) {
      return; // As with a cancellation.
    }
    Upload running = uploads.remove(actor);
    if (running == null) {
      beginUpload(actor);
      return;
    }
    if (chance(50)) {
      uploads.put(actor, running);
      item(running);
    } else {
      completeUpload(running);
    }
  }

  private void beginUpload(String actor) {
    String id = newId(actor);
    String first = "s" + ++counter;
    String second = "s" + ++counter;
    boolean two = chance(15);
    boolean text = !two && chance(20);
    String call =
        two
            ? "TwoSums|"
            : text ? "Concat|\"<\",\">\"" : pick(List.of("Sum|", "HowItEnded|", "FirstOnly|"));
    List<String> streams = two ? List.of(first, second) : List.of(first);
    List<String> given = chance(8) ? List.of() : streams;
    Op begun = message(actor, 1, id, call, ",\"streamIds\":" + Json.write(given));
    add(given.equals(streams) ? begun : begun.awaiting(List.of(actor + " done:" + id)));
    if (given.equals(streams)) {
      uploads.put(actor, new Upload(actor, id, call, streams));
    }
  }

  private void item(Upload upload) {
    boolean first = upload.method().startsWith("FirstOnly"); // The next item would race its end.
    int items = first ? 1 : chance(20) && upload.streams().size() == 1 ? 15 : 1 + random.nextInt(2);
    boolean text = upload.method().startsWith("Concat");
    for (int i = 0; i < items; i++) {
      add(
          Op.message(
                  upload.actor(),
                  "{\"type\":2,\"invocationId\":\""
                      + pick(upload.streams())
                      + "\",\"item\":"
                      + (text ? "\"t" + i + "\"" : String.valueOf(i))
                      + "}")
              .awaiting(first ? List.of(upload.actor() + " done:" + upload.call()) : List.of()));
    }
  }

  private void completeUpload(Upload upload) {
    for (String stream : upload.streams()) {
      String how = chance(75) ? "" : ",\"error\":\"the disk is full\"";
      add(
          Op.message(upload.actor(), "{\"type\":3,\"invocationId\":\"" + stream + "\"" + how + "}")
              .awaiting(
                  stream.equals(upload.streams().get(upload.streams().size() - 1))
                      ? List.of(upload.actor() + " done:" + upload.call())
                      : List.of()));
    }
  }

  private boolean ask(String actor) {
    String id = newId(actor);
    String question = "\"~q" + ++counter + ":";
    String how = pick(List.of("result", "result", "error", "null", "nothing", "number", "twice"));
    String other = pick(alive);
    String call;
    if (other.equals(actor) || other.equals(held) || chance(40)) {
      call = (chance(30) ? "AskInt|" : "Ask|") + question + how + "\"";
    } else {
      call = "AskOther|\"<" + other + ">\"," + question + how + "\"";
    }
    if (actor.equals(held)) {
      return true;
    }
    add(message(actor, 1, id, call, "").awaiting(List.of(actor + " done:" + id)));
    return false;
  }

  private void odd(String actor) {
    boolean json = !member(actor).messagePack();
    add(Op.message(actor, json && chance(50) ? pick(Values.ODD_JSON) : pick(Values.IGNORED)));
  }

  private void hold(String actor) {
    held = actor;
    gate = "~k" + ++counter;
    add(message(actor, 1, newId(actor), "Hold|\"" + gate + "\"", "").holding(gate));
  }

  private void release() {
    List<String> others = new ArrayList<>(alive);
    others.remove(held); // It may have gone.
    String actor = pick(others);
    add(
        message(actor, 1, newId(actor), "Release|\"" + gate + "\"", "")
            .opening(gate)
            .awaiting(atRelease));
    atRelease.clear();
    held = null;
  }

  private boolean canEnd(String actor) {
    return !actor.equals(Member.WITNESS);
  }

  /** Sends some last words and goes, in one of all ways. */
  private void end(String actor) {
    Member member = member(actor);
    int before = ops.size();
    int way = random.nextInt(9);
    if (actor.equals(held) && (way == 3 || way == 6)) {
      way = 0; // These do not wait for what is held.
    }
    boolean reset = way == 3;
    if (!reset) {
      for (int i = random.nextInt(6); i > 0; i--) {
        lastWord(actor, way == 6);
      }
    }
    switch (way) {
      case 0 -> add(Op.message(actor, "{\"type\":7}"));
      case 1 -> add(Op.leave(actor, Wire.Leave.CLOSE));
      case 2 -> add(Op.leave(actor, Wire.Leave.FIN));
      case 3 -> add(Op.leave(actor, Wire.Leave.RESET));
      case 4 -> add(Op.message(actor, "{\"type\":7,\"error\":\"client failed\"}"));
      case 5 -> add(Op.of(actor, Op.Kind.OVERSIZED, String.valueOf(OVERSIZED)));
      case 6 -> add(message(actor, 1, newId(actor), "Abort|", ""));
      default ->
          add(
              member.messagePack()
                  ? Op.of(actor, Op.Kind.BYTES, pick(Values.FATAL_MESSAGEPACK))
                  : Op.of(actor, Op.Kind.RAW, pick(Values.FATAL_JSON)));
    }
    joinUp(before);
    alive.remove(actor);
    String running = endless.remove(actor);
    uploads.remove(actor);
    if (running != null) {
      String stopped = Member.WITNESS + " stopped:" + running.substring(running.indexOf(' ') + 1);
      if (actor.equals(held)) {
        atRelease.add(stopped); // The reference reads the end behind the calls that wait.
      } else {
        int last = ops.size() - 1;
        ops.set(last, ops.get(last).awaiting(List.of(stopped)));
      }
    }
  }

  /** Adds a call right before the end; an abort may cut off a stream that does not begin. */
  private void lastWord(String actor, boolean beforeAbort) {
    if (chance(70)) {
      target(actor);
    } else if (!beforeAbort && chance(20)) {
      add(message(actor, 4, newId(actor), pick(Values.STREAMS_THAT_DO_NOT_BEGIN), ""));
    } else {
      invoke(actor, pick(valid(actor)));
    }
  }

  private void add(Op op) {
    ops.add(op);
  }

  private String newId(String actor) {
    if (!finished.isEmpty() && chance(6)) {
      return finished.remove(random.nextInt(finished.size())); // Once: it must not run twice.
    }
    String id = actor + ++counter;
    return id;
  }

  private Member member(String name) {
    return members.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
