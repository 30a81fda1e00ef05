package dev.nave.hub.internal.server;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.options.DurationText;
import dev.nave.hub.ServerHealth;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.logging.LogCategory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine writes of the whole server, and of its link to others. */
final class ServerLog {
  static final Logger LOG = LoggerFactory.getLogger(LogCategory.SERVER);

  /** Of the link to the other servers. */
  static final Logger BACKPLANE = LoggerFactory.getLogger(LogCategory.BACKPLANE);

  /** The longest silence that the official clients allow unless they are told otherwise. */
  private static final Duration USUAL_SERVER_TIMEOUT = Duration.ofSeconds(30);

  private ServerLog() {}

  /** A hub is there, before the start. */
  static void mapped(MappedHub<?> hub) {
    LOG.info(
        "hub {} is mapped at {}; clients may call {}; options other than the default: {}",
        hub.name(),
        hub.path(),
        hub.methods().methods().stream().map(method -> method.name()).toList(),
        orNone(hub.options().changed()));
    warnOfRarePings(hub);
  }

  /**
   * Warns of pings that are too rare for clients with their usual time-out, which may be longer.
   */
  private static void warnOfRarePings(MappedHub<?> hub) {
    Duration interval = hub.options().keepAliveInterval();
    if (interval.compareTo(USUAL_SERVER_TIMEOUT.dividedBy(2)) > 0) {
      LOG.warn(
          "hub {}: keepAliveInterval is {}, so clients that allow {} of silence are lost without a"
              + " fault; it should be at most half of their serverTimeout",
          hub.name(),
          DurationText.show(interval),
          DurationText.show(USUAL_SERVER_TIMEOUT));
    }
  }

  /** Clients can connect. */
  static void started(ServerContext parts, OwnTransport transport) {
    Backplane backplane = parts.backplane();
    LOG.info(
        "Nave {} has started on Java {} as server {}; options other than the default, of the server:"
            + " {}; of {}: {}; of {}: {}",
        version(),
        Runtime.version().feature(),
        parts.nodeId(),
        orNone(parts.options().changed()),
        transport,
        orNone(transport.changedOptions()),
        backplane.getClass().getSimpleName(),
        orNone(backplane.changedOptions()));
  }

  /** It begins to stop. */
  static void stopping(ServerHealth.State from, ServerOptions options) {
    if (from == ServerHealth.State.RUNNING) {
      LOG.info(
          "stop: the server was {} and is not ready any more; the rest follows after {}",
          from,
          options.drainDelay());
    } else {
      LOG.info("stop: the server was {}; the rest follows at once", from);
    }
  }

  /** It was told a second time to stop. */
  static void hurried() {
    LOG.info("stop: told again, so its waits end");
  }

  /** All has ended. */
  static void stopped() {
    LOG.info("stop: the server has stopped");
  }

  /** The manifest of the jar has it. */
  private static String version() {
    String version = ServerLog.class.getPackage().getImplementationVersion();
    return version == null ? "(no jar)" : version;
  }

  private static String orNone(String changed) {
    return changed.isEmpty() ? "none" : changed;
  }
}
