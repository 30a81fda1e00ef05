package dev.nave.backplane.directory;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of one node's part in the directory at one moment.
 *
 * @param state what works
 * @param since when that state began
 * @param cause what keeps the node from writing; null if nothing does
 * @param entries number of entries that this node owns
 * @param waiting number of entries whose last change the medium has not confirmed
 * @param failedWrites number of writes that the medium refused or did not answer, since the start;
 *     each is tried again
 * @param raising number of changes that this node was told and that are told to another one if it
 *     is lost now: not raised yet, or the medium has not noted it
 * @param raisingSince when the oldest change was told that the listener has not raised yet; null if
 *     it has raised all. Long ago means that the listener hangs, or holds it back
 */
public record DirectoryHealth(
    State state,
    Instant since,
    @Nullable Throwable cause,
    long entries,
    long waiting,
    long failedWrites,
    long raising,
    @Nullable Instant raisingSince) {

  /** What the directory can do. */
  public enum State {
    /** {@link Directory#start} was not called: nothing is written, no lease is held. */
    OFF,
    /** The node holds no lease: it never had one so far, or the medium cannot be reached. */
    DOWN,
    /** The node holds its lease. */
    UP,
    /** The backplane was closed. */
    CLOSED
  }

  /** Checks the components. */
  public DirectoryHealth {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
  }
}
