package dev.nave.conformance.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.errorprone.annotations.Immutable;
import java.io.IOException;

/** A way to connect, to talk and to be gone. */
enum Ending {
  CLOSE_MESSAGE(
      (port, user, group) -> {
        Client client = talking(port, user, group);
        client.link().message("{\"type\":7}").readAll();
        client.link().close();
      }),
  CLOSE_FRAME(
      (port, user, group) -> {
        Client client = talking(port, user, group);
        client.link().frame(0x88, new byte[] {3, (byte) 0xE8}).readAll();
        client.link().close();
      }),
  FIN((port, user, group) -> talking(port, user, group).link().close()),
  RESET((port, user, group) -> talking(port, user, group).link().reset()),
  HALF_FRAME(
      (port, user, group) ->
          talking(port, user, group).link().halfFrame("{\"type\":1,\"target\":\"Ec").close()),
  HALF_MESSAGE(
      (port, user, group) ->
          talking(port, user, group).link().frame(0x01, "{\"type\":".getBytes(US_ASCII)).reset()),
  HALF_REQUEST(
      (port, user, group) -> {
        try (Wire wire = new Wire(port)) {
          wire.send("GET /soak?user=" + user + " HTTP/1.1\r\nHost: loc");
        }
      }),
  NO_REQUEST((port, user, group) -> new Wire(port).reset()),
  NO_HANDSHAKE((port, user, group) -> Client.upgraded(port, "?user=" + user).close()),
  HALF_HANDSHAKE(
      (port, user, group) ->
          Client.upgraded(port, "?user=" + user)
              .frame(0x81, "{\"protocol\":\"js".getBytes(US_ASCII))
              .reset()),
  NO_SUCH_PROTOCOL(
      (port, user, group) -> {
        try (Wire wire = Client.upgraded(port, "?user=" + user)) {
          wire.message("{\"protocol\":\"none\",\"version\":1}").readAll();
        }
      }),
  BROKEN_RULES(
      (port, user, group) -> {
        Client client = talking(port, user, group);
        client.link().message("{\"type\":1,\"target\":7}").readAll();
        client.link().close();
      }),
  STREAM((port, user, group) -> talking(port, user, group).stream("7").link().reset()),
  UPLOAD(
      (port, user, group) ->
          talking(port, user, group)
              .link()
              .message(
                  "{\"type\":1,\"invocationId\":\"8\",\"target\":\"Upload\",\"arguments\":[],"
                      + "\"streamIds\":[\"u\"]}")
              .message("{\"type\":2,\"invocationId\":\"u\",\"item\":\"one\"}")
              .close()),
  QUESTION(
      (port, user, group) ->
          talking(port, user, group)
              .link()
              .message("{\"type\":1,\"invocationId\":\"9\",\"target\":\"Ask\",\"arguments\":[]}")
              .close()),
  EVENTS_ABORTED(
      (port, user, group) ->
          Client.events(port, user).postCall("1", "Join", quoted(group)).link().reset()),
  EVENTS_ENDED((port, user, group) -> Client.events(port, user).link().close()),
  EVENTS_DELETED(
      (port, user, group) -> {
        Client client = Client.events(port, user).postCall("1", "Join", quoted(group));
        client.delete();
        client.link().close();
      }),
  POLL_ABANDONED(
      (port, user, group) ->
          Client.polling(port, user).postCall("1", "Join", quoted(group)).link().reset()),
  POLL_DELETED(
      (port, user, group) -> {
        Client client = Client.polling(port, user);
        client.delete();
        client.link().close();
      }),
  POLL_HALF_POST(
      (port, user, group) -> {
        Client client = Client.polling(port, user);
        client.halfPost();
        client.link().close();
      }),
  NEGOTIATED((port, user, group) -> Client.negotiate(port, user, "")),
  STATEFUL_AND_BACK(
      (port, user, group) -> {
        Client client = Client.stateful(port, user).call("1", "Join", quoted(group));
        client.link().reset();
        Client again = client.back().call("2", "Echo", quoted("x"));
        again.link().message("{\"type\":7}").readAll();
        again.link().close();
      }),
  STATEFUL_AND_GONE(
      (port, user, group) ->
          Client.stateful(port, user).call("1", "Join", quoted(group)).link().reset());

  /** Connects, talks, and is gone. */
  @Immutable
  private interface Life {
    void live(int port, String user, String group) throws IOException;
  }

  private final Life life;

  Ending(Life life) {
    this.life = life;
  }

  /** Does it once, on the server at a port. Fails if the server refuses what it should not. */
  void on(int port, String user, String group) throws IOException {
    life.live(port, user, group);
  }

  private static Client talking(int port, String user, String group) throws IOException {
    return Client.webSocket(port, user)
        .call("1", "Join", quoted(group))
        .call("2", "ToGroup", quoted(group) + "," + quoted("x".repeat(500)))
        .call("3", "ToUser", quoted(user) + "," + quoted("y"))
        .call("4", "Echo", quoted("z"));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
