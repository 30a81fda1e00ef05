package dev.nave.backplane.redis.internal.directory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.directory.DirectoryKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What this node owns, which is the truth, and what of it Redis has not confirmed.
 *
 * <p>An entry has at most one write under way. What changes meanwhile is written when that one is
 * answered, so that as much waits as there are entries, whatever Redis does. Any thread; stages are
 * completed without the lock.
 */
final class OwnEntries {
  /** Instead of a version: another node has entered the member since. */
  static final long SUPERSEDED = -1;

  @GuardedBy("this")
  private final Map<Place, Own> entries = new HashMap<>();

  /** To be written, oldest first. */
  @GuardedBy("this")
  private final Set<Own> waiting = new LinkedHashSet<>();

  /** How many wait; written under the lock. */
  private volatile int waitingNow;

  @GuardedBy("this")
  private long unconfirmed;

  @GuardedBy("this")
  private long present;

  /** How many entries are to be written again and were not yet. */
  @GuardedBy("this")
  private long lacking;

  private record Place(DirectoryKey key, String member) {}

  private static final class Own {
    private final Place place;
    private String text;
    private boolean told;
    private boolean present = true;

    /**
     * Whether Redis confirmed that it is there; then its change was noted, too. Not any more once
     * it may have been told as lost.
     */
    private boolean confirmed;

    /** Of its first write, by Redis' clock; zero before. */
    private long version;

    /** Whether it is written again only because Redis lost it. */
    private boolean silent;

    /** Whether Redis may lack it. */
    private boolean lacks;

    private boolean sent;
    private boolean underWay;
    private int changes;
    private @Nullable CompletableFuture<Void> done;

    Own(Place place, String text, boolean told) {
      this.place = place;
      this.text = text;
      this.told = told;
    }
  }

  /** What is to be written of an entry: as it was when it was taken. */
  static final class Write {
    private final Own own;
    private final int changes;
    private final boolean put;
    private final boolean told;
    private final char kind;
    private final String text;
    private final long version;

    private Write(Own own) {
      this.own = own;
      this.changes = own.changes;
      this.put = own.present;
      this.told = own.told;
      this.text = own.text;
      this.version = own.version;
      char kindOfPut = !told ? '0' : own.silent && own.confirmed ? '2' : '1';
      this.kind = put ? kindOfPut : 'R';
    }

    /** Whether a change may be told because of it. */
    boolean isTold() {
      return told;
    }

    /** Adds what the script takes. */
    void addTo(EntryPack pack) {
      pack.add(kind);
      pack.add(Texts.key(own.place.key()));
      pack.add(Texts.bytes(own.place.member()));
      pack.add(Texts.bytes(text));
      pack.add(version);
    }

    private int chars() {
      DirectoryKey key = own.place.key();
      int place = key.space().length() + key.name().length() + own.place.member().length();
      return place + text.length();
    }
  }

