package dev.nave.hub.internal.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.TransportConnection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Queue;

/**
 * A link that writes down what is done to it. Everything that happens must be mentioned by the
 * test, in order; {@link #assertNothingElse} says so at its end.
 */
public final class FakeLink implements TransportConnection {
  private static final Framing UNFRAMED = message -> message;

  private final FakeLoop loop;
  private final Framing framing;
  private final Queue<Event> events = new ArrayDeque<>();
  private final List<FakeLoop.Buffer> unflushed = new ArrayList<>();
  private long pendingBytes;
  private long overhead;
  private boolean stuck;
  private boolean ended;
  private boolean textOnly;
  private boolean pinged = true;
  private boolean socket = true;
  private int acceptances;

  /** Something that was done to the link. */
  private sealed interface Event {}

  /** What left in one flush. */
  public record Flush(List<FakeLoop.Buffer> buffers) implements Event {
    byte[] bytes() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      buffers.forEach(buffer -> all.writeBytes(buffer.bytes()));
      return all.toByteArray();
    }

    @Override
    public String toString() {
      return "written: " + new String(bytes(), StandardCharsets.UTF_8);
    }
  }

  private record Done(String what) implements Event {}

  /** Creates a link that frames nothing. */
  public FakeLink(FakeLoop loop) {
    this(loop, UNFRAMED);
  }

  /** Creates a link with its own way of framing. */
  public FakeLink(FakeLoop loop, Framing framing) {
    this.loop = loop;
    this.framing = framing;
  }

  /** From now on it carries no bytes that are not text, as an event stream. */
  public void carryTextOnly() {
    textOnly = true;
  }

  /** From now on the client needs no pings, as one that polls. */
  public void needNoPings() {
    pinged = false;
  }

  /** From now on there is a socket, or none, as between two polls. */
  public void hasSocket(boolean value) {
    socket = value;
  }

  /** The client stops to take bytes. */
  public void stick() {
    stuck = true;
  }

  /** The client has taken all but so many bytes; whether the server is told is up to the test. */
  public void leavePending(long bytes) {
    pendingBytes = bytes;
  }

  /** From now on each write counts for so many pending bytes more, as Netty does it. */
  public void overhead(long bytes) {
    overhead = bytes;
  }

  /** The client takes bytes again, and has taken all. */
  public void unstick() {
    stuck = false;
    pendingBytes = 0;
  }

  /** Asserts that the next that happened was one flush of these bytes, as text; returns it. */
  public Flush assertWritten(String text) {
    Flush flush = nextFlush();
    assertThat(new String(flush.bytes(), StandardCharsets.UTF_8)).isEqualTo(text);
    return flush;
  }

  /** Asserts that the next that happened was one flush of these bytes, in hex with spaces. */
  public void assertWrittenHex(String hex) {
    assertThat(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(nextFlush().bytes()))
        .isEqualTo(hex);
  }

  private Flush nextFlush() {
    Event next = events.poll();
    assertThat(next).isInstanceOf(Flush.class);
    return (Flush) Objects.requireNonNull(next);
  }

  /** Returns a text as this link wraps it. */
  String framed(String text) {
    return new String(framing.frame(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  /** Returns all that was written, as text, whatever else happened. */
  public String takeWritten() {
    StringBuilder written = new StringBuilder();
    for (Event event = events.poll(); event != null; event = events.poll()) {
      if (event instanceof Flush flush) {
        written.append(new String(flush.bytes(), StandardCharsets.UTF_8));
      }
    }
    return written.toString();
  }

  /** Asserts that the next that happened was this: pause, resume, abort, close NORMAL. */
  public void assertDone(String what) {
    assertThat(events.poll()).isEqualTo(new Done(what));
  }

  /** Asserts that nothing happened that the test has not mentioned. */
  public void assertNothingElse() {
    assertThat(events).isEmpty();
    assertThat(unflushed).as("written, but not flushed").isEmpty();
  }

  @Override
  public FakeLoop loop() {
    return loop;
  }

  @Override
  public Framing framing(TransferFormat format) {
    return framing;
  }

  @Override
  public boolean carries(TransferFormat format) {
    return !textOnly || format == TransferFormat.TEXT;
  }

  @Override
  public boolean needsPings() {
    return pinged;
  }

  @Override
  public boolean hasSocket() {
    return socket;
  }

  @Override
  public void accepted() {
    acceptances++;
  }

  /** Returns how often it was told that the hub has accepted the connection. */
  public int acceptances() {
    return acceptances;
  }

  @Override
  public void write(OutboundBuffer buffer) {
    FakeLoop.Buffer bytes = (FakeLoop.Buffer) buffer;
    assertThat(bytes.released()).as("written after its release").isFalse();
    if (!ended) {
      unflushed.add(bytes);
      pendingBytes += bytes.length() + overhead;
    }
  }

  @Override
  public void flush() {
    if (!unflushed.isEmpty()) {
      events.add(new Flush(List.copyOf(unflushed)));
      unflushed.clear();
    }
    if (!stuck) {
      pendingBytes = 0;
    }
  }

  @Override
  public long pendingBytes() {
    return pendingBytes;
  }

  @Override
  public void pauseReading() {
    events.add(new Done("pause"));
  }

  @Override
  public void resumeReading() {
    events.add(new Done("resume"));
  }

  @Override
  public void close(CloseStatus how) {
    if (!ended) {
      ended = true;
      events.add(new Done("close " + how));
    }
  }

  @Override
  public void abort() {
    events.add(new Done("abort"));
    unflushed.clear();
    ended = true;
  }
}
