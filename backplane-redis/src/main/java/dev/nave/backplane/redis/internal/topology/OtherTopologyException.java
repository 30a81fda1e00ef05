package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.BackplaneException;

/** What was found while connecting for the first time asks for another way to connect. */
public final class OtherTopologyException extends BackplaneException {
  private static final long serialVersionUID = 1L;

  /** What was found. */
  enum Found {
    CLUSTER,
    SHARDED_PUB_SUB
  }

  private final Found found;

  OtherTopologyException(Found found, String message) {
    super(message, null, true);
    this.found = found;
  }

  public Found found() {
    return found;
  }
}
