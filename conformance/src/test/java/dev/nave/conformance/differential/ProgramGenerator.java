package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final ProgramDraft draft;
  private final Mode mode;
  private final Addressees addressees;
  private final Uploads uploads;

  private final Map<String, String> endless = new LinkedHashMap<>();
  private @Nullable String held;
  private final List<String> atRelease = new ArrayList<>();
  private String gate = "";

  private ProgramGenerator(Mode mode, long seed) {
    this.mode = mode;
    draft = new ProgramDraft(mode, seed);
    addressees = new Addressees(draft);
    uploads = new Uploads(draft);
  }

  /** Returns the program of a seed. */
  static Program generate(Mode mode, long seed) {
    ProgramGenerator generator = new ProgramGenerator(mode, seed);
    generator.write();
    return Program.whole(mode, seed, generator.draft.members(), generator.draft.ops());
  }

  private void write() {
    int clients = 1 + draft.random(3);
    for (int i = 0; i < clients; i++) {
      String name = String.valueOf((char) ('a' + i));
      draft.join(
          new Member(
              name,
              draft.chance(80) ? mode.transport() : Mode.Transport.WEBSOCKETS,
              mode.messagePack()
                  && (mode.transport() == Mode.Transport.WEBSOCKETS || draft.chance(90)),
              draft.chance(60) ? "~u" + draft.random(2) : null,
              draft.random(mode.servers())));
    }
    draft.join(
        new Member(
            Member.WITNESS,
            Mode.Transport.WEBSOCKETS,
            mode.messagePack() && draft.chance(30),
            draft.chance(50) ? "~u0" : null,
            draft.random(mode.servers())));
    int steps = FEWEST_GROUPS_OF_OPS + draft.random(MORE_GROUPS_OF_OPS);
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
    Audience audience = new Audience(draft.members());
    draft
        .ops()
        .replaceAll(
            op -> {
              List<String> awaited = new ArrayList<>(op.awaits());
              awaited.addAll(audience.awaited(op));
              return op.awaiting(awaited);
            });
  }

  private void step() {
    if (held != null && draft.chance(40)) {
      release();
      return;
    }
    String actor = draft.pick(draft.alive());
    if (draft.chance(12) && canEnd(actor)) {
      end(actor);
      if (actor.equals(held)) {
        release();
      }
      return;
    }
    int before = draft.ops().size();
    int messages = draft.chance(35) ? 2 + draft.random(4) : 1;
    for (int i = 0; i < messages; i++) {
      if (!call(actor)) {
        break;
      }
    }
    draft.joinUp(before);
  }

  /** Adds a call, or what belongs to one; returns whether more may follow in the batch. */
  private boolean call(String actor) {
    int dice = draft.random(100);
    if (dice < 14) {
      invoke(actor, draft.pick(valid(actor)));
    } else if (dice < 24) {
      boolean json = !draft.member(actor).messagePack() && draft.chance(3);
      invoke(actor, draft.pick(json ? Values.INVALID_JSON : Values.INVALID));
    } else if (dice < 44) {
      addressees.target(actor);
    } else if (dice < 57) {
      addressees.group(actor);
    } else if (dice < 66) {
      streams(actor);
    } else if (dice < 74) {
      return endless(actor);
    } else if (dice < 86) {
      if (!actor.equals(held)) { // As with a cancellation.
        uploads.upload(actor);
      }
    } else if (dice < 93) {
      return ask(actor);
    } else if (dice < 97) {
      odd(actor);
    } else if (held == null
        && draft.alive().size() > 1
        && !mode.farm()
        && !actor.equals(Member.WITNESS)) {
      hold(actor);
      return draft.chance(50);
    }
    return true;
  }

  private List<String> valid(String actor) {
    List<String> valid = new ArrayList<>(Values.VALID);
    valid.addAll(draft.member(actor).messagePack() ? Values.VALID_MESSAGEPACK : Values.VALID_JSON);
    return valid;
  }

  private void invoke(String actor, String call) {
    String id = draft.chance(85) ? draft.newId(actor) : null;
    draft.add(ProgramDraft.message(actor, 1, id, call, ""));
  }

  private void streams(String actor) {
    if (actor.equals(held)) {
      return; // When the stream ends could not be told.
    }
    String id = draft.newId(actor);
    draft.add(
        ProgramDraft.message(actor, 4, id, draft.pick(Values.STREAMS), "")
            .awaiting(List.of(actor + " done:" + id)));
  }

  /** Begins a stream that does not end by itself, or cancels one. */
  private boolean endless(String actor) {
    if (actor.equals(held)) {
      return true; // Its calls wait, and the reference reads a cancellation behind them only then.
    }
    String running = endless.remove(actor);
    if (running == null) {
      String id = draft.newId(actor);
      String name = "~n" + draft.next();
      endless.put(actor, id + " " + name);
      draft.add(
          ProgramDraft.message(actor, 4, id, "Endless|\"" + name + "\"", "")
              .awaiting(List.of(actor + " item:" + id)));
      return false;
    }
    String id = running.substring(0, running.indexOf(' '));
    String name = running.substring(running.indexOf(' ') + 1);
    draft.finish(id);
    draft.add(
        Op.message(actor, "{\"type\":5,\"invocationId\":" + Json.write(id) + "}")
            .awaiting(List.of(actor + " done:" + id, Member.WITNESS + " stopped:" + name)));
    return false;
  }

  private boolean ask(String actor) {
    String id = draft.newId(actor);
    String question = "\"~q" + draft.next() + ":";
    String how =
        draft.pick(List.of("result", "result", "error", "null", "nothing", "number", "twice"));
    String other = draft.pick(draft.alive());
    String call;
    if (other.equals(actor) || other.equals(held) || draft.chance(40)) {
      call = (draft.chance(30) ? "AskInt|" : "Ask|") + question + how + "\"";
    } else {
      call = "AskOther|\"<" + other + ">\"," + question + how + "\"";
    }
    if (actor.equals(held)) {
      return true;
    }
    draft.add(
        ProgramDraft.message(actor, 1, id, call, "").awaiting(List.of(actor + " done:" + id)));
    return false;
  }

  private void odd(String actor) {
    boolean json = !draft.member(actor).messagePack();
    draft.add(
        Op.message(
            actor,
            json && draft.chance(50) ? draft.pick(Values.ODD_JSON) : draft.pick(Values.IGNORED)));
  }

  private void hold(String actor) {
    held = actor;
    gate = "~k" + draft.next();
    draft.add(
        ProgramDraft.message(actor, 1, draft.newId(actor), "Hold|\"" + gate + "\"", "")
            .holding(gate));
  }

  private void release() {
    List<String> others = new ArrayList<>(draft.alive());
    others.remove(held); // It may have gone.
    String actor = draft.pick(others);
    draft.add(
        ProgramDraft.message(actor, 1, draft.newId(actor), "Release|\"" + gate + "\"", "")
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
    Member member = draft.member(actor);
    int before = draft.ops().size();
    int way = draft.random(9);
    if (actor.equals(held) && (way == 3 || way == 6)) {
      way = 0; // These do not wait for what is held.
    }
    boolean reset = way == 3;
    if (!reset) {
      for (int i = draft.random(6); i > 0; i--) {
        lastWord(actor, way == 6);
      }
    }
    switch (way) {
      case 0 -> draft.add(Op.message(actor, "{\"type\":7}"));
      case 1 -> draft.add(Op.leave(actor, Wire.Leave.CLOSE));
      case 2 -> draft.add(Op.leave(actor, Wire.Leave.FIN));
      case 3 -> draft.add(Op.leave(actor, Wire.Leave.RESET));
      case 4 -> draft.add(Op.message(actor, "{\"type\":7,\"error\":\"client failed\"}"));
      case 5 -> draft.add(Op.of(actor, Op.Kind.OVERSIZED, String.valueOf(OVERSIZED)));
      case 6 -> draft.add(ProgramDraft.message(actor, 1, draft.newId(actor), "Abort|", ""));
      default ->
          draft.add(
              member.messagePack()
                  ? Op.of(actor, Op.Kind.BYTES, draft.pick(Values.FATAL_MESSAGEPACK))
                  : Op.of(actor, Op.Kind.RAW, draft.pick(Values.FATAL_JSON)));
    }
    draft.joinUp(before);
    draft.alive().remove(actor);
    String running = endless.remove(actor);
    uploads.end(actor);
    if (running != null) {
      String stopped = Member.WITNESS + " stopped:" + running.substring(running.indexOf(' ') + 1);
      if (actor.equals(held)) {
        atRelease.add(stopped); // The reference reads the end behind the calls that wait.
      } else {
        int last = draft.ops().size() - 1;
        draft.ops().set(last, draft.ops().get(last).awaiting(List.of(stopped)));
      }
    }
  }

  /** Adds a call right before the end; an abort may cut off a stream that does not begin. */
  private void lastWord(String actor, boolean beforeAbort) {
    if (draft.chance(70)) {
      addressees.target(actor);
    } else if (!beforeAbort && draft.chance(20)) {
      draft.add(
          ProgramDraft.message(
              actor, 4, draft.newId(actor), draft.pick(Values.STREAMS_THAT_DO_NOT_BEGIN), ""));
    } else {
      invoke(actor, draft.pick(valid(actor)));
    }
  }
}
