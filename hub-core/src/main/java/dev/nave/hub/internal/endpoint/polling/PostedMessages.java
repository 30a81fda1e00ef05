package dev.nave.hub.internal.endpoint.polling;

import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.TransportReceiver;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in of a connection whose client sends by POST: the bodies are one stream of bytes, read
 * in the order in which the requests came, a piece at a time.
 *
 * <p>While the connection does not read, no piece is asked for and nothing is answered, so a client
 * that sends more than the hub takes is held up, as it would be on a socket. What waits is one
 * request for each of the client's sockets, and of each body no more than its socket has brought.
 *
 * <p><b>Threading.</b> Owned by the connection's loop; {@link #onLoop} leads there.
 */
public final class PostedMessages {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.TRANSPORT);
  private static final Map<String, String> TEXT = Map.of("Content-Type", "text/plain");
  private static final Respond TAKEN = Respond.of(200, TEXT, "");
  private static final Respond OVER = Respond.of(404, TEXT, "No Connection with that ID");

  private final ConnectionLoop loop;
  private final TransportReceiver receiver;
  private final Queue<PostExchange> waiting = new ArrayDeque<>();
  private @Nullable PostExchange reading;
  private boolean paused;
  private boolean ended;

  public PostedMessages(ConnectionLoop loop, TransportReceiver receiver) {
    this.loop = loop;
    this.receiver = receiver;
  }

  /** Any thread. Runs a task on the loop: at once if this is it. */
  public static void onLoop(ConnectionLoop loop, Runnable task) {
    if (loop.inLoop()) {
      task.run();
      return;
    }
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) { // All sockets are being closed.
      log.debug("a request came after its connection's loop had stopped");
    }
  }

  ConnectionLoop loop() {
    return loop;
  }

  /** Takes a POST behind those that wait. */
  void join(PostExchange post) {
    if (ended) {
      post.answer(OVER);
      return;
    }
    waiting.add(post);
    advance();
  }

  /** Takes a piece of the body of the POST that is read. */
  void take(PostExchange post, byte[] bytes) {
    if (post != reading || ended) {
      return;
    }
    reading = null;
    if (bytes.length > 0) {
      post.begun();
      try {
        receiver.received(bytes);
        receiver.receivedAll();
      } catch (RuntimeException | Error e) { // Receivers end what they fail in; POSTs are answered.
        log.error("what a client posted could not be taken", e);
        end();
      }
    }
    advance();
  }

  /** Forgets a POST whose client is gone; what came of its body has been read. */
  void leave(PostExchange post) {
    waiting.remove(post);
    if (post == reading) {
      reading = null;
      advance();
    }
  }

  /** Stops to read. */
  public void pause() {
    paused = true;
  }

  /** Goes on reading. */
  public void resume() {
    paused = false;
    advance();
  }

  /**
   * Reads nothing any more. A POST of which a piece was received has succeeded: it may have brought
   * the end, and what is wrong with its messages the client hears elsewhere.
   */
  public void end() {
    ended = true;
    reading = null;
    for (PostExchange post = waiting.poll(); post != null; post = waiting.poll()) {
      post.answer(post.hasBegun() ? TAKEN : OVER);
    }
  }

  private void advance() {
    while (!paused && !ended && reading == null) {
      PostExchange first = waiting.peek();
      if (first == null) {
        return;
      }
      if (first.isWhole()) {
        waiting.remove();
        first.answer(TAKEN);
      } else {
        reading = first;
        first.read();
      }
    }
  }
}