  CompletableFuture<Void> put(DirectoryKey key, String member, String value, boolean told) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Void> overtaken;
    synchronized (this) {
      Place place = new Place(key, member);
      Own own = entries.computeIfAbsent(place, each -> new Own(each, value, told));
      if (!own.present) { // It may be gone by now: that it comes back is a change of its own.
        own.confirmed = false;
        own.version = 0;
        own.present = true;
        present++;
      } else if (own.changes == 0) {
        present++;
      }
      own.text = value;
      own.told = told;
      overtaken = changed(own, done);
    }
    cancel(overtaken);
    return done;
  }

  CompletableFuture<Void> remove(DirectoryKey key, String member, String reason) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Void> overtaken;
    synchronized (this) {
      Own own = entries.get(new Place(key, member));
      if (own == null) {
        return CompletableFuture.completedFuture(null);
      }
      if (own.present) {
        present--;
      }
      own.present = false;
      own.text = reason;
      overtaken = changed(own, done);
      if (!own.sent) {
        waiting.remove(own);
        waitingNow = waiting.size();
        forget(own);
        own.done = null;
        done.complete(null);
      }
    }
    cancel(overtaken);
    return done;
  }

  @GuardedBy("this")
  private @Nullable CompletableFuture<Void> changed(Own own, CompletableFuture<Void> done) {
    CompletableFuture<Void> before = own.done;
    own.done = done;
    own.changes++;
    wait(own);
    return before;
  }

  @GuardedBy("this")
  private void wait(Own own) {
    if (!own.underWay && waiting.add(own)) {
      waitingNow = waiting.size();
      unconfirmed++;
    }
  }

  @GuardedBy("this")
  private void forget(Own own) {
    entries.remove(own.place, own);
    unconfirmed--;
    isThere(own);
  }

  @GuardedBy("this")
  private void isThere(Own own) {
    if (own.lacks) {
      own.lacks = false;
      lacking--;
    }
  }

  private static void cancel(@Nullable CompletableFuture<Void> overtaken) {
    if (overtaken != null) {
      overtaken.completeExceptionally(
          new CancellationException("the member was put or removed again"));
    }
  }

  /**
   * Takes what is to be written next. All of it is to be {@link #written} or {@link #failed}.
   *
   * @param limit how many entries at most
   * @param maxChars how many characters they have at most; a longer one comes alone
   */
  synchronized List<Write> take(int limit, int maxChars) {
    List<Write> taken = new ArrayList<>(Math.min(limit, waiting.size()));
    Iterator<Own> next = waiting.iterator();
    int chars = 0;
    while (taken.size() < limit && next.hasNext()) {
      Own own = next.next();
      Write write = new Write(own);
      chars += write.chars();
      if (chars > maxChars && !taken.isEmpty()) {
        break;
      }
      next.remove();
      own.sent = true;
      own.underWay = true;
      taken.add(write);
    }
    waitingNow = waiting.size();
    return taken;
  }

  /**
   * Notes what Redis answered.
   *
   * @param version of the entries that had none
   * @param others what those have that have another one, by their index; or {@link #SUPERSEDED}
   */
  void written(List<Write> batch, long version, Map<Integer, Long> others) {
    List<CompletableFuture<Void>> done = new ArrayList<>(batch.size());
    synchronized (this) {
      for (int i = 0; i < batch.size(); i++) {
        Write write = batch.get(i);
        long known = write.version == 0 ? version : write.version;
        written(write, others.getOrDefault(i, known), done);
      }
    }
    done.forEach(stage -> stage.complete(null));
  }

  @GuardedBy("this")
  private void written(Write write, long version, List<CompletableFuture<Void>> done) {
    Own own = write.own;
    own.underWay = false;
    isThere(own);
    boolean superseded = write.put && version == SUPERSEDED;
    if (write.put && own.present && !superseded) {
      own.confirmed = true;
      own.version = version;
    }
    if (own.changes != write.changes) {
      unconfirmed--;
      wait(own);
      return;
    }
    own.silent = false;
    if (own.done != null) {
      done.add(own.done);
      own.done = null;
    }
    if (!write.put || superseded) {
      if (own.present) {
        present--;
      }
      forget(own);
    } else {
      unconfirmed--;
    }
  }

  /** What becomes of a batch is unknown, or it was refused: its entries wait again. */
  synchronized void failed(List<Write> batch) {
    for (Write write : batch) {
      write.own.underWay = false;
      unconfirmed--;
      wait(write.own);
    }
  }

  /**
   * Has all be written again.
   *
   * @param silently whether what Redis confirmed once and does not have any more joins without a
   *     change being told
   */
  synchronized void writeAgain(boolean silently) {
    for (Own own : entries.values()) {
      own.silent = silently;
      own.confirmed &= silently; // A refresh before the next write does not make that one silent.
      own.changes++;
      if (!own.lacks) {
        own.lacks = true;
        lacking++;
      }
      wait(own);
    }
  }

  /** Whether Redis has all that was to be written again, whatever was changed since. */
  synchronized boolean isWrittenAgain() {
    return lacking == 0;
  }

  /** How many entries are to be written. */
  int waiting() {
    return waitingNow;
  }

  synchronized long size() {
    return present;
  }

  /** How many entries Redis has not confirmed. */
  synchronized long unconfirmed() {
    return unconfirmed;
  }

  /** Fails what waits, for good. */
  void close(Throwable why) {
    List<CompletableFuture<Void>> left = new ArrayList<>();
    synchronized (this) {
      for (Own own : entries.values()) {
        if (own.done != null) {
          left.add(own.done);
        }
      }
      entries.clear();
      waiting.clear();
      waitingNow = 0;
      unconfirmed = 0;
      lacking = 0;
      present = 0;
    }
    left.forEach(done -> done.completeExceptionally(why));
  }
}
