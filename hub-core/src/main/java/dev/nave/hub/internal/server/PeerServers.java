package dev.nave.hub.internal.server;

import dev.nave.backplane.TopicText;
import dev.nave.hub.internal.accounting.OriginListener;
import dev.nave.hub.internal.logging.LineLimit;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Tells what a hub finds out about other servers.
 *
 * @param hub the hub's name
 * @param whenDied gets the id of each server that stopped responding
 * @param log tells the operator
 */
record PeerServers(
    String hub, BackplaneReports reports, Consumer<String> whenDied, Logger log, LineLimit doubts)
    implements OriginListener {
  PeerServers(String hub, BackplaneReports reports, Consumer<String> whenDied) {
    this(hub, reports, whenDied, ServerLog.BACKPLANE);
  }

  PeerServers(String hub, BackplaneReports reports, Consumer<String> whenDied, Logger log) {
    this(hub, reports, whenDied, log, new LineLimit(1, Duration.ofMinutes(1), System::nanoTime));
  }

  @Override
  public void lost(String origin, long publications) {
    reports.lost(hub, origin, publications);
  }

  @Override
  public void died(String origin) {
    log.info("hub {}: server {} stopped responding", hub, TopicText.quote(origin));
    whenDied.accept(origin);
  }

  @Override
  public void doubted(String origin) {
    String omitted = doubts.next();
    if (omitted != null) {
      log.warn(
          "hub {}: a number under the name of server {} does not fit to what that server announced."
              + " Messages with such numbers are delivered, and count as untracked. Look who else"
              + " may publish on the backplane; the next are not logged for a minute{}",
          hub,
          TopicText.quote(origin),
          omitted);
    }
  }

  @Override
  public void differs(String origin) {
    log.warn(
        "hub {}: server {} has a hub of this name with other methods, and each gets the messages of"
            + " the other. Where they are not two versions of one application, give their hubs"
            + " different names, or their backplanes different channel prefixes",
        hub,
        TopicText.quote(origin));
  }
}
