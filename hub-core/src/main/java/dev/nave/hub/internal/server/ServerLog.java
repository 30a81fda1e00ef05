package dev.nave.hub.internal.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the engine writes what concerns the whole server. Documented in docs/logging.md. */
final class ServerLog {
  static final Logger LOG = LoggerFactory.getLogger("dev.nave.hub.HubServer");

  private ServerLog() {}
}
