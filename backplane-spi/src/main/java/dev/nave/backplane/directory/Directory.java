package dev.nave.backplane.directory;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes know together: which members a key has. A capability: ask {@link
 * Backplane#capability} for it. Until {@link #start} it writes nothing, and no timer runs for it.
 *
 * <p><b>Entries</b> (key, member, value) belong to the node that wrote them and are gone when that
 * node is gone. The node is the truth: what a medium lost, the nodes write again, by themselves.
 * Each node has a lease at the medium and renews it. When it runs out, exactly one of the others
 * removes the node's entries. If that one is lost in the middle, another does the rest.
 *
 * <p>A member is entered once for a key, whichever nodes write it: the latest {@link #put} counts.
 * What an earlier owner writes or removes after that has no effect.
 *
 * <p><b>What a reader may rely on</b>, while the medium can be reached:
 *
 * <ul>
 *   <li>An entry is visible to all nodes within a second of its {@link #put}, and gone within a
 *       second of its {@link #remove}.
 *   <li>The entries of a node that was killed are gone after its lease and one renewal interval.
 *   <li>An entry of a living node is missing for no longer than the medium was away, and a second.
 *   <li>No member is listed twice.
 * </ul>
 *
 * <p><b>Changes.</b> Members that join and leave are told to one node, which raises them ({@link
 * DirectoryListener}): in most cases to the one that wrote the change. A change is noted in the
 * same step as the entry, and forgotten only when it was raised. So it is told to another node when
 * the first one is lost before. It is never missed, unless the medium lost it too; then a {@link
 * Change.Kind#RESET} says so. A member that is put and removed again, or the other way round,
 * before that was written is not told: within some milliseconds, or while the medium is away.
 *
 * <p><b>Timed entries</b> belong to no node: they last until they are removed or their time is
 * over. They are not told as changes, not counted and not listed with the others.
 *
 * <p><b>Threads</b> and <b>failures</b> are those of {@link Backplane}: every method may be called
 * from any thread and never waits. Failures come through the stages. Reading, and writing timed
 * entries, fails with {@link BackplaneUnavailableException} while the medium is away, and with
 * {@link BackplaneTimeoutException} if no answer comes; else failures are a {@link
 * BackplaneException}. Before {@link #start} and after {@link Backplane#close} all is refused. So
 * is what is larger than the limits.
 */
public interface Directory {
  /** The longest name of a space, in bytes of UTF-8. */
  int MAX_SPACE_BYTES = 1024;

  /** The longest name of a key within its space, in bytes of UTF-8. */
  int MAX_NAME_BYTES = 4096;

  /** The longest name of a member, in bytes of UTF-8. */
  int MAX_MEMBER_BYTES = 4096;

  /** The longest value, in bytes of UTF-8. */
  int MAX_VALUE_BYTES = 4096;

  /** The longest reason of a {@link #remove}, in bytes of UTF-8. */
  int MAX_REASON_BYTES = 256;

  /** The most items of one page. */
  int MAX_PAGE = 1000;

  /** The longest time of a timed entry. */
  Duration MAX_TIME = Duration.ofDays(366);

  /**
   * Takes part from now on, until {@link Backplane#close}; to be called once, after {@link
   * Backplane#start} was called. A second call throws {@link IllegalStateException}.
   *
   * @param listener gets the changes that this node has to raise
   */
  void start(DirectoryListener listener);

  /** Returns what this node is called in entries and changes; no other node ever had that name. */
  String node();

  /**
   * Enters a member of this node's, or gives it another value.
   *
   * <p>The stage completes when all nodes see it. It stays pending while the medium is away: the
   * entry is remembered and written later. It fails with {@link
   * java.util.concurrent.CancellationException} if {@link #remove} is called before, or another
   * {@link #put} of the same member; that one's value counts.
   *
   * @param value a text; may be empty
   * @param told whether a change is told when the member joins, and when it leaves or is lost
   */
  CompletionStage<Void> put(DirectoryKey key, String member, String value, boolean told);

  /**
   * Removes a member of this node's; does nothing if it has none, or if another node has entered
   * the member since. The stage completes when no node sees it any more, like that of {@link #put}.
   *
   * @param reason what {@link Change#reason} says; may be empty
   */
  CompletionStage<Void> remove(DirectoryKey key, String member, String reason);

  /**
   * Lists the members of a key, in an order of the implementation's own.
   *
   * <p>The stage fails with {@link IllegalArgumentException} if no page ends with {@code from}:
   * that text may come back from outside, so it is no error of the program. The limit is one.
   *
   * @param from {@link Page#next} of the page before; null for the first page
   * @param limit the most members of the page, 1 to {@value #MAX_PAGE}
   * @throws IllegalArgumentException if the limit is out of range
   */
  CompletionStage<Page<Entry>> members(DirectoryKey key, @Nullable String from, int limit);

  /** Returns how many members a key has. */
  CompletionStage<Long> count(DirectoryKey key);

  /**
   * Lists the keys of a space that have members, in an order of the implementation's own.
   *
   * <p>The stage fails with {@link IllegalArgumentException} if no page ends with {@code from}:
   * that text may come back from outside, so it is no error of the program. The limit is one.
   *
   * @param from {@link Page#next} of the page before; null for the first page
   * @param limit the most keys of the page, 1 to {@value #MAX_PAGE}
   * @throws IllegalArgumentException if the limit is out of range
   */
  CompletionStage<Page<KeyCount>> keys(String space, @Nullable String from, int limit);

  /** Returns how many keys with members a space has, and how many members these have. */
  CompletionStage<SpaceCount> count(String space);

  /**
   * Enters a member that belongs to no node, or renews its time and value. The stage completes when
   * all nodes see it.
   *
   * <p>This node remembers it, and writes it again if the medium loses it, until its time is over
   * or {@link #forgetTimed} is called.
   *
   * @param time how long it lasts; positive, at most {@link #MAX_TIME}, in whole milliseconds
   * @throws IllegalArgumentException if the time is out of range
   */
  CompletionStage<Void> putTimed(DirectoryKey key, String member, String value, Duration time);

  /**
   * Removes a member that belongs to no node, whichever node entered it. Other nodes that remember
   * it would write it again if the medium lost all it held, so the caller tells them to {@link
   * #forgetTimed} it.
   */
  CompletionStage<Void> removeTimed(DirectoryKey key, String member);

  /**
   * Returns the timed members of a key. This node remembers what it read as if it had written it.
   */
  CompletionStage<List<TimedEntry>> timed(DirectoryKey key);

  /** Makes this node remember a timed member no longer; changes nothing at the medium. */
  void forgetTimed(DirectoryKey key, String member);

  /** Returns the state of this node's part, as known now; it sends nothing, so it is cheap. */
  DirectoryHealth health();
}
