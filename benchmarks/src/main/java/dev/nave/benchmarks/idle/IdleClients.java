package dev.nave.benchmarks.idle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nave.benchmarks.load.CallFrame;
import dev.nave.benchmarks.load.HubSocket;
import dev.nave.benchmarks.load.LoadException;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * WebSockets that have shaken hands with a hub and say nothing but a ping now and then. They are
 * opened one after the other. For one thread.
 */
final class IdleClients implements AutoCloseable {
  private static final int ANSWER_MILLIS = 30_000;
  private static final int OPENED_BETWEEN_PINGS = 1_000;
  private static final int CONNECTIONS_PER_SOURCE_ADDRESS = 10_000;
  private static final String ACCEPTED = "HTTP/1.1 101 ";
  private static final String HANDSHAKE_ANSWER = "{}\u001e";
  private static final byte[] PING = ByteBufUtil.getBytes(CallFrame.ping());

  private final URI url;
  private final byte[] firstWords;
  private final List<Socket> sockets = new ArrayList<>();

  /**
   * Has none yet.
   *
   * @param headers what their requests have beside the headers of every WebSocket, in lines
   */
  IdleClients(URI url, String headers) {
    this.url = url;
    firstWords = HubSocket.upgrade(url, headers).getBytes(US_ASCII);
  }

  /**
   * Opens further ones; returns when the hub has answered the handshake of each.
   *
   * @throws LoadException if the server refuses one or closes it
   */
  void open(int more) throws IOException {
    for (int i = 0; i < more; i++) {
      if (i % OPENED_BETWEEN_PINGS == 0) {
        ping();
      }
      sockets.add(connected(sockets.size()));
    }
    ping();
  }

  private Socket connected(int index) throws IOException {
    Socket socket = new Socket();
    try {
      bind(socket, index);
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write(firstWords);
      await(socket, "\r\n\r\n");
      socket.getOutputStream().write(ByteBufUtil.getBytes(CallFrame.handshake()));
      await(socket, HANDSHAKE_ANSWER);
      return socket;
    } catch (IOException | LoadException e) {
      socket.close();
      throw e;
    }
  }

  /** Another loopback address for every ten thousand, since each has some 28,000 ports. */
  private static void bind(Socket socket, int index) throws IOException {
    int address = 1 + index / CONNECTIONS_PER_SOURCE_ADDRESS;
    if (address > 1) {
      socket.bind(new InetSocketAddress("127.0.0." + address, 0));
    }
  }

  private static void await(Socket socket, String end) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    while (!said.toString(US_ASCII).endsWith(end)) {
      int next = in.read();
      if (next < 0) {
        throw new LoadException("the server closed a connection: " + said.toString(US_ASCII));
      }
      said.write(next);
    }
    if (end.startsWith("\r") && !said.toString(US_ASCII).startsWith(ACCEPTED)) {
      throw new LoadException("the server refused a WebSocket: " + said.toString(US_ASCII));
    }
  }

  /** Lets all of them say that they are alive. */
  void ping() throws IOException {
    for (Socket socket : sockets) {
      socket.getOutputStream().write(PING);
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
