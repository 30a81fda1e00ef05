package dev.nave.conformance.differential;

/** Writes calls that name connections, users and groups: those that exist, and others. */
final class Addressees {
  private final ProgramDraft draft;

  Addressees(ProgramDraft draft) {
    this.draft = draft;
  }

  /** Adds a send to one of all targets. */
  void target(String actor) {
    String text = "\"~x" + draft.next() + "\"";
    String scopedText = !draft.mode().farm() && draft.chance(4) ? "null" : text;
    String id = draft.chance(70) ? draft.newId(actor) : null;
    String call =
        switch (draft.random(12)) {
          case 0 -> "ToAll|" + text;
          case 1 -> "ToCaller|" + scopedText;
          case 2 -> "ToOthers|" + text;
          case 3 -> "ToAllExcept|" + ids() + "," + text;
          case 4 -> "ToClient|" + id() + "," + scopedText;
          case 5 -> "ToClients|" + ids() + "," + scopedText;
          case 6 -> "ToGroup|" + groupName() + "," + text;
          case 7 -> "ToGroups|" + draft.list(this::groupName) + "," + text;
          case 8 -> "ToGroupExcept|" + groupName() + "," + draft.list(this::id) + "," + text;
          case 9 -> "ToOthersInGroup|" + groupName() + "," + text;
          case 10 -> "ToUser|" + userName() + "," + text;
          default -> "ToUsers|" + draft.list(this::userName) + "," + text;
        };
    draft.add(ProgramDraft.message(actor, 1, id, call, ""));
  }

  private String id() {
    int dice = draft.random(20);
    return dice == 0
        ? "\"unknown\""
        : dice == 1
            ? "null"
            : dice == 2 ? "\"\"" : "\"<" + draft.pick(draft.members()).name() + ">\"";
  }

  /** In a farm a change for a connection that no server has waits for an answer for 30 s. */
  private String otherId() {
    return draft.mode().farm() ? "\"<" + draft.pick(draft.alive()) + ">\"" : id();
  }

  private String ids() {
    return !draft.mode().farm() && draft.chance(3) ? "null" : draft.list(this::id);
  }

  private String groupName() {
    int dice = draft.random(24);
    return dice == 0
        ? "\"\""
        : dice == 1
            ? "null"
            : dice < 4 ? "\"~G1\"" : dice == 4 ? "\"~g:*\"" : "\"~g" + draft.random(3) + "\"";
  }

  private String userName() {
    int dice = draft.random(20);
    return dice == 0
        ? "\"~nobody\""
        : dice == 1
            ? "null"
            : dice == 2 ? "\"~U0\"" : dice == 3 ? "\"\"" : "\"~u" + draft.random(2) + "\"";
  }

  /** Adds a change of a group. */
  void group(String actor) {
    String group = groupName();
    String id = draft.chance(80) ? draft.newId(actor) : null;
    String call =
        switch (draft.random(6)) {
          case 0 -> "Leave|" + group;
          case 1 -> "JoinOther|" + otherId() + "," + group;
          case 2 -> "LeaveOther|" + otherId() + "," + group;
          default -> "Join|" + group;
        };
    draft.add(ProgramDraft.message(actor, 1, id, call, ""));
  }
}
