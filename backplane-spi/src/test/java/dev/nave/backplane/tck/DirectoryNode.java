package dev.nave.backplane.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.Entry;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A node that takes part in a directory and notes the changes that it is told. It raises each at
 * once, until it is told to {@link #hold} them.
 *
 * <p>Its calls wait for their stages. Safe for use by several threads.
 */
public final class DirectoryNode {
  private final TestNode node;
  private final Duration patience;
  private final Directory directory;
  private final BlockingQueue<Change> told = new LinkedBlockingQueue<>();
  private final Queue<CompletableFuture<Void>> held = new ConcurrentLinkedQueue<>();
  private volatile boolean holds;

  /** Wraps a node that was not started yet, starts it and takes part. */
  public DirectoryNode(Backplane backplane, Duration patience) {
    this.node = new TestNode(backplane, patience);
    this.patience = patience;
    this.directory = backplane.capability(Directory.class).orElseThrow();
    node.start();
    directory.start(this::take);
  }

  private CompletionStage<Void> take(Change change) {
    CompletableFuture<Void> raised = new CompletableFuture<>();
    if (holds) {
      held.add(raised);
    } else {
      raised.complete(null);
    }
    told.add(change);
    return raised;
  }

  /** Returns the node itself. */
  public Backplane backplane() {
    return node.backplane();
  }

  /** Returns its part in the directory. */
  public Directory directory() {
    return directory;
  }

  /** Returns how long it waits for what must happen. */
  public Duration patience() {
    return patience;
  }

  /** Waits until an assertion holds. */
  public void until(Runnable assertion) {
    Awaitility.await().atMost(patience).untilAsserted(assertion::run);
  }

  /** Waits for a stage and returns its value. */
  public <T> T await(CompletionStage<T> stage) {
    return node.await(stage);
  }

  /** Waits until a stage failed, asserts the type of its exception and returns it. */
  public <X extends Throwable> X awaitFailure(CompletionStage<?> stage, Class<X> type) {
    return node.awaitFailure(stage, type);
  }

  /** Enters a member, of which changes are told. */
  public void put(DirectoryKey key, String member, String value) {
    await(directory.put(key, member, value, true));
  }

  /** Enters a member, of which no changes are told; does not wait. */
  public CompletionStage<Void> putUntold(DirectoryKey key, String member) {
    return directory.put(key, member, "", false);
  }

  /** Removes a member. */
  public void remove(DirectoryKey key, String member, String reason) {
    await(directory.remove(key, member, reason));
  }

  /** From now on changes are not raised until {@link #raiseHeld}. */
  public void hold() {
    holds = true;
  }

  /** Raises what was held, and all that follows at once. */
  public void raiseHeld() {
    holds = false;
    for (CompletableFuture<Void> next = held.poll(); next != null; next = held.poll()) {
      next.complete(null);
    }
  }

  /** Returns all members of a key, page by page. */
  public List<Entry> members(DirectoryKey key, int pageSize) {
    List<Entry> all = new ArrayList<>();
    String from = null;
    do {
      Page<Entry> page = await(directory.members(key, from, pageSize));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(pageSize);
      all.addAll(page.items());
      from = page.next();
    } while (from != null);
    return all;
  }

  /** Returns the members of a key as {@code member=value}, sorted. */
  public List<String> members(DirectoryKey key) {
    return members(key, Directory.MAX_PAGE).stream()
        .map(entry -> entry.member() + "=" + entry.value())
        .sorted()
        .toList();
  }

  /** Returns all keys of a space, page by page. */
  public List<KeyCount> keys(String space, int pageSize) {
    List<KeyCount> all = new ArrayList<>();
    String from = null;
    do {
      Page<KeyCount> page = await(directory.keys(space, from, pageSize));
      all.addAll(page.items());
      from = page.next();
    } while (from != null);
    return all;
  }

  /** Waits for the next change and returns it. */
  public Change nextChange() {
    try {
      Change next = told.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      return next != null ? next : fail("no change came within " + patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Returns all changes that were told and not taken yet, and takes them. */
  public List<Change> takeTold() {
    List<Change> changes = new ArrayList<>();
    told.drainTo(changes);
    return changes;
  }

  /** Whether a change was told that was not taken yet. */
  public boolean isTold() {
    return !told.isEmpty();
  }

  /** Waits for the next change and asserts what it is. */
  public Change assertNext(Change.Kind kind, DirectoryKey key, String member) {
    Change next = nextChange();
    assertThat(next.kind()).isEqualTo(kind);
    assertThat(next.key()).isEqualTo(key);
    assertThat(next.member()).isEqualTo(member);
    return next;
  }

  /** Asserts that nothing was told but what was asked for. */
  public void assertNothingElseTold() {
    assertThat(told).as("changes that the test did not mention").isEmpty();
  }
}
