package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Lets the container make a WebSocket of a request that the endpoint has accepted. */
final class WebSocketUpgrade {
  /** The name of the attribute of a servlet context that has the container of WebSockets. */
  static final String CONTAINER = "jakarta.websocket.server.ServerContainer";

  private WebSocketUpgrade() {}

  /**
   * Makes a WebSocket.
   *
   * @param subProtocol what was agreed to; null if nothing was
   * @throws ServletException if the container cannot
   */
  static void upgrade(
      RunningTransport transport,
      HttpServletRequest request,
      HttpServletResponse response,
      Attach attach,
      @Nullable String subProtocol)
      throws IOException, ServletException {
    Opening opening = new Opening(transport, attach.connection());
    boolean done = false;
    try {
      if (!(request.getServletContext().getAttribute(CONTAINER)
          instanceof ServerContainer container)) {
        throw new ServletException(
            "the servlet container has no WebSockets: its attribute " + CONTAINER + " is not set");
      }
      attach.headers().forEach(response::setHeader);
      container.upgradeHttpToWebSocket(request, response, opening.config(subProtocol), Map.of());
      done = true;
    } catch (DeploymentException e) {
      throw new ServletException("the container cannot make a WebSocket of a request", e);
    } finally {
      if (!done) {
        opening.abandon();
      }
    }
    opening.giveUpLater();
  }

  /** A connection between its HTTP request and its WebSocket. */
  static final class Opening extends ServerEndpointConfig.Configurator {
    final RunningTransport transport;
    final Attachable connection;
    private final AtomicBoolean decided = new AtomicBoolean();

    Opening(RunningTransport transport, Attachable connection) {
      this.transport = transport;
      this.connection = connection;
    }

    ServerEndpointConfig config(@Nullable String subProtocol) {
      return ServerEndpointConfig.Builder.create(HubSocket.class, "/")
          .subprotocols(subProtocol == null ? List.of() : List.of(subProtocol))
          .configurator(this)
          .build();
    }

    /** Returns the loop on which the connection is to live. */
    ServletLoop loop() {
      return connection.loop() instanceof ServletLoop own ? own : transport.loops().next();
    }

    /** Returns whether it is this caller that decides what becomes of the connection. */
    boolean decide() {
      return decided.compareAndSet(false, true);
    }

    void abandon() {
      if (decide()) {
        connection.abandon();
      }
    }

    /** A client that goes away in the middle is not always reported. */
    void giveUpLater() {
      if (!decided.get()) {
        try {
          transport.loops().next().schedule(this::abandon, transport.settings().answerTimeout());
        } catch (RejectedExecutionException e) { // The transport has ended.
          abandon();
        }
      }
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
      return supported.isEmpty() ? "" : supported.get(0);
    }

    /** No extension: what is compressed could not be bounded here. */
    @Override
    public List<Extension> getNegotiatedExtensions(
        List<Extension> installed, List<Extension> requested) {
      return List.of();
    }

    /** The endpoint has checked that. */
    @Override
    public boolean checkOrigin(String originHeaderValue) {
      return true;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
      return endpointClass.cast(new HubSocket(this));
    }

    @Override
    public void modifyHandshake(
        ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {}
  }
}
