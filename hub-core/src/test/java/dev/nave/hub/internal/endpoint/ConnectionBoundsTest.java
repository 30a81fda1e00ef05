package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.endpoint.TestEndpoint.Negotiated;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Later;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bounds of connections in all, of one address and of one user. */
class ConnectionBoundsTest {
  private static final String ANN = "192.0.2.1";
  private static final String BOB = "192.0.2.2";

  private static HttpRequest.Builder from(String address, HttpRequest.Builder request) {
    return request.remoteAddress(new InetSocketAddress(address, 4711));
  }

  private static String negotiate(TestEndpoint test, String address) {
    return Negotiated.read(
            TestEndpoint.body(
                test.ask(from(address, post("/test/negotiate").query("negotiateVersion", "1")))))
        .secret();
  }

  private static String upgrade(TestEndpoint test, HttpRequest.Builder request) {
    var answer = test.upgrade(request);
    if (answer instanceof Attach attach) {
      test.attach(attach);
    }
    return line(answer);
  }

  private static String connect(TestEndpoint test, String address) {
    return upgrade(test, from(address, get("/test")));
  }

  private static String connectAs(TestEndpoint test, String user) {
    return upgrade(test, get("/test").header("Authorization", "Bearer " + user));
  }

  @Test
  void whoeverNegotiatesWithoutEndDisplacesItselfAndNoOther() {
    TestEndpoint test = TestEndpoint.bounded(bounds -> bounds.maxPendingNegotiations(10));
    String bobs = negotiate(test, BOB);
    List<String> anns = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      anns.add(negotiate(test, ANN));
    }

