package dev.nave.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A program that connects to the hub at {@code /vanish}, says {@code connected}, and then neither
 * sends anything nor ends. Runs where packets can be lost, so it is a process of its own.
 *
 * <p>Its arguments: the host, the port, and {@code webSockets}, {@code serverSentEvents} or {@code
 * longPolling}.
 */
final class VanishingClient {
  private static final String HANDSHAKE = "{\"protocol\":\"json\",\"version\":1}\u001e";

  private final String host;
  private final int port;

  private VanishingClient(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** Connects; ends with its standard input. */
  public static void main(String[] args) throws IOException {
    VanishingClient client = new VanishingClient(args[0], Integer.parseInt(args[1]));
    try (Socket link =
        switch (args[2]) {
          case "webSockets" -> client.webSocket();
          case "serverSentEvents" -> client.eventStream();
          case "longPolling" -> client.poll();
          default -> throw new IllegalArgumentException(args[2]);
        }) {
      System.out.println("connected from " + link.getLocalPort());
      while (System.in.read() >= 0) {
        // Nothing is said to it.
      }
    }
  }

  private Socket webSocket() throws IOException {
    Socket socket = new Socket(host, port);
    send(
        socket,
        String.join(
            "\r\n",
            "GET /vanish HTTP/1.1",
            "Host: x",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            ""));
    readTo(socket, "\r\n\r\n");
    byte[] payload = HANDSHAKE.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    frame.write(0x80 | payload.length);
    frame.write(new byte[4]); // A mask of zeros.
    frame.write(payload);
    socket.getOutputStream().write(frame.toByteArray());
    readTo(socket, "{}\u001e");
    return socket;
  }

  private Socket eventStream() throws IOException {
    String token = negotiate();
    Socket stream = new Socket(host, port);
    send(
        stream,
        "GET /vanish?id=" + token + " HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n");
    readTo(stream, ":\r\n");
    post("/vanish?id=" + token, HANDSHAKE);
    readTo(stream, "data: {}");
    return stream;
  }

  private Socket poll() throws IOException {
    String token = negotiate();
    String get = "GET /vanish?id=" + token + " HTTP/1.1\r\nHost: x\r\n\r\n";
    Socket socket = new Socket(host, port);
    send(socket, get);
    readTo(socket, "\r\n\r\n");
    post("/vanish?id=" + token, HANDSHAKE);
    send(socket, get);
    readTo(socket, "{}\u001e");
    send(socket, get);
    return socket;
  }

  private String negotiate() throws IOException {
    String answer = post("/vanish/negotiate?negotiateVersion=1", "");
    String name = "\"connectionToken\":\"";
    int from = answer.indexOf(name) + name.length();
    return answer.substring(from, answer.indexOf('"', from));
  }

  private String post(String path, String body) throws IOException {
    try (Socket socket = new Socket(host, port)) {
      send(
          socket,
          "POST "
              + path
              + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void readTo(Socket socket, String end) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the server ended the connection after " + read);
      }
      read.append((char) next);
    }
  }
}
