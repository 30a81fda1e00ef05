package dev.nave.hub.internal.clientresults;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.connection.PendingResultIds;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.protocol.CompletionMessage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pending results of the clients of one hub on this node, asked by this node or another. It
 * knows which client may answer an id.
 *
 * <p><b>Threading.</b> Any thread, but for {@link #answered} and {@link #ended}, which are for the
 * client's loop. The thread that removes a question from the table is the only one to call its
 * sink.
 */
public final class PendingClientResults {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final ConcurrentMap<String, Open> byId = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final int max;
  private final int maxPerClient;
  private volatile Predicate<String> askedElsewhere = id -> false;

  private record Open(HubConnection client, ResultListener sink) {}

  /** What came of an attempt to ask. */
  public enum Outcome {
    /** The client may be sent the question: its answer is expected. */
    EXPECTED,
    /** As many results of it are pending as one client may have. */
    TOO_MANY_OF_CLIENT,
    /** As many results are pending as all clients together may have. */
    TOO_MANY,
    /** The id is in use. */
    DUPLICATE,
    /** The client has ended. */
    ENDED
  }

  /**
   * Creates an empty table.
   *
   * @param max the maximum of pending results of all clients together
   * @param maxPerClient the maximum of pending results of one client
   */
  public PendingClientResults(int max, int maxPerClient) {
    this.max = max;
    this.maxPerClient = maxPerClient;
  }

  /** Says how to know the ids of questions that this node has asked clients of other nodes. */
  public void askedElsewhere(Predicate<String> ids) {
    askedElsewhere = ids;
  }

  /** Begins to expect an answer. Unless it is expected then, the sink is never called. */
  public Outcome expect(HubConnection client, String id, ResultListener sink) {
    if (count.incrementAndGet() > max) {
      count.decrementAndGet();
      return Outcome.TOO_MANY;
    }
    Open open = new Open(client, sink);
    if (byId.putIfAbsent(id, open) != null) {
      count.decrementAndGet();
      return Outcome.DUPLICATE;
    }
    return expectOf(client, id, open);
  }

  private Outcome expectOf(HubConnection client, String id, Open open) {
    PendingResultIds.Added added = client.pendingResults().add(id, maxPerClient);
    if (added == PendingResultIds.Added.ADDED) {
      if (!open.equals(byId.get(id))) {
        client.pendingResults().remove(id); // It was forgotten before it became pending.
      }
      return Outcome.EXPECTED;
    }
    if (byId.remove(id, open)) {
      count.decrementAndGet();
    }
    return switch (added) {
      case TOO_MANY -> Outcome.TOO_MANY_OF_CLIENT;
      case ENDED -> Outcome.ENDED;
      case DUPLICATE, ADDED -> Outcome.DUPLICATE;
    };
  }

  /**
   * Takes a completion, if it answers a question. A client that answers for another is closed.
   *
   * @return whether it did, or claimed to
   */
  public boolean answered(HubConnection from, CompletionMessage completion) {
    String id = completion.invocationId();
    Open open = byId.get(id);
    if (open == null) {
      boolean elsewhere = askedElsewhere.test(id);
      if (elsewhere) {
        refuse(from, id, "a client of another server");
      }
      return elsewhere;
    }
    if (open.client != from) {
      refuse(from, id, open.client);
    } else if (take(id, open)) {
      open.sink.answered(completion);
    }
    return true;
  }

  private static void refuse(HubConnection from, String id, Object asked) {
    log.debug("{} returned a client result that was requested of {}", from, asked);
    from.finishFailed(
        new IllegalStateException(
            "Connection ID '" + from.id() + "' is not valid for invocation ID '" + id + "'."));
  }

  /** A client is gone: it answers nothing any more, and can be asked nothing any more. */
  public void ended(HubConnection client) {
    for (String id : client.pendingResults().end()) {
      Open open = byId.get(id);
      if (open != null && take(id, open)) {
        open.sink.disconnected();
      }
    }
  }

  /** Stops to expect an answer; one that comes all the same is dropped. */
  public void forget(String id) {
    Open open = byId.get(id);
    if (open != null) {
      take(id, open);
    }
  }

  /** Stops to expect the answers whose sinks match. */
  public void forgetAll(Predicate<ResultListener> sinks) {
    byId.forEach(
        (id, open) -> {
          if (sinks.test(open.sink)) {
            take(id, open);
          }
        });
  }

  /** Stops to expect an answer if its sink matches. */
  public void forget(String id, Predicate<ResultListener> sink) {
    Open open = byId.get(id);
    if (open != null && sink.test(open.sink)) {
      take(id, open);
    }
  }

  /** Returns how many answers are expected. */
  public int size() {
    return byId.size();
  }

  @CanIgnoreReturnValue
  private boolean take(String id, Open open) {
    if (!byId.remove(id, open)) {
      return false;
    }
    count.decrementAndGet();
    open.client.pendingResults().remove(id);
    return true;
  }
}
