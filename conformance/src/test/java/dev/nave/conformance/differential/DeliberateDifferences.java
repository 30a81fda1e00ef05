package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where our server is not to show what the reference does, each with its reason. */
public final class DeliberateDifferences {
  private static final Pattern LAST_TEXT = Pattern.compile(".*[,\\[](\"~x[0-9]+\")\\]\\}");
  private static final Pattern WITHOUT_A_NAME =
      Pattern.compile(
          ".*\"target\":\"ToGroups\",\"arguments\":\\[\\[.*(null|\"\").*\\],(?<text>.*)\\]\\}");
  private static final String SUCCESS = ".*(\"result\":null\\}|,3,null\\])";

  private static final String PAGE = "docs/differential-testing.md";

  /**
   * One difference.
   *
   * @param id how reports name it
   * @param reason why ours is right, for a reader of a report
   * @param page where the documentation says so
   * @param matcher whether a difference is this one
   */
  record Entry(String id, String reason, String page, Predicate<Comparison.Difference> matcher) {}

  private final List<Entry> entries;

  private DeliberateDifferences(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  static DeliberateDifferences of(Entry... entries) {
    return new DeliberateDifferences(List.of(entries));
  }

  /** Returns all that there are. */
  public static DeliberateDifferences all() {
    return of(
        new Entry(
            "running-call-answered",
            "A call that still runs when its client ends the connection by a message is answered"
                + " before the Close; the reference answers it only where another call waits.",
            PAGE,
            DeliberateDifferences::isRunningCallAnswered),
        new Entry(
            "null-user-matches-nothing",
            "A null among users reaches no connection; in the reference it reaches each anonymous"
                + " one, which no application means.",
            PAGE,
            DeliberateDifferences::isNullUser),
        new Entry(
            "named-twice-over-redis",
            "A connection or user that is named twice in a list gets a message once, on one server and on"
                + " several; the reference sends it twice over Redis only.",
            PAGE,
            DeliberateDifferences::isNamedTwice),
        new Entry(
            "group-without-a-name",
            "A list of groups with one that has no name fails the call and reaches none; the"
                + " reference sends to those before it, and over Redis succeeds.",
            PAGE,
            DeliberateDifferences::isGroupWithoutName),
        new Entry(
            "queued-calls-are-done",
            "Calls that wait behind one that runs are done when their client leaves without a hub"
                + " message; the reference drops some of them.",
            PAGE,
            DeliberateDifferences::isQueuedCallDone));
  }

  /** Returns the ids of all. */
  public List<String> ids() {
    return entries.stream().map(Entry::id).toList();
  }

  List<Entry> entries() {
    return entries;
  }

  /** Returns the id of the entry that explains a difference. */
  Optional<String> explain(Comparison.Difference difference) {
    return entries.stream()
        .filter(entry -> entry.matcher().test(difference))
        .map(Entry::id)
        .findFirst();
  }

  /** Ours has more completions, of calls that ran when their client ended by a message. */
  private static boolean isRunningCallAnswered(Comparison.Difference difference) {
    List<Op> calls =
        played(difference).stream()
            .filter(op -> op.actor().equals(difference.client()))
            .takeWhile(op -> !op.endsByMessage())
            .filter(op -> op.text().contains("\"invocationId\":"))
            .filter(op -> op.text().contains("\"target\":"))
            .toList();
    return ends(difference)
        && difference.missing().isEmpty()
        && difference.more().stream()
            .allMatch(line -> calls.stream().anyMatch(call -> mayRun(call, calls, line)));
  }

  private static boolean ends(Comparison.Difference difference) {
    return played(difference).stream()
        .anyMatch(op -> op.actor().equals(difference.client()) && op.endsByMessage());
  }

  /** Returns whether a line completes a call, the last one or one whose upload is open. */
  private static boolean mayRun(Op call, List<Op> calls, String line) {
    boolean last = call.equals(calls.get(calls.size() - 1));
    return (last || call.holds() != null || call.text().contains("\"streamIds\":"))
        && isCompletion(line, call.text().replaceAll(".*\"invocationId\":(\"[^\"]*\").*", "$1"));
  }

  private static boolean isCompletion(String line, String quotedId) {
    return line.startsWith("{\"type\":3,\"invocationId\":" + quotedId + ",")
        || line.startsWith("[3,{}," + quotedId + ",");
  }

  /** The reference gave an anonymous client a message to a list of users with a null in it. */
  private static boolean isNullUser(Comparison.Difference difference) {
    boolean anonymous =
        difference.program().members().stream()
            .anyMatch(each -> each.name().equals(difference.client()) && each.user() == null);
    return anonymous
        && difference.more().isEmpty()
        && difference.missing().stream()
            .allMatch(
                line ->
                    toNullUser(difference).stream().anyMatch(text -> line.contains(text + "]")));
  }

  /** Over Redis the reference gave a client again what ours gave it, too. */
  private static boolean isNamedTwice(Comparison.Difference difference) {
    return difference.program().mode().farm()
        && difference.more().isEmpty()
        && difference.missing().stream().allMatch(difference.ours()::contains)
        && difference.missing().stream()
            .allMatch(line -> line.matches(".*\"(users|clients)\".*"));
  }

  /** The reference sent to groups of a list in which another has no name. */
  private static boolean isGroupWithoutName(Comparison.Difference difference) {
    List<String> texts =
        played(difference).stream()
            .map(op -> WITHOUT_A_NAME.matcher(op.text()))
            .filter(Matcher::matches)
            .map(call -> call.group("text"))
            .toList();
    return !texts.isEmpty()
        && difference.more().stream().allMatch(line -> line.contains("invoking 'ToGroups'"))
        && difference.missing().stream()
            .allMatch(
                line ->
                    texts.stream().anyMatch(text -> line.contains("\"groups\"," + text + "]"))
                        || (!difference.more().isEmpty() && line.matches(SUCCESS)));
  }

  /** Ours did more for a client that left while a call of it ran. */
  private static boolean isQueuedCallDone(Comparison.Difference difference) {
    List<Op> played = played(difference);
    List<String> left =
        played.stream()
            .filter(op -> op.kind() == Op.Kind.LEAVE)
            .map(Op::actor)
            .filter(
                actor -> played.stream().anyMatch(op -> op.actor().equals(actor) && takesTime(op)))
            .toList();
    return difference.missing().isEmpty()
        && difference.more().stream()
            .allMatch(
                line ->
                    played.stream()
                        .filter(op -> left.contains(op.actor()))
                        .anyMatch(op -> isTextOf(line, op)));
  }

  private static boolean takesTime(Op op) {
    return op.holds() != null
        || op.text().contains("\"NothingLater\"")
        || op.text().contains("\"Ask");
  }

  private static boolean isTextOf(String line, Op op) {
    Matcher text = LAST_TEXT.matcher(op.text());
    return line.contains("\"message\"") && text.matches() && line.contains(text.group(1) + "]");
  }

  /** Returns the texts, as JSON, that the batch sent to users among whom is null. */
  private static List<String> toNullUser(Comparison.Difference difference) {
    List<String> texts = new ArrayList<>();
    for (Op op : played(difference)) {
      if (op.text().matches(".*\"target\":\"ToUsers?\",\"arguments\":\\[[^~]*\\bnull\\b.*")
          || op.text().matches(".*\"target\":\"ToUsers\",\"arguments\":\\[\\[.*\\bnull\\b.*")) {
        texts.add(op.text().replaceAll(".*,(\"[^\"]*\")\\]\\}", "$1"));
      }
    }
    return texts;
  }

  /** Returns what was done up to the difference, back to where its client could last be fenced. */
  private static List<Op> played(Comparison.Difference difference) {
    List<List<Op>> batches = difference.program().batches();
    return batches.subList(0, Math.min(batches.size(), difference.batch() + 1)).stream()
        .flatMap(List::stream)
        .toList();
  }
}
