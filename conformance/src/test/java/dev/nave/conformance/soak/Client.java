package dev.nave.conformance.soak;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A client that is connected over one of the transports. Not thread-safe. */
final class Client {
  private static final String HANDSHAKE = "{\"protocol\":\"json\",\"version\":1}";
  private static final String NO_HEADERS = "";

  private final int port;
  private final String query;
  private final @Nullable String token;
  private final Wire link;

  private Client(int port, String query, @Nullable String token, Wire link) {
    this.port = port;
    this.query = query;
    this.token = token;
    this.link = link;
  }

  /** Connects over a WebSocket without negotiation. */
  static Client webSocket(int port, String user) throws IOException {
    Wire wire = upgraded(port, "?user=" + user);
    wire.message(HANDSHAKE).readTo("{}" + Wire.END);
    return new Client(port, "?user=" + user, null, wire);
  }

  /** Connects with stateful reconnect. */
  static Client stateful(int port, String user) throws IOException {
    String token = negotiate(port, user, "&useStatefulReconnect=true");
    String query = "?user=" + user + "&id=" + token;
    Wire wire = upgraded(port, query);
    wire.message("{\"protocol\":\"json\",\"version\":2}").readTo("{}" + Wire.END);
    return new Client(port, query, token, wire);
  }

  /** Returns a WebSocket on which nothing was said yet. */
  static Wire upgraded(int port, String query) throws IOException {
    Wire wire = new Wire(port);
    wire.request(
            "GET /soak" + query,
            String.join(
                "\r\n",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                ""),
            "")
        .readTo("\r\n\r\n");
    return wire;
  }

  /** Connects over Server-Sent Events. */
  static Client events(int port, String user) throws IOException {
    String token = negotiate(port, user, "");
    String query = "?user=" + user + "&id=" + token;
    Wire stream = new Wire(port);
    stream.request("GET /soak" + query, "Accept: text/event-stream\r\n", "").readTo(":\r\n");
    post(port, query, HANDSHAKE + Wire.END);
    stream.readTo("data: {}");
    return new Client(port, query, token, stream);
  }

  /** Connects over long polling; a poll is under way. */
  static Client polling(int port, String user) throws IOException {
    String token = negotiate(port, user, "");
    String query = "?user=" + user + "&id=" + token;
    Wire polls = new Wire(port);
    polls.request("GET /soak" + query, NO_HEADERS, "").readTo("\r\n\r\n");
    post(port, query, HANDSHAKE + Wire.END);
    polls.request("GET /soak" + query, NO_HEADERS, "").readTo("{}" + Wire.END);
    polls.request("GET /soak" + query, NO_HEADERS, "");
    return new Client(port, query, token, polls);
  }

  /** Negotiates, and returns the token. */
  static String negotiate(int port, String user, String more) throws IOException {
    String path = "/soak/negotiate?negotiateVersion=1&user=" + user + more;
    String answer = request(port, "POST " + path, "");
    String name = "\"connectionToken\":\"";
    int from = answer.indexOf(name) + name.length();
    if (from < name.length()) {
      throw new IOException("not negotiated: " + answer);
    }
    return answer.substring(from, answer.indexOf('"', from));
  }

  private static String post(int port, String query, String body) throws IOException {
    return request(port, "POST /soak" + query, body);
  }

  private static String request(int port, String line, String body) throws IOException {
    try (Wire wire = new Wire(port)) {
      String length = body.isEmpty() ? "Content-Length: 0\r\n" : "";
      return wire.request(line, length + "Connection: close\r\n", body).readAll();
    }
  }

  /** Returns the socket on which messages come in. */
  Wire link() {
    return link;
  }

  /** Calls a method over a WebSocket, and waits for its completion, whatever that says. */
  Client call(String id, String method, String arguments) throws IOException {
    link.message(invocation(1, id, method, arguments));
    awaitCompletion(id);
    return this;
  }

  /** Posts a call, and waits for its completion. */
  Client postCall(String id, String method, String arguments) throws IOException {
    post(port, query, invocation(1, id, method, arguments) + Wire.END);
    return this;
  }

  /** Begins a stream. */
  Client stream(String id) throws IOException {
    link.message(invocation(4, id, "Endless", ""));
    return this;
  }

  private void awaitCompletion(String id) throws IOException {
    link.readTo("\"type\":3,\"invocationId\":\"" + id + "\"");
    link.readTo(String.valueOf(Wire.END));
  }

  private static String invocation(int type, String id, String method, String arguments) {
    return "{\"type\":%d,\"invocationId\":\"%s\",\"target\":\"%s\",\"arguments\":[%s]}"
        .formatted(type, id, method, arguments);
  }

  /** Ends the connection with a DELETE. */
  void delete() throws IOException {
    request(port, "DELETE /soak" + query, "");
  }

  /** Sends half of a request that is to bring messages. */
  void halfPost() throws IOException {
    try (Wire wire = new Wire(port)) {
      wire.send(
          "POST /soak" + query + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{");
    }
  }

  /**
   * Comes back after its socket was cut. It had made one call, so the next message is its second.
   */
  Client back() throws IOException {
    Wire again = upgraded(port, query);
    again.message("{\"type\":9,\"sequenceId\":2}").readTo("\"type\":9");
    again.readTo(String.valueOf(Wire.END));
    return new Client(port, query, token, again);
  }
}
