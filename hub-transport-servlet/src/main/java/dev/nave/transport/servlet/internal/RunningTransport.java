package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all requests and connections of a started transport share. Any thread. */
public final class RunningTransport {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  /** Where containers may block: so many at a time hold up no other. */
  private static final int BLOCKING_THREADS = 16;

  /** How long connections may take to be told of the end, in seconds. */
  private static final long LONGEST_TELLING = 5;

  private final ServletSettings settings;
  private final HttpEndpoint endpoint;
  private final Set<String> roles;
  private final Loops loops;
  private final ThreadPoolExecutor blocking;
  private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
  private final Set<ServletWebSocket> webSockets = ConcurrentHashMap.newKeySet();
  private final Set<AsyncEnd> requests = ConcurrentHashMap.newKeySet();

  /** Done when a stop has nothing to wait for any more. */
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  private volatile boolean stopping;
  private @Nullable CompletableFuture<Void> stopped;

  /** Starts the loops. */
  public RunningTransport(ServletSettings settings, HttpEndpoint endpoint) {
    this.settings = settings;
    this.endpoint = endpoint;
    Set<String> asked = new TreeSet<>(settings.roles());
    asked.addAll(endpoint.roles());
    roles = Set.copyOf(asked);
    loops = new Loops(settings.loops());
    blocking =
        new ThreadPoolExecutor(
            BLOCKING_THREADS,
            BLOCKING_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Closer::new);
    blocking.allowCoreThreadTimeOut(true);
  }

  /** A thread where containers may block. */
  private static final class Closer extends Thread {
    Closer(Runnable work) {
      super(work, "nave-close");
      setDaemon(true);
    }
  }

  ServletSettings settings() {
    return settings;
  }

  HttpEndpoint endpoint() {
    return endpoint;
  }

  /** Returns the roles that the container is asked for. */
  Set<String> roles() {
    return roles;
  }

  Loops loops() {
    return loops;
  }

  /**
   * Runs what may block for a moment, in no order. After the end it runs only what comes behind
   * such a task, on the thread of that task.
   */
  void whereItMayBlock(Runnable task) {
    try {
      blocking.execute(task);
    } catch (RejectedExecutionException e) {
      if (Thread.currentThread() instanceof Closer) {
        task.run();
      } else {
        LOG.debug("a connection outlives its transport");
      }
    }
  }

  /** A WebSocket is there. */
  void began(ServletWebSocket webSocket) {
    webSockets.add(webSocket);
    if (stopping) { // It came too late to be told with the others.
      webSocket.stop();
    }
  }

  void ended(ServletWebSocket webSocket) {
    webSockets.remove(webSocket);
    lookWhoIsLeft();
  }

  /** A response without an end, or one that waits, is there; {@code end} ends it. */
  void began(Runnable end) {
    ends.add(end);
    if (stopping) {
      end.run();
    }
  }

  void ended(Runnable end) {
    ends.remove(end);
    lookWhoIsLeft();
  }

  /** A request is asynchronous, and is to be completed once. */
  void began(AsyncEnd request) {
    requests.add(request);
  }

  void ended(AsyncEnd request) {
    requests.remove(request);
    lookWhoIsLeft();
  }

  private void lookWhoIsLeft() {
    if (stopping && webSockets.isEmpty() && ends.isEmpty() && requests.isEmpty()) {
      gone.complete(null);
    }
  }

  /** Ends every connection, request and thread, within a few seconds. */
  public synchronized CompletableFuture<Void> stop() {
    if (stopped == null) {
      stopping = true;
      webSockets.forEach(ServletWebSocket::stop);
      ends.forEach(Runnable::run);
      lookWhoIsLeft();
      // Loops cut by themselves what has not ended after that time-out.
      Duration longest = settings.closeTimeout().plusSeconds(1);
      long millis = Math.min(longest.toMillis(), TimeUnit.SECONDS.toMillis(LONGEST_TELLING));
      stopped =
          gone.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
              .thenCompose(unused -> endOfLoops())
              .thenRun(() -> requests.forEach(AsyncEnd::complete)) // Their loops cannot any more.
              .thenRun(() -> blocking.shutdown())
              .thenRunAsync(() -> awaitEnd(blocking));
    }
    return stopped;
  }

  /** A method on a loop may never return; its loop is left to it. */
  private CompletableFuture<Void> endOfLoops() {
    return loops
        .stop()
        .orTimeout(LONGEST_TELLING, TimeUnit.SECONDS)
        .exceptionally(
            failure -> {
              LOG.warn("an event loop does not end, and is left running: its code blocks");
              return null;
            });
  }

  private static void awaitEnd(ExecutorService executor) {
    try {
      if (!executor.awaitTermination(LONGEST_TELLING, TimeUnit.SECONDS)) {
        LOG.debug("a connection could not be stopped in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
