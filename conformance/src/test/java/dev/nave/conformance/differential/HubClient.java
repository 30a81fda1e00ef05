package dev.nave.conformance.differential;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client of one play. A thread of its own receives, answers what the server asks, and keeps what
 * belongs in the transcript. What it keeps is guarded by the lock of the play.
 */
final class HubClient implements AutoCloseable {
  private static final String FENCE = "fence";
  private static final int OVERSIZED_TAIL = 3;

  private final Member member;
  private final Play play;
  private final HubCodec codec;
  private final Wire wire;
  private final Object sending = new Object();

  /** Guarded by the play's lock, as all below. */
  private final List<Event> inbox = new ArrayList<>();

  private final Set<String> seen = new HashSet<>();
  private int fences;
  private int fenced;
  private boolean ended;
  private boolean left;
  private boolean ending;
  private @Nullable String answerOfSetUp;

  private HubClient(Member member, Play play, HubCodec codec, Wire wire) {
    this.member = member;
    this.play = play;
    this.codec = codec;
    this.wire = wire;
  }

  /** Connects, shakes hands, learns its connection id and begins to receive. */
  static HubClient connect(Member member, Play play, Target hub) throws IOException {
    String headers =
        member.user() == null
            ? ""
            : "Authorization: Bearer " + play.names().fill(member.user()) + "\r\n";
    HubCodec codec = new HubCodec(member.messagePack(), play.names());
    Wire wire = open(member, hub.withHeaders(headers));
    HubClient client = new HubClient(member, play, codec, wire);
    try {
      client.shakeHands();
    } catch (IOException | Wire.Ended e) {
      wire.close();
      throw new IOException("client " + member.name() + " could not shake hands", e);
    }
    Thread reader = new Thread(client::receive, "client " + member.name());
    reader.setDaemon(true);
    reader.start();
    String id = client.setUp("ConnectionId", "");
    play.names().connectionId(member.name(), id);
    return client;
  }

  private static Wire open(Member member, Target target) throws IOException {
    return switch (member.transport()) {
      case WEBSOCKETS -> new WebSocketWire(target, member.messagePack());
      case EVENTS -> new EventStreamWire(negotiated(target));
      default -> new PollingWire(negotiated(target));
    };
  }