    assertThat(test.endpoint().pendingNegotiations()).isEqualTo(10);
    assertThat(upgrade(test, from(BOB, get("/test").query("id", bobs)))).isEqualTo("101");
    assertThat(upgrade(test, from(ANN, get("/test").query("id", anns.get(90))))).startsWith("404 ");
    assertThat(upgrade(test, from(ANN, get("/test").query("id", anns.get(91))))).isEqualTo("101");
  }

  @Test
  void pendingNegotiationsOfOneAddressHaveABoundOfTheirOwn() {
    TestEndpoint test = TestEndpoint.bounded(bounds -> bounds.maxPendingNegotiationsPerAddress(1));
    String first = negotiate(test, ANN);
    String second = negotiate(test, ANN);
    negotiate(test, BOB);

    assertThat(upgrade(test, from(ANN, get("/test").query("id", first)))).startsWith("404 ");
    assertThat(upgrade(test, from(ANN, get("/test").query("id", second)))).isEqualTo("101");
  }

  @Test
  void connectionsInAllAreBoundedUntilTheyEnd() {
    TestEndpoint test =
        TestEndpoint.bounded(bounds -> bounds.maxConnections(2).maxConnectionsPerAddress(2));
    connect(test, ANN);
    connect(test, ANN);

    Respond refused = (Respond) test.upgrade(from(BOB, get("/test")));
    assertThat(line(refused))
        .isEqualTo(
            "503 text/plain as many connections are open as ServerOptions.maxConnections allows,"
                + " which is 2");
    assertThat(refused.headers()).containsEntry("Retry-After", "5");
    assertThat(test.endpoint().connections()).isEqualTo(2);

    test.accepted.get(0).ended();
    assertThat(connect(test, BOB)).isEqualTo("101");
  }

  @Test
  void connectionsOfOneAddressAreBounded() {
    TestEndpoint test = TestEndpoint.bounded(bounds -> bounds.maxConnectionsPerAddress(1));
    connect(test, ANN);

    assertThat(connect(test, ANN))
        .isEqualTo(
            "429 text/plain as many connections are open from one address as"
                + " ServerOptions.maxConnectionsPerAddress allows, which is 1");
    assertThat(connect(test, BOB)).isEqualTo("101");
    test.accepted.get(0).ended();
    assertThat(connect(test, ANN)).isEqualTo("101");
  }

  @Test
  void oneAddressLeavesAQuarterOfAllConnectionsToOthers() {
    TestEndpoint test = TestEndpoint.bounded(bounds -> bounds.maxConnections(4));
    connect(test, ANN);
    connect(test, ANN);
    connect(test, ANN);

    assertThat(connect(test, ANN)).startsWith("429 ");
    assertThat(connect(test, BOB)).isEqualTo("101");
  }

  @Test
  void aNetworkOfIpv6CountsAsOneAddress() {
    TestEndpoint test = TestEndpoint.bounded(bounds -> bounds.maxConnectionsPerAddress(1));
    connect(test, "2001:db8:1:2::1");

    assertThat(connect(test, "2001:db8:1:2:ffff::2")).startsWith("429 ");
    assertThat(connect(test, "2001:db8:1:3::1")).isEqualTo("101");
  }

  @Test
  void behindATrustedProxyTheForwardedAddressCounts() {
    TestEndpoint test =
        TestEndpoint.bounded(
            bounds -> bounds.maxConnectionsPerAddress(1).trustedProxies(Set.of("10.0.0.0/8")));

    for (String client : List.of(ANN, BOB)) {
      HttpRequest.Builder request =
          get("/test").header("X-Forwarded-For", "203.0.113.9, " + client);
      assertThat(upgrade(test, from("10.1.2.3", request))).isEqualTo("101");
      assertThat(upgrade(test, from("10.1.2.3", request))).startsWith("429 ");
    }
  }

  @Test
  void connectionsOfOneUserAreBounded() {
    ServerOptions bounds = ServerOptions.builder().maxConnectionsPerUser(1).build();
    TestEndpoint test =
        TestEndpoint.with(
            builder -> builder.authenticator(TestEndpoint.TOKEN_IS_USER).options(bounds));
    connectAs(test, "ann");

    assertThat(connectAs(test, "ann"))
        .isEqualTo(
            "429 text/plain as many connections are open by one user as"
                + " ServerOptions.maxConnectionsPerUser allows, which is 1");
    assertThat(connectAs(test, "bob")).isEqualTo("101");
    assertThat(connect(test, ANN)).as("anonymous clients").isEqualTo("101");
    assertThat(connect(test, BOB)).isEqualTo("101");
    test.accepted.get(0).ended();
    assertThat(connectAs(test, "ann")).isEqualTo("101");
  }

  @Test
  void everyTransportTakesAPlaceAndGivesItBack() {
    TestEndpoint test = TestEndpoint.bounded(bounds -> bounds.maxConnections(2));
    Stream stream =
        (Stream)
            test.ask(
                get("/test")
                    .query("id", test.negotiate("1").secret())
                    .header("Accept", "text/event-stream"));
    Later poll =
        (Later) test.ask(from(ANN, get("/test").query("id", test.negotiate("1").secret())));

    assertThat(test.endpoint().connections()).isEqualTo(2);
    String waiting = test.negotiate("1").secret();
    for (HttpRequest.Builder request :
        List.of(
            get("/test").query("id", waiting),
            get("/test").query("id", waiting).header("Accept", "text/event-stream"))) {
      assertThat(line(test.ask(request))).startsWith("503 ");
    }
    assertThat(test.endpoint().pollingConnections()).isEqualTo(1);

    stream.connection().abandon();
    poll.exchange().abandon();
    assertThat(test.endpoint().connections()).isZero();
    assertThat(test.endpoint().pollingConnections()).isZero();
    assertThat(line(test.ask(get("/test").query("id", waiting)))).isEqualTo("later");
  }

  @Test
  void connectionsThatWaitForTheirHandshakeAreBounded() {
    TestEndpoint test =
        TestEndpoint.bounded(
            bounds -> bounds.maxPendingHandshakes(2).maxPendingHandshakesPerAddress(1));
    connect(test, ANN);

    assertThat(connect(test, ANN))
        .isEqualTo(
            "429 text/plain as many connections wait for their handshake from one address as"
                + " ServerOptions.maxPendingHandshakesPerAddress allows, which is 1");
    assertThat(connect(test, BOB)).isEqualTo("101");
    assertThat(connect(test, "192.0.2.3")).startsWith("503 ");

    test.accepted.get(0).handshakeDone();
    assertThat(connect(test, ANN)).isEqualTo("101");
    test.accepted.forEach(ConnectionRequest::ended);
    assertThat(connect(test, ANN)).isEqualTo("101");
    assertThat(test.endpoint().connections()).isEqualTo(1);
  }

  @Test
  void seatsOfPollsAreBoundedByAddressAndUser() {
    ServerOptions bounds =
        ServerOptions.builder()
            .maxPollingConnectionsPerAddress(2)
            .maxPollingConnectionsPerUser(1)
            .build();
    TestEndpoint test =
        TestEndpoint.with(
            builder -> builder.authenticator(TestEndpoint.TOKEN_IS_USER).options(bounds));

    assertThat(poll(test, ANN, "ann")).isEqualTo("later");
    assertThat(poll(test, BOB, "ann")).startsWith("429 text/plain as many connections poll by one");
    assertThat(poll(test, ANN, "bob")).isEqualTo("later");
    assertThat(poll(test, ANN, "cid")).startsWith("429 text/plain as many connections poll from");
    assertThat(poll(test, BOB, "cid")).isEqualTo("later");
  }

  private static String poll(TestEndpoint test, String address, String user) {
    return line(
        test.ask(
            from(address, get("/test").query("id", negotiate(test, address)))
                .header("Authorization", "Bearer " + user)));
  }

  @Test
  void aConnectionThatComesBackNeedsNoPlace() {
    ServerOptions bounds = ServerOptions.builder().maxConnections(1).build();
    TestEndpoint test =
        TestEndpoint.with(
            builder -> builder.options(bounds),
            HubOptions.builder().statefulReconnect(true).build());
    String token = negotiate(test, ANN);
    upgrade(test, from(ANN, get("/test").query("id", token)));

    // There is nothing to come back to: it was never said to be reattachable.
    assertThat(upgrade(test, from(ANN, get("/test").query("id", token)))).startsWith("409 ");
  }
}
