package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where our server is not to show what the reference does, each with its reason. */
public final class DeliberateDifferences {
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
            "last-call-answered",
            "A call that still runs when its client ends the connection by a message is answered"
                + " before the Close; the reference answers it only where another call waits.",
            PAGE,
            DeliberateDifferences::isLastCallAnswered),
        new Entry(
            "null-user-matches-nothing",
            "A null among users reaches no connection; in the reference it reaches each anonymous"
                + " one, which no application means.",
            PAGE,
            DeliberateDifferences::isNullUser),
        new Entry(
            "named-twice-over-redis",
            "A user or group that is named twice in a list gets a message once, on one server and on"
                + " several; the reference sends it twice over Redis only.",
            PAGE,
            DeliberateDifferences::isNamedTwice));
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

  /** Ours has one completion more, of the last call of a client that ended by a message. */
  private static boolean isLastCallAnswered(Comparison.Difference difference) {
    List<Op> played = played(difference);
    String client = difference.client();
    boolean ends = played.stream().anyMatch(op -> op.actor().equals(client) && op.endsByMessage());
    List<String> more = difference.more();
    Optional<String> last =
        played.stream()
            .filter(op -> op.actor().equals(client) && op.text().contains("\"invocationId\":"))
            .filter(op -> op.text().contains("\"target\":"))
            .map(op -> op.text().replaceAll(".*\"invocationId\":(\"[^\"]*\").*", "$1"))
            .reduce((one, other) -> other);
    return ends
        && difference.missing().isEmpty()
        && more.size() == 1
        && last.isPresent()
        && isCompletion(more.get(0), last.get());
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
            .allMatch(line -> line.contains("\"users\"") || line.contains("\"groups\""));
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