  private static Target negotiated(Target target) throws IOException {
    try (HttpSocket socket = new HttpSocket(target.address())) {
      HttpSocket.Answer answer =
          socket.exchange(
              "POST",
              target.path() + "/negotiate?negotiateVersion=1",
              target.headers(),
              new byte[0]);
      Object body = Json.read(new String(answer.body(), StandardCharsets.UTF_8));
      if (body instanceof Map<?, ?> map && map.get("connectionToken") instanceof String token) {
        return target.withPath(
            target.path() + "?id=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
      }
      throw new IOException("negotiate answered " + answer.status());
    }
  }

  private void shakeHands() throws IOException, Wire.Ended {
    wire.add(codec.handshake(), false);
    wire.flush(false);
    String answer = null;
    while (answer == null) {
      answer = codec.handshakeAnswer(wire.receive());
    }
    if (!answer.equals("{}")) {
      throw new IOException("the handshake was answered with " + answer);
    }
  }

  /** Calls a method before the program begins, and returns its result. */
  String setUp(String target, String argument) throws IOException {
    String arguments = argument.isEmpty() ? "" : "\"" + argument + "\"";
    send(
        codec.encode(
            "{\"type\":1,\"invocationId\":\"set up\",\"target\":\""
                + target
                + "\",\"arguments\":["
                + arguments
                + "]}"));
    if (!play.await(() -> answerOfSetUp != null || ended) || answerOfSetUp == null) {
      throw new IOException("no answer to " + target);
    }
    String answer = answerOfSetUp;
    answerOfSetUp = null;
    return answer;
  }

  private void receive() {
    try {
      while (true) {
        for (Event event : codec.decode(wire.receive())) {
          keep(event);
        }
      }
    } catch (Wire.Ended e) {
      end(e.how());
    } catch (RuntimeException e) {
      end("what cannot be read: " + e.getMessage());
    }
  }

  private void end(String how) {
    synchronized (play.lock()) {
      ended = true;
      inbox.add(Event.end(how));
      play.lock().notifyAll();
    }
  }

  private void keep(Event event) {
    if (event.type() == Event.PING) {
      return;
    }
    if (event.type() == Event.INVOCATION && !isForThisPlay(event)) {
      return;
    }
    synchronized (play.lock()) {
      if (event.type() == Event.COMPLETION && event.id().startsWith(FENCE)) {
        fenced = Integer.parseInt(event.id().substring(FENCE.length()));
      } else if (event.type() == Event.COMPLETION && event.id().equals("set up")) {
        answerOfSetUp = String.valueOf(event.fields().get("result"));
      } else {
        inbox.add(event);
        seen.add(event.key());
      }
      play.lock().notifyAll();
    }
    if (event.fields().get("invocationId") instanceof String ask
        && event.type() == Event.INVOCATION) {
      play.answer(this, ask, event);
    }
  }

  /** All plays of a server at one time share its hub: what other plays send is passed over. */
  private static boolean isForThisPlay(Event event) {
    List<?> arguments = event.arguments();
    int marked = event.id().equals("left") ? 0 : arguments.size() - 1;
    return (event.id().equals("message") && arguments.get(marked) == null)
        || (marked >= 0 && Names.isOurs(arguments.get(marked)));
  }

  /** Does one op; what it sends goes out with the batch. */
  void act(Op op, boolean joinedByNext) throws IOException {
    synchronized (sending) {
      switch (op.kind()) {
        case MESSAGE -> add(codec.encode(op.text()), op.framing(), joinedByNext);
        case RAW -> add(HubCodec.record(play.names().fill(op.text())), op.framing(), joinedByNext);
        case BYTES -> add(HexFormat.of().parseHex(op.text()), op.framing(), joinedByNext);
        case OVERSIZED -> add(oversized(Integer.parseInt(op.text())), op.framing(), joinedByNext);
        case LEAVE -> {
          flushFrame();
          synchronized (play.lock()) {
            left = true;
          }
          wire.leave(Wire.Leave.valueOf(op.text()));
        }
      }
    }
  }

  private byte[] oversized(int size) {
    return codec.encode(
        "{\"type\":1,\"target\":\"EchoString\",\"arguments\":[\""
            + "x".repeat(size - OVERSIZED_TAIL)
            + "\"]}");
  }

  private byte[] frame = new byte[0];

  private void add(byte[] data, Op.Framing framing, boolean joinedByNext) throws IOException {
    if (framing == Op.Framing.SPLIT) {
      int half = data.length / 2;
      wire.add(joined(frame, java.util.Arrays.copyOf(data, half)), false);
      frame = new byte[0];
      wire.add(java.util.Arrays.copyOfRange(data, half, data.length), false);
      return;
    }
    frame = joined(frame, data);
    if (!joinedByNext) {
      wire.add(frame, framing == Op.Framing.FRAGMENTS);
      frame = new byte[0];
    }
  }

  private void flushFrame() throws IOException {
    if (frame.length > 0) {
      wire.add(frame, false);
      frame = new byte[0];
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /** Sends what the ops of a batch added. */
  void flush(boolean inPieces) {
    synchronized (sending) {
      try {
        flushFrame();
        if (!hasLeft()) {
          wire.flush(inPieces);
        }
      } catch (IOException e) {
        // What the server did is seen by receiving.
      }
    }
  }

  void send(byte[] data) {
    synchronized (sending) {
      try {
        wire.add(data, false);
        wire.flush(false);
      } catch (IOException e) {
        // As above.
      }
    }
  }

  /** Answers a question of the server's. */
  void complete(String invocationId, String outcome) {
    send(codec.encode("{\"type\":3,\"invocationId\":" + Json.write(invocationId) + outcome + "}"));
  }

  /** Makes a call whose completion comes behind all that was sent to this client before. */
  void sendFence() {
    int number;
    synchronized (play.lock()) {
      number = ++fences;
    }
    send(
        codec.encode(
            "{\"type\":1,\"invocationId\":\""
                + FENCE
                + number
                + "\",\"target\":\"Nothing\",\"arguments\":[]}"));
  }

  Member member() {
    return member;
  }

  // The rest: the caller holds the play's lock.

  boolean isFenced() {
    return ended || fenced == fences;
  }

  /** Returns whether it can send and be answered. */
  boolean isOpen() {
    return !ended && !left && !ending;
  }

  /** It sent what the server ends the connection for. */
  void setEnding() {
    ending = true;
  }

  boolean isGoing() {
    return ended || left || ending;
  }

  boolean hasEnded() {
    return ended;
  }

  boolean hasLeft() {
    synchronized (play.lock()) {
      return left;
    }
  }

  /** Waits anew for what came before: an id is used again. */
  void forget(String key) {
    seen.remove(key);
  }

  boolean hasSeen(String key) {
    return seen.contains(key);
  }

  /** Returns what it received since it was last asked, and keeps what is not due yet. */
  List<Event> take(Predicate<Event> due) {
    List<Event> taken = inbox.stream().filter(due).toList();
    inbox.removeIf(due);
    return taken;
  }

  @Override
  public void close() {
    wire.close();
  }
}
