package dev.nave.backplane.redis.internal.report;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.Stages;
import io.lettuce.core.RedisCommandExecutionException;
import java.security.GeneralSecurityException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the errors of Redis mean. Their first word tells. */
public final class RedisErrors {
  private static final Set<String> ELSEWHERE = Set.of("MOVED", "ASK");

  private static final Set<String> DEMOTED = Set.of("READONLY", "MASTERDOWN");

  private static final String OF_A_SCRIPT = "ERR Error running script";

  /** The server cannot now; another one, or this one later, can. */
  private static final Set<String> NOT_NOW =
      Set.of(
          "MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN", "LOADING", "MASTERDOWN", "BUSY", "READONLY");

  /** Nothing changes until a person changes something. */
  private static final Set<String> NOT_ALLOWED =
      Set.of("WRONGPASS", "NOAUTH", "NOPERM", "DENIED", "NOPROTO");

  private RedisErrors() {}

  public static boolean isMoved(String error) {
    return ELSEWHERE.contains(firstWord(error));
  }

  public static boolean isMoved(Throwable failure) {
    Throwable root = root(failure);
    return root instanceof RedisCommandExecutionException
        && isMoved(String.valueOf(root.getMessage()));
  }

  /** Whether the server was the master and is a replica now. */
  public static boolean isDemoted(String error) {
    return DEMOTED.contains(firstWord(error));
  }

  public static RefusalReason reason(String error) {
    return NOT_NOW.contains(firstWord(error)) ? RefusalReason.UNAVAILABLE : RefusalReason.REJECTED;
  }

  /** Whether a failed attempt to connect is likely to succeed when repeated soon. */
  public static boolean isTransient(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof GeneralSecurityException
          || (at instanceof BackplaneException known && !known.isTransient())) {
        return false;
      }
      if (at instanceof RedisCommandExecutionException && isNotAllowed(at.getMessage())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNotAllowed(@Nullable String error) {
    String text = String.valueOf(error);
    return NOT_ALLOWED.contains(firstWord(text))
        || text.startsWith("ERR invalid password")
        || text.contains("AUTH <password> called without any password");
  }

  /** Whether the command is not permitted to this user, or not known to this server. */
  public static boolean isNoPermission(Throwable failure) {
    String text = String.valueOf(root(failure).getMessage());
    return text.startsWith("NOPERM") || text.startsWith("ERR unknown command");
  }

  private static Throwable root(Throwable failure) {
    Throwable at = Stages.unwrap(failure);
    while (at.getCause() != null && !(at instanceof RedisCommandExecutionException)) {
      at = at.getCause();
    }
    return at;
  }

  /**
   * Before Redis 7 the error of a command in a script comes behind the script's own, and a dash.
   */
  private static String firstWord(String error) {
    int dash = error.startsWith(OF_A_SCRIPT) ? error.indexOf(": -") : -1;
    String command = dash < 0 ? error : error.substring(dash + 3);
    int end = command.indexOf(' ');
    return end < 0 ? command : command.substring(0, end);
  }
}
