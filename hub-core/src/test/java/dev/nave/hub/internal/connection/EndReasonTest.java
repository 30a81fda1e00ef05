package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.RecordingMeters;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.meters.EndReason;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Why connections ended, as meters hear it: once for each. */
class EndReasonTest {
  private static final Map<String, String> LIVE =
      Map.of("hub", "Test", "signalr.transport", "web_sockets", "protocol", "json");

  private final FakeLoop loop = new FakeLoop();
  private final RecordingMeters meters = new RecordingMeters();
  private final List<HubProtocol> protocols = List.of(JsonHubProtocol.create());
  private final ConnectionSettings settings =
      new ConnectionSettings(
          HubOptions.builder()
              .keepAliveInterval(Duration.ofDays(1))
              .clientTimeout(Duration.ofSeconds(30))
              .handshakeTimeout(Duration.ofSeconds(15))
              .build(),
          protocols,
          new ConnectionCounters(
              new ConnectionMeters(new ServerMeters(meters), "Test", protocols)));

  private TestClient connected() {
    TestClient client = TestClient.connect(loop, settings, "c1", "json");
    assertThat(meters.read(HubMeter.ACTIVE_CONNECTIONS, LIVE)).isOne();
    return client;
  }

  private void assertEnded(EndReason reason) {
    loop.runAll();
    assertThat(meters.durationsOf(HubMeter.CONNECTION_DURATION))
        .singleElement()
        .asString()
        .contains("signalr.connection.status=" + reason.tag());
    assertThat(meters.read(HubMeter.ACTIVE_CONNECTIONS, LIVE)).isZero();
  }

  @Test
  void clientThatSendsCloseLeaves() {
    connected().sends("{\"type\":7}" + END);

    assertEnded(EndReason.LEFT);
  }

  @Test
  void clientThatClosesItsLinkLeaves() {
    connected().connection().receiver().closed(ConnectionEnd.GRACEFUL, null);

    assertEnded(EndReason.LEFT);
  }

  @Test
  void linkThatIsCutIsLost() {
    connected().connection().receiver().closed(ConnectionEnd.CUT, new IOException("reset"));

    assertEnded(EndReason.LOST);
  }

  @Test
  void clientThatIsSilentTimesOut() {
    TestClient client = connected();
    client.sends("{\"type\":6}" + END);

    loop.advance(Duration.ofSeconds(40));

    assertEnded(EndReason.TIMED_OUT);
  }

  @Test
  void clientWithoutAHandshakeTimesOut() {
    TestClient.dial(loop, settings, HubConnection::opened);

    loop.advance(Duration.ofSeconds(20));

    assertEnded(EndReason.TIMED_OUT);
  }

  @Test
  void handshakeOfAnUnknownProtocolIsRefused() {
    TestClient.dial(loop, settings, HubConnection::opened)
        .sends("{\"protocol\":\"xml\",\"version\":1}" + END);

    assertEnded(EndReason.REFUSED);
  }

  @Test
  void connectionThatTheHubDoesNotAcceptIsRefused() {
    TestClient.dial(
            loop, settings, connection -> connection.refused(new IllegalStateException("no")))
        .sends(TestClient.HELLO);

    assertEnded(EndReason.REFUSED);
  }

  @Test
  void messageThatIsNoneIsAnErrorOfTheProtocol() {
    connected().sends("nonsense" + END);

    assertEnded(EndReason.PROTOCOL_ERROR);
  }

  @Test
  void clientThatTakesNothingIsSlow() {
    TestClient client = connected();
    client.link().leavePending(settings.options().maxPendingBytes() + 1L);

    client.connection().send(OutboundMessage.of(PingMessage.INSTANCE));

    assertEnded(EndReason.SLOW);
  }

  @Test
  void credentialsExpire() {
    connected().connection().expireAt(Instant.now().plusSeconds(5));

    loop.advance(Duration.ofSeconds(10));

    assertEnded(EndReason.EXPIRED);
  }

  @Test
  void connectionThatTheApplicationAbortsIsKicked() {
    connected().connection().abort();

    assertEnded(EndReason.KICKED);
  }

  @Test
  void serverThatStopsSendsItsClientsElsewhere() {
    connected().connection().sendElsewhere();

    assertEnded(EndReason.STOPPED);
  }

  @Test
  void failureOfTheServerIsItsOwn() {
    connected().connection().broken(new IllegalStateException("a test says so"));

    assertEnded(EndReason.FAILED);
  }
}
