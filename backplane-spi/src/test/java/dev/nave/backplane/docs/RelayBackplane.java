package dev.nave.backplane.docs;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.Stages;
import dev.nave.backplane.TopicText;
import dev.nave.backplane.docs.Frame.Kind;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node on a {@link Relay}.
 *
 * <p><b>Threading.</b> One thread per node connects, reads, calls the listener and completes
 * stages, so calls for one topic never overlap. Other threads change state under the lock and add
 * to the {@link Outbox}. No stage ends and no listener is called under the lock.
 */
final class RelayBackplane implements Backplane {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int SILENCE_MILLIS = 5_000;
  private static final long RETRY_MILLIS = 200;

  /** What awaits the relay's answer of that id. */
  private record Pending(CompletableFuture<Receipt> answer, boolean isPublication) {}

  private final InetSocketAddress relay;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object lock = new Object();

  // All that follows is guarded by the lock.
  private State state = State.NEW;
  private Instant since = Instant.now();
  private @Nullable Throwable cause;
  private @Nullable Socket socket;
  private @Nullable Outbox outbox;
  private long lastId;
  private final Map<Long, Pending> pending = new HashMap<>();
  private final Map<String, CompletableFuture<Void>> desired = new HashMap<>();
  private final Map<String, CompletableFuture<Void>> leaving = new HashMap<>();

  RelayBackplane(InetSocketAddress relay) {
    this.relay = relay;
  }

  @Override
  public CompletionStage<Void> start(BackplaneListener listener) {
    BackplaneListener shielded = BackplaneListener.shielded(listener);
    synchronized (lock) {
      if (state == State.CLOSED) {
        return CompletableFuture.failedStage(refusal(RefusalReason.CLOSED, "start"));
      }
      if (state != State.NEW) {
        return CompletableFuture.failedStage(
            new IllegalStateException("the backplane on " + relay + " was started already"));
      }
      enter(State.STARTING, null);
    }
    Thread thread = new Thread(() -> run(shielded), "node of relay " + relay);
    thread.setDaemon(true);
    thread.start();
    return Stages.readOnly(started);
  }

