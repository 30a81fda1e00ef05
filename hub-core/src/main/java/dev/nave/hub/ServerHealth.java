package dev.nave.hub;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.directory.DirectoryHealth;
import java.util.Objects;
import java.util.Optional;

/**
 * How a server is at one moment: for load balancers, monitoring, and an application that shows it.
 *
 * @param state how far its life has come
 * @param notReadyBecause why no new clients should be sent to it, in a few words; empty if they
 *     should
 * @param notAliveBecause what failed that nothing can replace, so that the process is to be
 *     restarted; empty if nothing did
 * @param backplane the connection to the other servers
 * @param directory what the servers know together; empty if no hub has presence or users in groups
 */
public record ServerHealth(
    State state,
    Optional<String> notReadyBecause,
    Optional<String> notAliveBecause,
    BackplaneHealth backplane,
    Optional<DirectoryHealth> directory) {

  /** The life of a server, in this order; one that cannot be started goes to the end at once. */
  public enum State {
    /** {@link HubServer#start} was not called yet. */
    NEW,
    /** It joins the other servers and begins to listen. */
    STARTING,
    /** Clients can connect. */
    RUNNING,
    /**
     * It is being stopped: no new clients should come, and those that are there are told to go.
     * Until {@link ServerOptions#drainDelay} has passed, both still work.
     */
    DRAINING,
    /** Everything has ended. */
    STOPPED
  }

  /** Checks the components. */
  public ServerHealth {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(notReadyBecause, "notReadyBecause");
    Objects.requireNonNull(notAliveBecause, "notAliveBecause");
    Objects.requireNonNull(backplane, "backplane");
    Objects.requireNonNull(directory, "directory");
  }

  /** Returns whether new clients should be sent to it. */
  public boolean isReady() {
    return notReadyBecause.isEmpty();
  }

  /** Returns whether its process can go on; if not, it is to be restarted. */
  public boolean isAlive() {
    return notAliveBecause.isEmpty();
  }
}
