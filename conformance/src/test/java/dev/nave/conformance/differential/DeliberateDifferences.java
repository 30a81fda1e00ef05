package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where our server is not to show what the reference does, each with its reason. */
public final class DeliberateDifferences {
  private static final Pattern LAST_TEXT = Pattern.compile(".*[,\\[](\"~x[0-9]+\")\\]\\}");
  private static final Pattern TO_USERS =
      Pattern.compile(".*\"target\":\"ToUsers\",\"arguments\":\\[\\[.*\\bnull\\b.*\\].*");
  private static final Pattern TO_USER =
      Pattern.compile(".*\"target\":\"ToUser\",\"arguments\":\\[null,.*");
  private static final Pattern TO_GROUPS =
      Pattern.compile(".*\"target\":\"ToGroups\",\"arguments\":\\[\\[.*(null|\"\").*\\].*");
  private static final String SUCCESS = ".*(\"result\":null\\}|,3,null\\])";

  private static final String PAGE = "docs/differential-testing.md";

  /** Whether a line that only one server showed is explained. */
  @FunctionalInterface
  interface LineMatcher {
    boolean explains(Comparison.Difference difference, String line);
  }

  /**
   * One difference.
   *
   * @param id how reports name it
   * @param reason why ours is right, for a reader of a report
   * @param page where the documentation says so
   * @param more explains a line of ours that the reference has not
   * @param missing explains a line of the reference that ours has not
   */
  record Entry(String id, String reason, String page, LineMatcher more, LineMatcher missing) {}

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
            DeliberateDifferences::isAnswerToRunningCall,
            DeliberateDifferences::never),
        new Entry(
            "null-user-matches-nothing",
            "A null among users reaches no connection; in the reference it reaches each anonymous"
                + " one, which no application means.",
            PAGE,
            DeliberateDifferences::never,
            DeliberateDifferences::isToNullUser),
        new Entry(
            "named-twice-over-redis",
            "A connection or user that is named twice in a list gets a message once, on one server"
                + " and on several; the reference sends it twice over Redis only.",
            PAGE,
            DeliberateDifferences::never,
            DeliberateDifferences::isSecondCopy),
        new Entry(
            "group-without-a-name",
            "A list of groups with one that has no name fails the call and reaches none; the"
                + " reference sends to those before it, and over Redis succeeds.",
            PAGE,
            (difference, line) -> line.contains("invoking 'ToGroups'") && hasNoName(difference),
            DeliberateDifferences::isToGroupsWithoutName),
        new Entry(
            "queued-calls-are-done",
            "Calls that wait behind one that runs are done when their client leaves without a hub"
                + " message; the reference drops some of them.",
            PAGE,
            DeliberateDifferences::isOfQueuedCall,
            DeliberateDifferences::never));
  }

  /** Returns the ids of all. */
  public List<String> ids() {
    return entries.stream().map(Entry::id).toList();
  }

  List<Entry> entries() {
    return entries;
  }

  /** Returns the ids of the entries that explain each line of a difference; none if one is not. */
  Set<String> explain(Comparison.Difference difference) {
    Set<String> ids = new LinkedHashSet<>();
    List<String> lines = new ArrayList<>(difference.more());
    int more = lines.size();
    lines.addAll(difference.missing());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean isMore = i < more;
      List<String> explaining =
          entries.stream()
              .filter(each -> (isMore ? each.more() : each.missing()).explains(difference, line))
              .map(Entry::id)
              .toList();
      if (explaining.isEmpty()) {
        return Set.of();
      }
      ids.addAll(explaining);
    }
    return ids;
  }

  private static boolean never(Comparison.Difference difference, String line) {
    return false;
  }

  /** Ours told a client what a call sent it that ran when it ended by a message. */
  private static boolean isAnswerToRunningCall(Comparison.Difference difference, String line) {
    List<Op> own = by(difference.client(), played(difference));
    List<Op> calls =
        own.stream()
            .takeWhile(op -> !op.endsByMessage())
            .filter(op -> op.text().startsWith("{\"type\":1,\"invocationId\":"))
            .toList();
    return own.stream().anyMatch(Op::endsByMessage)
        && calls.stream()
            .filter(call -> mayRun(call, calls))
            .anyMatch(call -> isCompletion(line, call) || isMessageOf(line, call));
  }

  /** Returns whether a call may run long: the last one, or one that waits for something. */
  private static boolean mayRun(Op call, List<Op> calls) {
    return call.equals(calls.get(calls.size() - 1))
        || call.holds() != null
        || call.text().contains("\"streamIds\":");
  }

  private static boolean isCompletion(String line, Op call) {
    String id = call.text().replaceAll(".*\"invocationId\":(\"[^\"]*\").*", "$1");
    return line.startsWith("{\"type\":3,\"invocationId\":" + id + ",")
        || line.startsWith("[3,{}," + id + ",");
  }

  /** The reference gave an anonymous client a message to users among whom is null. */
  private static boolean isToNullUser(Comparison.Difference difference, String line) {
    boolean anonymous =
        difference.program().members().stream()
            .anyMatch(each -> each.name().equals(difference.client()) && each.user() == null);
    return anonymous
        && played(difference).stream()
            .filter(op -> matches(TO_USERS, op) || matches(TO_USER, op))
            .anyMatch(op -> isMessageOf(line, op));
  }

  /** Over Redis the reference gave a client again what ours gave it, too. */
  private static boolean isSecondCopy(Comparison.Difference difference, String line) {
    return difference.program().mode().farm()
        && difference.ours().contains(line)
        && line.matches(".*\"(users|clients)\".*");
  }

  /** The reference sent to groups of a list in which another has no name. */
  private static boolean isToGroupsWithoutName(Comparison.Difference difference, String line) {
    boolean succeeded =
        line.matches(SUCCESS)
            && difference.more().stream().anyMatch(each -> each.contains("invoking 'ToGroups'"));
    return hasNoName(difference)
        && (succeeded
            || played(difference).stream()
                .filter(op -> matches(TO_GROUPS, op))
                .anyMatch(op -> isMessageOf(line, op)));
  }

  private static boolean hasNoName(Comparison.Difference difference) {
    return played(difference).stream().anyMatch(op -> matches(TO_GROUPS, op));
  }

  /** Ours did more for a client that left while a call of it ran. */
  private static boolean isOfQueuedCall(Comparison.Difference difference, String line) {
    List<Op> played = played(difference);
    return played.stream()
        .filter(op -> op.kind() == Op.Kind.LEAVE)
        .map(leave -> by(leave.actor(), played))
        .filter(
            ops ->
                ops.stream().anyMatch(DeliberateDifferences::takesTime)
                    || posts(difference, ops.get(0).actor()))
        .flatMap(List::stream)
        .anyMatch(op -> isMessageOf(line, op));
  }

  /**
   * The end of a client that posts what it says comes on another socket than its posts, the DELETE
   * of one that polls or the end of an event stream, and overtakes its calls in the reference.
   */
  private static boolean posts(Comparison.Difference difference, String client) {
    return difference.program().members().stream()
        .anyMatch(
            each -> each.name().equals(client) && each.transport() != Mode.Transport.WEBSOCKETS);
  }

  private static boolean takesTime(Op op) {
    return op.holds() != null
        || op.text().contains("\"NothingLater\"")
        || op.text().contains("\"Ask");
  }

  private static boolean isMessageOf(String line, Op op) {
    Matcher text = LAST_TEXT.matcher(op.text());
    return line.contains("\"message\"") && text.matches() && line.contains(text.group(1) + "]");
  }

  private static boolean matches(Pattern pattern, Op op) {
    return pattern.matcher(op.text()).matches();
  }

  private static List<Op> by(String actor, List<Op> ops) {
    return ops.stream().filter(op -> op.actor().equals(actor)).toList();
  }

  /** Returns what was done up to the difference. */
  private static List<Op> played(Comparison.Difference difference) {
    List<List<Op>> batches = difference.program().batches();
    return batches.subList(0, Math.min(batches.size(), difference.batch() + 1)).stream()
        .flatMap(List::stream)
        .toList();
  }
}
