package dev.nave.transport.servlet.docs;

import dev.nave.hub.Authenticator;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubUser;
import dev.nave.transport.servlet.ServletTransport;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpSession;

/** The snippets of docs/servlet.md. */
public final class ServletSnippets {
  private ServletSnippets() {}

  /** The hub of the snippets. */
  public static final class ChatHub extends Hub {
    /** Returns what it was given. */
    public String echo(String text) {
      return text;
    }
  }

  /** Mounts a server where an application begins. */
  public static final class Hubs implements ServletContextListener {
    private final ServletTransport transport = ServletTransport.create();
    private final HubServer server =
        HubServer.builder().transport(transport).hub("/chat", ChatHub.class).build();

    @Override
    public void contextInitialized(ServletContextEvent event) {
      transport.mount(event.getServletContext(), server);
      server.start();
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
      server.stop();
    }
  }

  static Authenticator bySession() {
    return request ->
        request
            .attribute(HttpSession.class)
            .map(session -> (String) session.getAttribute("customer"))
            .map(HubUser::of)
            .orElse(null);
  }
}
