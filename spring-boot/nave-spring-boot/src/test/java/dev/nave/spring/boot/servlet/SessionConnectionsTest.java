package dev.nave.spring.boot.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubFilterContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;

class SessionConnectionsTest {
  private final SessionConnections connections = new SessionConnections();
  private final MockHttpSession session = new MockHttpSession();

  private HubCallerContext connect(String connectionId) {
    HubCallerContext connection = mock(HubCallerContext.class);
    when(connection.connectionId()).thenReturn(connectionId);
    when(connection.request())
        .thenReturn(
            HttpRequest.builder("GET", "/chat").attribute(HttpSession.class, session).build());
    HubFilterContext call = mock(HubFilterContext.class);
    when(call.context()).thenReturn(connection);
    assertThat(connections.connected(call, () -> CompletableFuture.completedFuture(null)))
        .isCompleted();
    return connection;
  }

  @Test
  void clientThatCameBeforeTheNewIdOfItsSessionWasToldEndsWithTheSession() {
    HubCallerContext early = connect("early");
    String before = session.getId();
    session.changeSessionId();
    HubCallerContext between = connect("between");
    connections.sessionIdChanged(new HttpSessionEvent(session), before);
    verify(between, never()).abort();

    connections.sessionDestroyed(new HttpSessionEvent(session));

    verify(early).abort();
    verify(between).abort();
  }
}
