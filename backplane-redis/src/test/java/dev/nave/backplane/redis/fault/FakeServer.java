package dev.nave.backplane.redis.fault;

import dev.nave.backplane.redis.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something that listens where Redis should, and is not Redis. */
final class FakeServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Conversation conversation;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** What it does with each connection. Runs on a thread of its own. */
  interface Conversation {
    /** May throw, which ends the connection; so does returning. */
    void hold(Socket socket) throws IOException;
  }

  FakeServer(int port, Conversation conversation) {
    this.conversation = conversation;
    listening = Ports.listen(port);
    run(this::acceptAll);
  }

  /** Takes connections, reads what comes, and never says a word. */
  static void saysNothing(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // Goes on until the client closes.
    }
  }

  /** Answers whatever comes with these bytes. */
  static Conversation answers(byte[] answer) {
    return socket -> {
      byte[] buffer = new byte[8192];
      while (socket.getInputStream().read(buffer) >= 0) {
        socket.getOutputStream().write(answer);
      }
    };
  }

  /** Writes these bytes over and over, and does not read. */
  static Conversation floods(byte[] bytes) {
    return socket -> {
      while (true) {
        socket.getOutputStream().write(bytes);
      }
    };
  }

  /** Ends each connection at once. */
  static void hangsUp(Socket socket) throws IOException {
    socket.close();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = listening.accept();
        sockets.add(socket);
        run(() -> hold(socket));
      }
    } catch (IOException e) {
      sockets.forEach(FakeServer::close); // It was closed.
    }
  }

  private void hold(Socket socket) {
    try {
      conversation.hold(socket);
    } catch (IOException e) {
      // The client hung up.
    } finally {
      close(socket);
    }
  }

  private static void run(Runnable task) {
    Thread thread = new Thread(task, "fake-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns how many connections it was asked for. */
  int accepted() {
    return sockets.size();
  }

  @Override
  public void close() {
    try {
      listening.close();
      sockets.forEach(FakeServer::close);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
