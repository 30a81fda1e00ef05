package dev.nave.backplane.docs;

import dev.nave.backplane.docs.Frame.Kind;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The broker of the page: passes on what nodes publish, in one order for all of them. For trusted
 * networks only: it knows no users and no TLS.
 */
final class Relay implements AutoCloseable {
  private static final int SILENCE_MILLIS = 5_000;

  private final ServerSocket listening;
  private final Set<Socket> nodes = ConcurrentHashMap.newKeySet();

  /** The outboxes of the nodes that are subscribed. Its own lock guards it. */
  private final Map<String, Set<Outbox>> subscribers = new HashMap<>();

  private Relay(ServerSocket listening) {
    this.listening = listening;
  }

  /** Begins to listen on that port of this machine; 0 chooses one. */
  static Relay listen(int port) throws IOException {
    Relay relay = new Relay(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    start("relay", relay::accept);
    return relay;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  private void accept() {
    try {
      while (true) {
        Socket node = listening.accept();
        node.setTcpNoDelay(true);
        node.setSoTimeout(SILENCE_MILLIS);
        nodes.add(node);
        start("relay for " + node.getRemoteSocketAddress(), () -> serve(node));
        if (listening.isClosed()) {
          node.close();
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket node) {
    Set<String> topics = new LinkedHashSet<>();
    try (node) {
      Outbox outbox = Outbox.of(node, Frame.done(0, 0).encoded());
      DataInputStream in = new DataInputStream(new BufferedInputStream(node.getInputStream()));
      try {
        while (true) {
          handle(Frame.read(in), outbox, topics);
        }
      } finally {
        synchronized (subscribers) {
          topics.forEach(topic -> remove(topic, outbox));
        }
      }
    } catch (IOException e) {
      // The node has left.
    } finally {
      nodes.remove(node);
    }
  }

  /** One lock over all nodes: what one confirms comes before what another publishes after it. */
  private void handle(Frame frame, Outbox node, Set<String> topics) throws IOException {
    synchronized (subscribers) {
      long receivers = 0;
      if (frame.kind() == Kind.SUBSCRIBE) {
        topics.add(frame.topic());
        subscribers.computeIfAbsent(frame.topic(), any -> new LinkedHashSet<>()).add(node);
      } else if (frame.kind() == Kind.UNSUBSCRIBE) {
        topics.remove(frame.topic());
        remove(frame.topic(), node);
      } else if (frame.kind() == Kind.PUBLISH) {
        receivers = publish(frame);
      }
      if (!node.add(Frame.done(frame.id(), receivers).encoded())) {
        throw new IOException("the node does not read");
      }
    }
  }

  private long publish(Frame frame) {
    Set<Outbox> receivers = subscribers.getOrDefault(frame.topic(), Set.of());
    byte[] envelope = new Frame(Kind.ENVELOPE, 0, 0, frame.topic(), frame.bytes()).encoded();
    for (Outbox receiver : receivers) {
      receiver.addOrCut(envelope);
    }
    return receivers.size();
  }

  private void remove(String topic, Outbox node) {
    subscribers.computeIfPresent(
        topic,
        (any, all) -> {
          all.remove(node);
          return all.isEmpty() ? null : all;
        });
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket node : nodes) {
      node.close();
    }
  }
}
