package dev.nave.hub.internal.clientresults;

import dev.nave.hub.protocol.CompletionMessage;

/**
 * Takes the one answer of one client, or the news that there will be none. Called once, on the
 * client's loop or wherever its end was found out: it must not block or run code of the
 * application.
 */
public interface ResultListener {
  /** The client answered: with a result, an error, or neither. */
  void answered(CompletionMessage completion);

  /** The connection ended before an answer came. */
  void disconnected();
}
