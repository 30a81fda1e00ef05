package dev.nave.backplane.redis.internal.directory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.directory.DirectoryKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The timed entries that this node wrote or read, to be written again if Redis loses them. It holds
 * a bounded number; the ones that were used least recently go first. Any thread.
 *
 * <p><b>Removals.</b> An entry that another node has removed must not come back. Redis marks it as
 * removed for the retention. So the node looks every now and then which of its entries are still
 * there, and forgets the others. Where it could not do that for so long that a mark may be over, it
 * writes nothing again before it has looked.
 */
final class TimedMemory {
  static final int MAX_HELD = 100_000;

  private final long trustedNanos;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private final Map<Place, Held> held =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Held> eldest) {
          return size() > MAX_HELD;
        }
      };

  @GuardedBy("this")
  private final Set<Place> toWrite = new LinkedHashSet<>();

  @GuardedBy("this")
  private final Set<Place> toCheck = new LinkedHashSet<>();

  @GuardedBy("this")
  private long checkBeganNanos;

  /** No removal before that time was missed. */
  @GuardedBy("this")
  private long knownNanos;

  private record Place(DirectoryKey key, String member) {}

  /** One put or one read; another of the same entry is another one. */
  private static final class Held {
    private final Place place;
    private final String value;
    private final long endNanos;

    Held(Place place, String value, long endNanos) {
      this.place = place;
      this.value = value;
      this.endNanos = endNanos;
    }
  }

  /** Some entries to write again, or to look for; one at a time is under way. */
  static final class Batch {
    private final boolean writes;
    private final List<Held> entries;
    private final long now;

    private Batch(boolean writes, List<Held> entries, long now) {
      this.writes = writes;
      this.entries = entries;
      this.now = now;
    }

    boolean isEmpty() {
      return entries.isEmpty();
    }

    boolean writes() {
      return writes;
    }

    /** Key and member of each, and what is written with them. */
    List<byte[]> arguments() {
      List<byte[]> arguments = new ArrayList<>();
      for (Held each : entries) {
        arguments.add(Texts.key(each.place.key()));
        arguments.add(Texts.bytes(each.place.member()));
        if (writes) {
          arguments.add(Texts.bytes(each.value));
          arguments.add(Texts.bytes((each.endNanos - now) / 1_000_000));
        }
      }
      return arguments;
    }
  }

  /**
   * Creates it, empty.
   *
   * @param retention how long Redis marks what was removed
   */
  TimedMemory(Duration retention, LongSupplier nanoTime) {
    this.trustedNanos = retention.toNanos() * 3 / 4;
    this.nanoTime = nanoTime;
    this.knownNanos = nanoTime.getAsLong();
    this.checkBeganNanos = knownNanos;
  }

  synchronized void hold(DirectoryKey key, String member, String value, Duration remaining) {
    Place place = new Place(key, member);
    held.remove(place); // To the end of the order.
    held.put(place, new Held(place, value, nanoTime.getAsLong() + remaining.toNanos()));
  }

  synchronized void forget(DirectoryKey key, String member) {
    held.remove(new Place(key, member));
  }

  /**
   * Redis may have lost entries.
   *
   * @param emptied how long ago it lost all, and all marks with it; null if it lost less
   */
  synchronized void writeAgain(@Nullable Duration emptied) {
    if (emptied != null) {
      known(nanoTime.getAsLong() - emptied.toNanos());
    }
    toWrite.addAll(held.keySet());
  }

  /** Looks which of the entries are still there. */
  synchronized void check() {
    checkBeganNanos = nanoTime.getAsLong();
    toCheck.addAll(held.keySet());
    noteIfChecked();
  }

  /** Takes what is to be done next. Each is to be {@link #done} or {@link #failed}. */
  synchronized Batch take(int limit) {
    long now = nanoTime.getAsLong();
    if (!toWrite.isEmpty() && now - knownNanos > trustedNanos) {
      toWrite.clear();
      check();
    }
    boolean writes = !toWrite.isEmpty();
    List<Held> taken = new ArrayList<>();
    var next = (writes ? toWrite : toCheck).iterator();
    while (taken.size() < limit && next.hasNext()) {
      Place place = next.next();
      next.remove();
      Held entry = held.get(place);
      if (entry != null && entry.endNanos - now < 1_000_000) {
        held.remove(place);
      } else if (entry != null) {
        taken.add(entry);
      }
    }
    if (!writes && taken.isEmpty()) {
      noteIfChecked();
    }
    return new Batch(writes, taken, now);
  }

  /**
   * Redis has done it.
   *
   * @param here of a check, 1 for each entry that is there
   */
  synchronized void done(Batch batch, List<?> here) {
    for (int i = 0; i < here.size(); i++) {
      Held entry = batch.entries.get(i);
      if (!here.get(i).equals(1L)) {
        held.remove(entry.place, entry); // Unless it was put again meanwhile.
      }
    }
    if (!batch.writes) {
      noteIfChecked();
    }
  }

  @GuardedBy("this")
  private void noteIfChecked() {
    if (toCheck.isEmpty()) {
      known(checkBeganNanos);
    }
  }

  @GuardedBy("this")
  private void known(long nanos) {
    if (nanos - knownNanos > 0) {
      knownNanos = nanos;
    }
  }

  synchronized void failed(Batch batch) {
    Set<Place> again = batch.writes ? toWrite : toCheck;
    batch.entries.forEach(each -> again.add(each.place));
  }
}
