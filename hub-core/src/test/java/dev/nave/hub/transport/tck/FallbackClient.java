package dev.nave.hub.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.RawClient.Response;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One client that has negotiated with a hub and needs no WebSocket: the requests it makes, on
 * sockets that the test chooses.
 */
public final class FallbackClient implements AutoCloseable {
  /** The first message of a client. */
  public static final String HANDSHAKE = "{\"protocol\":\"json\",\"version\":1}\u001e";

  private static final Pattern TOKEN = Pattern.compile("\"connectionToken\":\"([^\"]+)\"");

  private final Supplier<RawClient> sockets;
  private final String target;

  /** The socket on which {@link #post} sends. */
  private final RawClient sending;

  private FallbackClient(String hub, Supplier<RawClient> sockets) {
    this.sockets = sockets;
    sending = sockets.get();
    Response answer = exchange(sending, negotiateRequest(hub));
    Matcher token = TOKEN.matcher(answer.body());
    assertThat(token.find()).as(answer.body()).isTrue();
    target = hub + "?id=" + token.group(1);
  }

  /** Negotiates. */
  public static FallbackClient negotiate(String hub, int port) {
    return negotiate(hub, () -> RawClient.connect(port));
  }

  /** Negotiates on sockets of its own kind. */
  public static FallbackClient negotiate(String hub, Supplier<RawClient> sockets) {
    return new FallbackClient(hub, sockets);
  }

  /** Negotiates, opens a connection by a first poll, and shakes hands. */
  public static FallbackClient poll(String hub, int port) {
    return poll(hub, () -> RawClient.connect(port));
  }

  /** Does so on sockets of its own kind. */
  public static FallbackClient poll(String hub, Supplier<RawClient> sockets) {
    FallbackClient client = new FallbackClient(hub, sockets);
    client.handshake(client.sending);
    return client;
  }

  private void handshake(RawClient polling) {
    assertThat(exchange(polling, pollRequest()).status()).isEqualTo(200);
    assertThat(post(HANDSHAKE).status()).isEqualTo(200);
    assertThat(exchange(polling, pollRequest()).body()).isEqualTo("{}\u001e");
  }

  /** Opens an event stream on a socket of its own and shakes hands. */
  public RawClient stream() {
    RawClient stream = connect();
    stream.send(streamRequest("HTTP/1.1"));
    assertThat(stream.readHead().headers()).containsEntry("content-type", "text/event-stream");
    assertThat(stream.readPart()).isEqualTo(":\r\n");
    assertThat(post(HANDSHAKE).status()).isEqualTo(200);
    assertThat(stream.readEvent()).isEqualTo("{}\u001e");
    return stream;
  }

  /** Returns another socket. */
  public RawClient connect() {
    return sockets.get();
  }

  /** Returns a request to negotiate. */
  public static String negotiateRequest(String hub) {
    return request("POST", hub + "/negotiate?negotiateVersion=1", "");
  }

  /** Negotiates with stateful reconnect; returns where the WebSocket is to be opened. */
  public static String negotiateStateful(String hub, RawClient client) {
    String where = hub + "/negotiate?negotiateVersion=1&useStatefulReconnect=true";
    Response answer = exchange(client, request("POST", where, ""));
    Matcher token = TOKEN.matcher(answer.body());
    assertThat(token.find()).as(answer.body()).isTrue();
    return hub + "?id=" + token.group(1);
  }

  /** Returns where the requests go. */
  public String target() {
    return target;
  }

  /** Returns a poll. */
  public String pollRequest() {
    return request("GET", target, "");
  }

  /** Returns the request for an event stream. */
  public String streamRequest(String version) {
    return "GET "
        + target
        + " "
        + version
        + "\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
  }

  /** Returns a POST of this body. */
  public String postRequest(String body) {
    return request("POST", target, body);
  }

  /** Returns the invocation of a method. */
  public static String invocation(String id, String method, Object... arguments) {
    StringBuilder text = new StringBuilder();
    for (Object argument : arguments) {
      text.append(text.length() == 0 ? "" : ",");
      text.append(argument instanceof String ? "\"" + argument + "\"" : argument.toString());
    }
    return "{\"type\":1,\"invocationId\":\"%s\",\"target\":\"%s\",\"arguments\":[%s]}\u001e"
        .formatted(id, method, text);
  }

  /** Returns the completion of a call that returned a text. */
  public static String completion(String id, String result) {
    return "{\"type\":3,\"invocationId\":\"%s\",\"result\":\"%s\"}\u001e".formatted(id, result);
  }

  /** Posts, and waits for the answer. */
  public Response post(String body) {
    return exchange(sending, postRequest(body));
  }

  /** Polls on the socket on which it posts, and waits for the answer. */
  public Response poll() {
    return exchange(sending, pollRequest());
  }

  /** Ends the connection, as clients that poll do. */
  public Response delete() {
    return exchange(sending, request("DELETE", target, ""));
  }

  private static Response exchange(RawClient socket, String request) {
    socket.send(request);
    return socket.read();
  }

  private static String request(String method, String target, String body) {
    return "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(method, target, body.getBytes(StandardCharsets.UTF_8).length, body);
  }

  @Override
  public void close() {
    sending.close();
  }
}
