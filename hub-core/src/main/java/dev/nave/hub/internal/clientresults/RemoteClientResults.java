package dev.nave.hub.internal.clientresults;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What this node has asked clients of other nodes, by id, until it is answered. Any thread. */
final class RemoteClientResults {
  private final ConcurrentMap<String, ClientInvocation> byId = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final int max;

  /**
   * Creates an empty table.
   *
   * @param max how many questions may be open
   */
  RemoteClientResults(int max) {
    this.max = max;
  }

  /** Adds a question; returns false if as many are open as may be. */
  boolean add(String id, ClientInvocation question) {
    if (count.incrementAndGet() > max) {
      count.decrementAndGet();
      return false;
    }
    byId.put(id, question);
    return true;
  }

  /** Removes a question, so that no other thread ends it; null if it is not open. */
  @Nullable ClientInvocation take(String id) {
    ClientInvocation question = byId.remove(id);
    if (question != null) {
      count.decrementAndGet();
    }
    return question;
  }

  /** Whether a question of that id is open. */
  boolean isOpen(String id) {
    return byId.containsKey(id);
  }

  /** A node says that it has put a question to its client; returns whether it is open. */
  boolean acknowledged(String id, String nodeId) {
    ClientInvocation question = byId.get(id);
    if (question == null) {
      return false;
    }
    question.ownedBy(nodeId);
    return true;
  }

  /** Ends the questions that match. */
  void failAll(Predicate<ClientInvocation> which, Function<ClientInvocation, Throwable> why) {
    byId.forEach(
        (id, question) -> {
          if (which.test(question) && take(id) != null) {
            question.fail(why.apply(question));
          }
        });
  }
}
