package dev.nave.hub.internal.accounting;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.hub.internal.registry.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The accounting of one node, and its end of a {@link SimulatedNetwork}. One thread. */
final class SimulatedNode extends PublishOnly {
  private static final int NUMBER_BYTES = 9;

  final HubAccounting accounting;
  final Map<String, Long> lostTold = new HashMap<>();
  final Set<String> died = new HashSet<>();
  final Set<String> topics = new HashSet<>();
  final Queue<CompletableFuture<Receipt>> unsettled = new ArrayDeque<>();

  private final String id;
  private final SimulatedNetwork network;
  private boolean up = true;

  long published;
  long delivered;
  long refused;
  long unknownWithNumber;
  long unknownWithoutNumber;
  long received;
  long duplicates;
  long untracked;

  SimulatedNode(String id, SimulatedNetwork network, AccountingSettings settings) {
    this.id = id;
    this.network = network;
    TopicNames names = new TopicNames("Hub");
    accounting =
        new HubAccounting(
            id,
            names,
            this,
            settings,
            network::nanoTime,
            new OriginListener() {
              @Override
              public void lost(String origin, long publications) {
                lostTold.merge(origin, publications, Long::sum);
              }

              @Override
              public void doubted(String origin) {}

              @Override
              public void died(String origin) {
                died.add(origin);
              }
            });
    topics.add(names.announcements());
  }

  String id() {
    return id;
  }

  /** Joins a topic; the medium confirms at once. */
  void join(String topic) {
    Runnable confirmed = accounting.subscribed(topic);
    topics.add(topic);
    confirmed.run();
  }

  void leave(String topic) {
    accounting.unsubscribed(topic);
    topics.remove(topic);
  }

  /** Publishes, and counts what becomes of it. */
  void send(String topic) {
    published++;
    boolean[] asked = {false};
    CompletionStage<Receipt> stage =
        accounting.publish(
            topic,
            () -> {
              asked[0] = true;
              return id.getBytes(StandardCharsets.US_ASCII);
            });
    var unusedFuture =
        stage.whenComplete(
            (receipt, failure) -> {
              switch (SimulatedNetwork.kind(failure)) {
                case DELIVERED -> delivered++;
                case REFUSED -> refused++;
                case UNKNOWN -> {
                  if (asked[0]) {
                    unknownWithNumber++;
                  } else {
                    unknownWithoutNumber++;
                  }
                }
              }
            });
  }

  /** Returns the bytes of a publication. */
  static byte[] bytes(String origin, long number) {
    return ByteBuffer.allocate(origin.length() + NUMBER_BYTES)
        .put(origin.getBytes(StandardCharsets.US_ASCII))
        .put((byte) 0)
        .putLong(number)
        .array();
  }

  /** Takes an envelope. */
  void receive(String topic, byte[] bytes) {
    if (topic.equals(accounting.announcementTopic())) {
      try {
        accounting.heard(Envelope.of(bytes));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return;
    }
    int end = bytes.length - NUMBER_BYTES;
    String origin = new String(bytes, 0, end, StandardCharsets.US_ASCII);
    long number = 0;
    for (byte each : Arrays.copyOfRange(bytes, end + 1, bytes.length)) {
      number = number << 8 | (each & 0xFF);
    }
    switch (accounting.received(topic, origin, number)) {
      case NEW -> received++;
      case DUPLICATE -> duplicates++;
      case UNTRACKED, DOUBTED -> untracked++;
      case UNWANTED -> {}
    }
  }

  long lost() {
    return accounting.lost().values().stream().mapToLong(Long::longValue).sum();
  }

  boolean isUp() {
    return up;
  }

  void disconnect() {
    up = false;
  }

  void reconnect() {
    up = true;
    accounting.restored();
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    return network.publish(this, topic, envelope);
  }

  @Override
  public BackplaneHealth health() {
    return new BackplaneHealth(
        up ? BackplaneHealth.State.UP : BackplaneHealth.State.DOWN, Instant.EPOCH, null, 0, 0);
  }
}
