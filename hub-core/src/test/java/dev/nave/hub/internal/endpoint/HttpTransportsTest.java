package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.TOKEN_IS_USER;
import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.TransportType;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accept.ConnectionUser;
import dev.nave.hub.internal.fakes.FakeLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.FakeRequest;
import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.EndpointAnswer.Later;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Requests of clients that cannot use WebSockets: who may do what, in which order. */
class HttpTransportsTest {
  private static final String UNKNOWN = "404 text/plain No Connection with that ID";
  private static final String CHANGED = "400 text/plain Cannot change transports mid-connection";

  private final FakeLoop loop = new FakeLoop();
  private final TestEndpoint test = TestEndpoint.with(b -> b.authenticator(TOKEN_IS_USER));

  private static HttpRequest.Builder events(String token) {
    return get("/test").query("id", token).header("Accept", "text/event-stream");
  }

  private static HttpRequest.Builder poll(String token) {
    return get("/test").query("id", token);
  }

  private static HttpRequest.Builder send(String token) {
    return post("/test").query("id", token);
  }

  private static HttpRequest.Builder delete(String token) {
    return HttpRequest.builder("DELETE", "/test").query("id", token);
  }

  private static HttpRequest.Builder as(String user, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + user);
  }

  private FakeLink openStream(HttpRequest.Builder request) {
    FakeLink link = new FakeLink(loop);
    ((Stream) test.ask(request)).connection().attach(link);
    return link;
  }

  private FakeRequest begin(HttpRequest.Builder request) {
    return FakeRequest.begin(loop, test.ask(request));
  }

  @Test
  void aStreamBeginsWithACommentAndHeadersThatKeepProxiesFromBufferingIt() {
    Respond beginning = ((Stream) test.ask(events(test.negotiate("1").secret()))).beginning();

    assertThat(line(beginning)).isEqualTo("200 text/event-stream :");
    assertThat(beginning.headers())
        .containsEntry("Cache-Control", "no-cache,no-store")
        .containsEntry("Content-Encoding", "identity")
        .containsEntry("X-Accel-Buffering", "no");
  }

  @Test
  void theEngineLearnsTheTransport() {
    openStream(events(test.negotiate("1").secret()));
    begin(poll(test.negotiate("1").secret()));

    assertThat(test.accepted)
        .extracting(ConnectionRequest::transport)
        .containsExactly(TransportType.SERVER_SENT_EVENTS, TransportType.LONG_POLLING);
  }

  @Test
  void aStreamCarriesTextAndIsPingedAndPollsCarryBothAndAreNot() {
    openStream(events(test.negotiate("1").secret()));
    begin(poll(test.negotiate("1").secret()));

    TransportConnection stream = test.links.get(0);
    assertThat(stream.carries(TransferFormat.BINARY)).isFalse();
    assertThat(stream.carries(TransferFormat.TEXT)).isTrue();
    assertThat(stream.needsPings()).isTrue();
    TransportConnection polls = test.links.get(1);
    assertThat(polls.carries(TransferFormat.BINARY)).isTrue();
    assertThat(polls.needsPings()).isFalse();
  }

  @Test
  void theFirstPollIsAnsweredAtOnceAndLaterOnesWait() {
    String token = test.negotiate("1").secret();

    assertThat(begin(poll(token)).taken()).containsExactly("200");
    assertThat(begin(poll(token)).taken()).isEmpty();
    assertThat(test.accepted).hasSize(1);
  }

  @Test
  void aConnectionDoesNotChangeItsTransport() {
    String stream = test.negotiate("1").secret();
    String polls = test.negotiate("1").secret();
    openStream(events(stream));
    begin(poll(polls));

    assertThat(line(test.ask(poll(stream)))).isEqualTo(CHANGED);
    assertThat(line(test.upgrade(poll(stream)))).isEqualTo("400 text/plain");
    assertThat(line(test.ask(events(polls)))).isEqualTo(CHANGED);
    assertThat(line(test.upgrade(poll(polls)))).isEqualTo("400 text/plain");
  }

  @Test
  void aSecondStreamIsAConflict() {
    String token = test.negotiate("1").secret();
    openStream(events(token));

    assertThat(line(test.ask(events(token)))).isEqualTo("409 text/plain");
  }

  @Test
  void whatIsPostedReachesTheConnection() {
    String token = test.negotiate("1").secret();
    openStream(events(token));
    FakeRequest post = begin(send(token));

    post.send("hello", true);

    assertThat(test.receivers.get(0).take()).containsExactly("hello", "all");
    assertThat(post.taken()).containsExactly("read", "200");
  }

  @Test
  void nothingIsPostedBeforeATransportIsChosen() {
    assertThat(line(test.ask(send(test.negotiate("1").secret())))).startsWith("409 text/plain");
  }

  @Test
  void onlyPollingIsEndedByDelete() {
    String stream = test.negotiate("1").secret();
    openStream(events(stream));
    String refused = "400 text/plain Cannot terminate this connection using the DELETE endpoint.";
    assertThat(line(test.ask(delete(stream)))).isEqualTo(refused);
    assertThat(line(test.ask(delete(test.negotiate("1").secret())))).isEqualTo(refused);

    String polls = test.negotiate("1").secret();
    begin(poll(polls));

    assertThat(line(test.ask(delete(polls)))).isEqualTo("202 text/plain");
    assertThat(test.receivers.get(1).take()).containsExactly("closed GRACEFUL");
    assertThat(line(test.ask(poll(polls)))).isEqualTo(UNKNOWN);
    assertThat(line(test.ask(send(polls)))).isEqualTo(UNKNOWN);
    assertThat(line(test.ask(delete(polls)))).isEqualTo(UNKNOWN);
    assertThat(test.endpoint().pollingConnections()).isZero();
  }

  @Test
  void theTokenOfAPollingConnectionOutlivesItsHubConnection() {
    String token = test.negotiate("1").secret();
    begin(poll(token)).take();

    test.accepted.get(0).ended();

    assertThat(line(test.ask(poll(token)))).isEqualTo("later");
  }

  @Test
  void theTokenOfAStreamEndsWithItsHubConnection() {
    String token = test.negotiate("1").secret();
    openStream(events(token));

    test.accepted.get(0).ended();

    assertThat(line(test.ask(send(token)))).isEqualTo(UNKNOWN);
  }

  @Test
  void nobodyElseMayGoOnWithAConnection() {
    String token = test.negotiate("1").secret();
    begin(as("ann", poll(token)));

    String refused = "403 text/plain The connection was opened by another user";
    assertThat(line(test.ask(as("bob", poll(token))))).isEqualTo(refused);
    assertThat(line(test.ask(as("bob", send(token))))).isEqualTo(refused);
    assertThat(line(test.ask(as("bob", delete(token))))).isEqualTo(refused);
    assertThat(line(test.ask(poll(token)))).isEqualTo(refused);
    assertThat(test.receivers.get(0).take()).isEmpty();
    assertThat(line(test.ask(as("ann", poll(token))))).isEqualTo("later");
  }

  @Test
  void aPollBringsTheUserAsItIsKnownNow() {
    AtomicReference<HubUser> known = new AtomicReference<>(HubUser.of("ann"));
    TestEndpoint one = TestEndpoint.with(b -> b.authenticator(request -> known.get()));
    String token = one.negotiate("1").secret();
    FakeRequest.begin(loop, one.ask(poll(token)));
    List<String> told = new ArrayList<>();
    ConnectionUser user = one.accepted.get(0).connectionUser();
    user.whenRefreshed(hubIsTold -> told.add("refreshed " + hubIsTold));

    assertThat(line(one.ask(poll(token)))).isEqualTo("later");
    assertThat(told).isEmpty();

    known.set(HubUser.of("ann").withRoles(Set.of("admin")));
    assertThat(line(one.ask(send(token)))).isEqualTo("later");
    assertThat(told).containsExactly("refreshed true");
    assertThat(user.current().orElseThrow().roles()).containsExactly("admin");
  }

  @Test
  void aClaimWithoutEqualsThatIsMadeAnewIsNoNewsForTheHub() {
    TestEndpoint one =
        TestEndpoint.with(
            b ->
                b.authenticator(
                    request -> HubUser.of("ann").withClaims(Map.of("session", new Thread()))));
    String token = one.negotiate("1").secret();
    FakeRequest.begin(loop, one.ask(poll(token)));
    List<String> told = new ArrayList<>();
    ConnectionUser user = one.accepted.get(0).connectionUser();
    Object first = user.current().orElseThrow().claims().get("session");
    user.whenRefreshed(hubIsTold -> told.add("refreshed " + hubIsTold));

    one.ask(poll(token));

    assertThat(told).containsExactly("refreshed false");
    assertThat(user.current().orElseThrow().claims().get("session")).isNotSameAs(first);
  }

  @Test
  void aRequestThatMakesTheSessionLastLongerIsNoNewsForTheHub() {
    Instant soon = Instant.now().plusSeconds(60);
    AtomicInteger requests = new AtomicInteger();
    TestEndpoint one =
        TestEndpoint.with(
            b ->
                b.authenticator(
                    request -> HubUser.of("ann").withExpiresAt(soon.plusSeconds(requests.get()))));
    String token = one.negotiate("1").secret();
    FakeRequest.begin(loop, one.ask(poll(token)));
    List<String> told = new ArrayList<>();
    ConnectionUser user = one.accepted.get(0).connectionUser();
    user.whenRefreshed(hubIsTold -> told.add("refreshed " + hubIsTold));

    requests.incrementAndGet();
    one.ask(poll(token));

    assertThat(told).containsExactly("refreshed false");
    assertThat(user.current().orElseThrow().expiresAt()).contains(soon.plusSeconds(1));
  }

  @Test
  void aTokenIsGoodForItsOwnHubOnly() {
    TestEndpoint two = TestEndpoint.authenticated();
    String token = two.negotiate("1").secret();
    FakeRequest.begin(loop, two.ask(poll(token)));

    for (String method : List.of("GET", "POST", "DELETE")) {
      HttpRequest.Builder elsewhere =
          as("ann", HttpRequest.builder(method, "/secure").query("id", token));
      assertThat(line(two.ask(elsewhere))).isEqualTo(UNKNOWN);
    }
    assertThat(line(two.ask(poll(token)))).isEqualTo("later");
  }

  @Test
  void aTokenThatIsNoLongerBelievedCanBeReplacedByABetterOne() {
    String token = test.negotiate("1").secret();
    begin(as("ann", poll(token)));

    assertThat(line(test.ask(as("forged", poll(token))))).isEqualTo("401");
  }

  @Test
  void nobodyElseMayPostToAStream() {
    String token = test.negotiate("1").secret();
    openStream(as("ann", events(token)));

    assertThat(line(test.ask(as("bob", send(token))))).startsWith("403");
    assertThat(line(test.ask(as("ann", send(token))))).isEqualTo("later");
  }

  @Test
  void anAbandonedRequestEndsTheConnectionItWasToOpen() {
    String stream = test.negotiate("1").secret();
    ((Stream) test.ask(events(stream))).connection().abandon();
    String polls = test.negotiate("1").secret();
    ((Later) test.ask(poll(polls))).exchange().abandon();

    assertThat(line(test.ask(send(stream)))).isEqualTo(UNKNOWN);
    assertThat(line(test.ask(poll(polls)))).isEqualTo(UNKNOWN);
    assertThat(test.endpoint().pollingConnections()).isZero();
  }

  @Test
  void atTheBoundNoMoreConnectionsPoll() {
    TestEndpoint two =
        TestEndpoint.bounded(
            bounds -> bounds.maxPollingConnections(2).maxPollingConnectionsPerAddress(2));
    String first = two.negotiate("1").secret();
    FakeRequest.begin(loop, two.ask(poll(first)));
    FakeRequest.begin(loop, two.ask(poll(two.negotiate("1").secret())));
    String third = two.negotiate("1").secret();

    Respond refused = (Respond) two.ask(poll(third));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers()).containsKey("Retry-After");
    assertThat(two.endpoint().pollingConnections()).isEqualTo(2);

    two.ask(delete(first));
    assertThat(line(two.ask(poll(third)))).isEqualTo("later");
  }

  @Test
  void aStoppingServerAnswersThePollsItHasAndOpensNothing() {
    String old = test.negotiate("1").secret();
    begin(poll(old)).take();
    String fresh = test.negotiate("1").secret();

    test.endpoint().stopAccepting();

    assertThat(line(test.ask(poll(old)))).isEqualTo("later");
    assertThat(line(test.ask(send(old)))).isEqualTo("later");
    assertThat(line(test.ask(poll(fresh)))).startsWith("503");
    assertThat(line(test.ask(events(fresh)))).startsWith("503");
  }

  @Test
  void aPageOfAnAllowedOriginMayReadEveryAnswer() {
    TestEndpoint open =
        TestEndpoint.withOptions(options -> options.allowedOrigins(Set.of("https://app.example")));
    String polls = open.negotiate("1").secret();
    String stream = open.negotiate("1").secret();
    HttpRequest.Builder page = poll(polls).header("Origin", "https://app.example");

    Respond first = FakeRequest.begin(loop, open.ask(page)).answer();
    Respond events =
        ((Stream) open.ask(events(stream).header("Origin", "https://app.example"))).beginning();
    FakeRequest post =
        FakeRequest.begin(loop, open.ask(send(polls).header("Origin", "https://app.example")));
    post.send("", true);

    for (Respond answer : List.of(first, events, post.answer())) {
      assertThat(answer.headers())
          .containsEntry("Access-Control-Allow-Origin", "https://app.example")
          .containsEntry("Access-Control-Allow-Credentials", "true")
          .containsEntry("Vary", "Origin");
    }
  }

  @Test
  void aStreamThatEndsTakesItsWayInWithIt() {
    String token = test.negotiate("1").secret();
    FakeLink stream = new FakeLink(loop);
    TransportReceiver told = ((Stream) test.ask(events(token))).connection().attach(stream);
    FakeRequest post = begin(send(token));

    told.closed(TransportReceiver.ConnectionEnd.CUT, null);

    assertThat(post.taken()).containsExactly("read", "404 No Connection with that ID");
    // Nobody can come back to a stream, so its loss is an end.
    assertThat(test.receivers.get(0).take()).containsExactly("closed GRACEFUL");
  }

  @Test
  void aClientThatNeverPollsAgainIsForgotten() {
    String token = test.negotiate("1").secret();
    begin(poll(token)).take();

    loop.advance(Duration.ofSeconds(15));

    assertThat(line(test.ask(poll(token)))).isEqualTo(UNKNOWN);
  }

  @Test
  void bodiesAreWantedOfPostsToAHubOnly() {
    assertThat(test.endpoint().wantsBody(post("/test").build())).isTrue();
    assertThat(test.endpoint().wantsBody(post("/TEST/").build())).isTrue();
    assertThat(test.endpoint().wantsBody(post("/test/negotiate").build())).isFalse();
    assertThat(test.endpoint().wantsBody(get("/test").build())).isFalse();
    assertThat(test.endpoint().wantsBody(post("/elsewhere").build())).isFalse();
  }
}
