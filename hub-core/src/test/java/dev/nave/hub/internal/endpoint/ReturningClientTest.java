package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accept.Reattachable;
import dev.nave.hub.internal.endpoint.TestEndpoint.Negotiated;
import dev.nave.hub.internal.fakes.NoLink;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.TransportReceiver;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReturningClientTest {
  private static final String AGREED = "\"useStatefulReconnect\":true,";

  private final TestEndpoint test =
      TestEndpoint.with(builder -> builder.authenticator(TestEndpoint.TOKEN_IS_USER), stateful());

  private static HubOptions stateful() {
    return HubOptions.builder().statefulReconnect(true).build();
  }

  /** A connection that writes down who came back. */
  private static final class Lost implements Reattachable {
    final List<ConnectionRequest> returned = new ArrayList<>();
    boolean over;

    @Override
    public ConnectionLoop loop() {
      return Assertions.fail("the endpoint only passes it on");
    }

    @Override
    public @Nullable TransportReceiver reattach(
        ConnectionRequest request, TransportConnection link) {
      returned.add(request);
      return over ? null : IgnoringReceiver.INSTANCE;
    }
  }

  private static String negotiate(TestEndpoint endpoint, String version, String wanted) {
    HttpRequest.Builder request =
        post("/test/negotiate")
            .query("negotiateVersion", version)
            .query("useStatefulReconnect", wanted);
    return TestEndpoint.body(endpoint.ask(request));
  }

  private Negotiated negotiate() {
    return Negotiated.read(negotiate(test, "1", "true"));
  }

  private HttpRequest.Builder upgrade(Negotiated negotiated, String user) {
    HttpRequest.Builder request = get("/test").query("id", negotiated.secret());
    return user.isEmpty() ? request : request.header("Authorization", "Bearer " + user);
  }

  private ConnectionRequest connect(Negotiated negotiated, String user) {
    test.attach((Attach) test.upgrade(upgrade(negotiated, user)));
    return test.accepted.get(test.accepted.size() - 1);
  }

  // Negotiate.

  @ParameterizedTest
  @CsvSource({"true,true", "TRUE,true", "' true',true", "false,false", "1,false", "'',false"})
  void isAgreedOnIfTheClientWantsIt(String wanted, boolean agreed) {
    assertThat(negotiate(test, "1", wanted).contains(AGREED)).isEqualTo(agreed);
    assertThat(negotiate(TestEndpoint.open(), "1", wanted)).doesNotContain("Stateful");
  }

  @Test
  void comesFirstInTheAnswer() {
    assertThat(negotiate().shape()).startsWith("{" + AGREED + "\"negotiateVersion\":1,");
  }

  @Test
  void isNotAgreedOnWhereTheTokenIsPublic() {
    assertThat(negotiate(test, "0", "true")).doesNotContain("Stateful");
  }

  @Test
  void theEngineIsToldWhatWasAgreedOn() {
    assertThat(connect(negotiate(), "").statefulReconnect()).isTrue();
    Negotiated without = Negotiated.read(negotiate(test, "1", "false"));
    assertThat(connect(without, "").statefulReconnect()).isFalse();
  }

  // The new link.

  @Test
  void aClientComesBackWithItsToken() {
    Negotiated negotiated = negotiate();
    Lost lost = new Lost();
    connect(negotiated, "ann").reattachable(lost);

    Attach attach = (Attach) test.upgrade(upgrade(negotiated, "ann").query("how", "again"));
    test.attach(attach);

    assertThat(test.accepted).hasSize(1);
    assertThat(lost.returned).hasSize(1);
    ConnectionRequest again = lost.returned.get(0);
    assertThat(again.connectionId()).isEqualTo(negotiated.id());
    assertThat(again.userId()).isEqualTo("ann");
    assertThat(again.httpRequest().query("how")).contains("again");
  }

  @Test
  void anybodyElseIsRefused() {
    Negotiated negotiated = negotiate();
    connect(negotiated, "ann").reattachable(new Lost());

    assertThat(line(test.upgrade(upgrade(negotiated, "ben")))).isEqualTo("403 text/plain");
    assertThat(line(test.upgrade(upgrade(negotiated, "")))).isEqualTo("403 text/plain");
    assertThat(line(test.upgrade(upgrade(negotiated, "ann")))).isEqualTo("101");
  }

  @Test
  void aConnectionThatCannotComeBackHasItsLink() {
    Negotiated negotiated = negotiate();
    connect(negotiated, "ann"); // Of protocol version 1, as it turns out.

    assertThat(line(test.upgrade(upgrade(negotiated, "ann")))).isEqualTo("409 text/plain");
  }

  @Test
  void aConnectionThatIsOverIsNotFound() {
    Negotiated negotiated = negotiate();
    ConnectionRequest request = connect(negotiated, "ann");
    request.reattachable(new Lost());
    request.ended();

    assertThat(line(test.upgrade(upgrade(negotiated, "ann")))).isEqualTo("404 text/plain");
  }

  @Test
  void whoComesBackWhileTheConnectionEndsIsClosed() {
    Negotiated negotiated = negotiate();
    Lost lost = new Lost();
    connect(negotiated, "ann").reattachable(lost);
    Attach attach = (Attach) test.upgrade(upgrade(negotiated, "ann"));
    lost.over = true;

    List<CloseStatus> closed = new ArrayList<>();
    attach
        .connection()
        .attach(
            new NoLink() {
              @Override
              public void close(CloseStatus how) {
                closed.add(how);
              }
            });

    assertThat(closed).containsExactly(CloseStatus.NORMAL);
  }

  @Test
  void anUpgradeThatFailsDoesNotEndTheConnection() {
    Negotiated negotiated = negotiate();
    connect(negotiated, "ann").reattachable(new Lost());
    ((Attach) test.upgrade(upgrade(negotiated, "ann"))).connection().abandon();

    assertThat(line(test.upgrade(upgrade(negotiated, "ann")))).isEqualTo("101");
  }
}
