package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is written of a program so far, and the chance by which it goes on. */
final class ProgramDraft {
  private final Mode mode;
  private final Random random;
  private final List<Member> members = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();
  private final List<String> alive = new ArrayList<>();
  private final List<String> finished = new ArrayList<>();
  private int counter;

  ProgramDraft(Mode mode, long seed) {
    this.mode = mode;
    random = new Random(seed * 31 + mode.title().hashCode());
  }

  Mode mode() {
    return mode;
  }

  List<Member> members() {
    return members;
  }

  List<Op> ops() {
    return ops;
  }

  /** Returns the names of the members that have not gone. */
  List<String> alive() {
    return alive;
  }

  void join(Member member) {
    members.add(member);
    alive.add(member.name());
  }

  /** The id of a call that has ended may be used once more. */
  void finish(String id) {
    finished.add(id);
  }

  int random(int bound) {
    return random.nextInt(bound);
  }

  /** Returns a number that was not returned before. */
  int next() {
    return ++counter;
  }

  /** Makes one batch of the ops from there on, and chooses how they go into frames. */
  void joinUp(int from) {
    for (int i = from; i < ops.size(); i++) {
      Op op = ops.get(i).framed(framing(i > from));
      ops.set(i, i + 1 < ops.size() ? op.goingOn() : op);
    }
  }

  private Op.Framing framing(boolean mayJoin) {
    int dice = random(10);
    if (dice < 3 && mayJoin) {
      return Op.Framing.JOINED;
    }
    return dice == 3
        ? Op.Framing.SPLIT
        : dice == 4 ? Op.Framing.FRAGMENTS : dice == 5 ? Op.Framing.PIECES : Op.Framing.OWN;
  }

  /** Writes a call as {@code target|arguments}. */
  static Op message(String actor, int type, @Nullable String id, String call, String more) {
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

  void add(Op op) {
    ops.add(op);
  }

  String newId(String actor) {
    if (!finished.isEmpty() && chance(6)) {
      return finished.remove(random(finished.size())); // Once: it must not run twice.
    }
    String id = actor + next();
    return id;
  }

  Member member(String name) {
    return members.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  boolean chance(int percent) {
    return random(100) < percent;
  }

  <T> T pick(List<T> list) {
    return list.get(random(list.size()));
  }

  /** Returns a JSON array of up to three items. */
  String list(Supplier<String> each) {
    List<String> items = new ArrayList<>();
    for (int i = random(4); i > 0; i--) {
      items.add(each.get());
    }
    return "[" + String.join(",", items) + "]";
  }
}
