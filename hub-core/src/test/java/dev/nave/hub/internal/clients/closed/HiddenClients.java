package dev.nave.hub.internal.clients.closed;

/** A client interface that is private to its package, as an application may have it. */
public final class HiddenClients {
  private HiddenClients() {}

  /** Returns the interface. */
  public static Class<?> type() {
    return Hidden.class;
  }

  /** Calls the interface's default method of {@code client}. */
  public static void greet(Object client, String user) {
    ((Hidden) client).greet(user);
  }

  interface Hidden {
    void greeted(String text);

    default void greet(String user) {
      greeted("hello " + user);
    }
  }
}
