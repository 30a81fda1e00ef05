package dev.nave.samples.chat;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the server calls on a page: the other half of {@link ChatHub}.
 *
 * <p>Methods that return a stage tell whether the message was handed on; the others are fire and
 * forget. Times are milliseconds since 1970, taken from the server's clock, so that all pages show
 * the same.
 */
public interface ChatClient {
  /**
   * Which server the page is on; told when it has connected, and at each change.
   *
   * @param name of the server; empty where it has none
   * @param reachesOthers whether what is written here is read on the other servers, if there are
   *     any
   */
  void server(String name, boolean reachesOthers);

  /** A user wrote to a room. */
  CompletionStage<Void> message(String room, String from, String text, long sentAtMillis);

  /** A user wrote to one other user. Both get the message, in all their tabs. */
  CompletionStage<Void> privateMessage(String from, String to, String text, long sentAtMillis);

  /** A user wrote to all connected users. */
  CompletionStage<Void> announcement(String from, String text, long sentAtMillis);

  /**
   * A connection has joined a room.
   *
   * @param replaces the connection that the same page had before its link broke, or null
   */
  void joined(String room, String user, String connectionId, @Nullable String replaces);

  /**
   * A connection has left a room, or is gone.
   *
   * @param lost whether it is gone because its server is
   */
  void left(String room, String user, String connectionId, boolean lost);

  /** Who came and who went may have been missed: a page asks for {@link ChatHub#members} again. */
  void listAnew();

  /** A user is writing in a room. */
  void typing(String room, String user);
}