  private void run(BackplaneListener listener) {
    while (!isClosed()) {
      try (Socket next = new Socket()) {
        next.setTcpNoDelay(true);
        next.setSoTimeout(SILENCE_MILLIS); // The relay says something every second.
        next.connect(relay, CONNECT_MILLIS);
        serve(next, listener);
      } catch (IOException e) {
        lost(e, listener);
      }
      try {
        if (closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void serve(Socket next, BackplaneListener listener) throws IOException {
    synchronized (lock) {
      if (state == State.CLOSED) {
        return;
      }
      socket = next;
      outbox = Outbox.of(next, Frame.of(Kind.PING, 0, "").encoded());
      for (Map.Entry<String, CompletableFuture<Void>> each : desired.entrySet()) {
        each.setValue(each.getValue().isDone() ? new CompletableFuture<>() : each.getValue());
        sendSubscribe(each.getKey(), each.getValue());
      }
      // The relay answers in order: after this one all subscriptions are confirmed.
      var unused = send(Kind.PING, "", new byte[0], false).thenRun(() -> up(listener));
    }
    DataInputStream in = new DataInputStream(new BufferedInputStream(next.getInputStream()));
    while (!isClosed()) {
      Frame frame = Frame.read(in);
      if (frame.kind() == Kind.ENVELOPE) {
        listener.envelope(frame.topic(), Envelope.of(frame.bytes()));
      } else {
        answered(frame);
      }
    }
  }

  private void answered(Frame done) {
    Pending answered;
    synchronized (lock) {
      answered = pending.remove(done.id());
    }
    if (answered != null) {
      answered.answer().complete(Receipt.of(done.number()));
    }
  }

  private void up(BackplaneListener listener) {
    BackplaneEvent event;
    synchronized (lock) {
      if (state == State.CLOSED) {
        return;
      }
      event =
          state == State.STARTING
              ? new BackplaneEvent.Connected()
              : new BackplaneEvent.Restored(outage());
      enter(State.UP, null);
    }
    listener.event(event);
    started.complete(null); // After the event, as the contract says.
  }

  private Duration outage() {
    Duration outage = Duration.between(since, Instant.now());
    return outage.isNegative() ? Duration.ZERO : outage; // The clock may be set back.
  }

  private void lost(IOException why, BackplaneListener listener) {
    boolean wasUp;
    List<Pending> unanswered;
    synchronized (lock) {
      if (state == State.CLOSED) {
        return;
      }
      wasUp = state == State.UP;
      unanswered = disconnected();
      if (wasUp) {
        enter(State.DOWN, why);
      } else {
        cause = why;
      }
    }
    settle(unanswered, why);
    if (wasUp) {
      listener.event(new BackplaneEvent.Disconnected(why));
    }
  }

  /** Forgets the connection, and what waited to be written to it: it never is. */
  private List<Pending> disconnected() {
    outbox = null;
    socket = null;
    leaving.clear();
    List<Pending> unanswered = new ArrayList<>(pending.values());
    pending.clear();
    return unanswered;
  }

  /** A publication may have been sent. Unsubscribing is done: the relay forgets lost nodes. */
  private void settle(List<Pending> unanswered, @Nullable Throwable why) {
    for (Pending each : unanswered) {
      if (each.isPublication()) {
        String message = "the connection to relay %s ended before its answer".formatted(relay);
        each.answer().completeExceptionally(new BackplaneTimeoutException(message, why));
      } else {
        each.answer().cancel(false);
      }
    }
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    Objects.requireNonNull(topic, "topic");
    String action = "publish to " + TopicText.quote(topic);
    byte[] bytes;
    try {
      bytes = envelope.bytes();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(
          new BackplaneUnavailableException(RefusalReason.ENCODING_FAILED, "cannot " + action, e));
    }
    if (bytes.length > Frame.MAX_BYTES || topic.length() > Frame.MAX_TOPIC_CHARS) {
      return CompletableFuture.failedStage(refusal(RefusalReason.TOO_LARGE, action));
    }
    synchronized (lock) {
      return state == State.UP
          ? Stages.readOnly(send(Kind.PUBLISH, topic, bytes, true))
          : CompletableFuture.failedStage(refusal(whyNotUp(), action));
    }
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    Objects.requireNonNull(topic, "topic");
    synchronized (lock) {
      if (state == State.NEW || state == State.CLOSED) {
        return CompletableFuture.failedStage(refusal(whyNotUp(), "subscribe"));
      }
      if (topic.length() > Frame.MAX_TOPIC_CHARS) {
        return CompletableFuture.failedStage(refusal(RefusalReason.TOO_LARGE, "subscribe"));
      }
      CompletableFuture<Void> confirmed = desired.get(topic);
      if (confirmed == null) {
        confirmed = new CompletableFuture<>();
        desired.put(topic, confirmed);
        if (outbox != null) {
          sendSubscribe(topic, confirmed);
        }
      }
      return Stages.readOnly(confirmed);
    }
  }

  private void sendSubscribe(String topic, CompletableFuture<Void> confirmed) {
    var unused =
        send(Kind.SUBSCRIBE, topic, new byte[0], false).thenRun(() -> confirmed.complete(null));
  }

  @Override
  public CompletionStage<Void> unsubscribe(String topic) {
    Objects.requireNonNull(topic, "topic");
    CompletableFuture<Void> subscription;
    CompletableFuture<Void> left;
    synchronized (lock) {
      if (state == State.NEW || state == State.CLOSED) {
        return CompletableFuture.failedStage(refusal(whyNotUp(), "unsubscribe"));
      }
      subscription = desired.remove(topic);
      left = subscription == null ? leaving.get(topic) : new CompletableFuture<>();
      if (subscription != null && left != null && outbox != null) {
        sendUnsubscribe(topic, left);
      } else if (left != null && outbox == null) {
        left.complete(null);
      }
    }
    if (subscription != null) {
      subscription.completeExceptionally(new CancellationException("unsubscribed meanwhile"));
    }
    return left == null ? CompletableFuture.completedStage(null) : Stages.readOnly(left);
  }

  private void sendUnsubscribe(String topic, CompletableFuture<Void> left) {
    leaving.put(topic, left);
    var unused =
        send(Kind.UNSUBSCRIBE, topic, new byte[0], false)
            .whenComplete(
                (done, lost) -> {
                  synchronized (lock) {
                    leaving.remove(topic, left);
                  }
                  left.complete(null);
                });
  }

  /** Under the lock, while there is an outbox: so frames are in the order of the calls. */
  private CompletableFuture<Receipt> send(
      Kind kind, String topic, byte[] bytes, boolean isPublication) {
    Outbox out = Objects.requireNonNull(outbox);
    CompletableFuture<Receipt> answer = new CompletableFuture<>();
    byte[] frame = new Frame(kind, ++lastId, 0, topic, bytes).encoded();
    if (isPublication && !out.add(frame)) {
      return CompletableFuture.failedFuture(refusal(RefusalReason.OVERLOADED, "publish"));
    } else if (!isPublication) {
      out.addOrCut(frame); // The next connection makes the subscriptions anew.
    }
    pending.put(lastId, new Pending(answer, isPublication));
    return answer;
  }

  private RefusalReason whyNotUp() {
    return switch (state) {
      case NEW -> RefusalReason.NOT_STARTED;
      case CLOSED -> RefusalReason.CLOSED;
      default -> RefusalReason.UNAVAILABLE;
    };
  }

  private BackplaneUnavailableException refusal(RefusalReason reason, String action) {
    return new BackplaneUnavailableException(
        reason, "cannot %s over relay %s: %s".formatted(action, relay, reason));
  }

  @Override
  public BackplaneHealth health() {
    synchronized (lock) {
      long confirmed =
          outbox == null ? 0 : desired.values().stream().filter(CompletableFuture::isDone).count();
      return new BackplaneHealth(state, since, cause, desired.size(), (int) confirmed);
    }
  }

  private void enter(State next, @Nullable Throwable why) {
    state = next;
    since = Instant.now();
    cause = why;
  }

  private boolean isClosed() {
    synchronized (lock) {
      return state == State.CLOSED;
    }
  }

  @Override
  public void close() {
    List<CompletableFuture<Void>> subscriptions;
    List<Pending> unanswered;
    Socket open;
    synchronized (lock) {
      if (state == State.CLOSED) {
        return;
      }
      enter(State.CLOSED, null);
      open = socket;
      unanswered = disconnected();
      subscriptions = new ArrayList<>(desired.values());
      desired.clear();
    }
    closed.countDown();
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // Closed all the same.
      }
    }
    settle(unanswered, null);
    BackplaneUnavailableException refusal = refusal(RefusalReason.CLOSED, "go on");
    subscriptions.forEach(each -> each.completeExceptionally(refusal));
    started.completeExceptionally(refusal);
  }
}
