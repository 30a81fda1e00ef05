package dev.nave.hub.transport;

import dev.nave.hub.HttpRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the HTTP endpoint as a function: negotiate, connection tokens, status codes, CORS,
 * origins, authentication. A server module translates its requests and carries out the answers.
 */
public interface HttpEndpoint {
  /**
   * Returns whether the body of a request matters: then {@link #handle} is to be asked before the
   * body is read, since the answer may be an {@link EndpointAnswer.Later} that asks for it. The
   * bodies of other requests are thrown away. Any thread; never blocks.
   */
  default boolean wantsBody(HttpRequest request) {
    return false;
  }

  /**
   * Answers one request. Any thread; never blocks.
   *
   * @param webSocketUpgrade whether the request asks for a valid upgrade to a WebSocket
   * @return never fails; completed on any thread
   */
  CompletionStage<EndpointAnswer> handle(HttpRequest request, boolean webSocketUpgrade);

  /** Returns how long the hubs wait for clients. Any thread; never blocks, never changes. */
  default Patience patience() {
    return Patience.DEFAULT;
  }

  /**
   * How long hubs wait for clients, for a server module that can find out by itself that one is
   * gone.
   *
   * @param silence after which a client is to be asked whether it is there
   * @param gone how long it may then say nothing
   */
  record Patience(Duration silence, Duration gone) {
    /** What hubs have by default. */
    public static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }

  /**
   * Returns the roles that hubs ask for by name, for a server module that can find out about each
   * of them whether a user has it. Any thread; never blocks, never changes.
   */
  default Set<String> roles() {
    return Set.of();
  }

  /**
   * Returns where a server module notes the requests that it refuses by itself, so that they are
   * counted with the others. Any thread; never blocks.
   */
  default RefusalLog refusals() {
    return RefusalLog.create();
  }

  /**
   * Returns whether the server stops, so that new connections are refused, and what belongs to
   * connections that are there goes on. A server module listens until it is told {@link
   * ServerTransport#stopAccepting}, but should not keep HTTP connections open for other requests
   * than those of hub connections. Any thread; never blocks.
   */
  default boolean isStopping() {
    return false;
  }

  /**
   * Returns why no new clients should be sent here, in a few words; null if they should. A server
   * module tells it to load balancers. Any thread; never blocks.
   */
  default @Nullable String notReadyBecause() {
    return null;
  }

  /**
   * Returns what failed that nothing can replace, in a few words, so that the process is to be
   * restarted; null if nothing did. A server module tells it to what looks after processes. Any
   * thread; never blocks.
   */
  default @Nullable String notAliveBecause() {
    return null;
  }

  /**
   * A server module says that a part of it has ended outside of a stop and cannot be replaced, such
   * as an event loop. The server ends then. Any thread; never blocks.
   *
   * @param cause its message says what has ended
   */
  default void failed(Throwable cause) {}
}
