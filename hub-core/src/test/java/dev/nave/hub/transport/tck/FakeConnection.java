package dev.nave.hub.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A connection that writes down what happens to its link, and checks that it happens as promised.
 */
public final class FakeConnection implements Attachable, TransportReceiver {
  private final CompletableFuture<TransportConnection> link = new CompletableFuture<>();
  private final CompletableFuture<ConnectionEnd> end = new CompletableFuture<>();
  private final CompletableFuture<Void> abandoned = new CompletableFuture<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final List<Integer> pieces = new CopyOnWriteArrayList<>();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private volatile Consumer<byte[]> onReceived = bytes -> {};
  private volatile Consumer<TransportConnection> onAttach = attached -> {};
  private volatile @Nullable Throwable cause;
  private volatile @Nullable ConnectionLoop wanted;
  private final AtomicInteger writableCalls = new AtomicInteger();
  private final AtomicInteger receivedAllCalls = new AtomicInteger();
  private boolean unannounced;
  private boolean called;

  /** What {@link #received} does besides writing down. On the loop. */
  public void onReceived(Consumer<byte[]> action) {
    onReceived = action;
  }

  /** On which loop the link has to live. */
  public void wants(ConnectionLoop loop) {
    wanted = loop;
  }

  @Override
  public @Nullable ConnectionLoop loop() {
    return wanted;
  }

  /** What {@link #attach} does besides writing down. On the loop. */
  public void onAttach(Consumer<TransportConnection> action) {
    onAttach = action;
  }

  @Override
  public TransportReceiver attach(TransportConnection attached) {
    check(attached.loop().inLoop(), "attach outside of the loop");
    check(wanted == null || wanted == attached.loop(), "attach on another loop than was asked for");
    check(!abandoned.isDone() && link.complete(attached), "a second end of waiting");
    onAttach.accept(attached);
    return this;
  }

  @Override
  public void abandon() {
    check(!link.isDone() && abandoned.complete(null), "a second end of waiting");
  }

  @Override
  public void received(byte[] bytes) {
    check(link().loop().inLoop(), "received outside of the loop");
    check(!end.isDone(), "received after closed");
    check(bytes.length > 0, "received nothing");
    unannounced = true;
    synchronized (received) {
      received.writeBytes(bytes);
    }
    pieces.add(bytes.length);
    onReceived.accept(bytes);
  }

  @Override
  public void receivedAll() {
    check(unannounced, "receivedAll without received");
    unannounced = false;
    receivedAllCalls.incrementAndGet();
  }

  @Override
  public void writable() {
    check(link().loop().inLoop() && !end.isDone(), "writable at a wrong time");
    writableCalls.incrementAndGet();
  }

  @Override
  public void closed(ConnectionEnd how, @Nullable Throwable why) {
    check(!called, "closed within a call of the link");
    check(link().loop().inLoop(), "closed outside of the loop");
    check(!unannounced, "closed before receivedAll");
    cause = why;
    check(end.complete(how), "closed twice");
  }

  /** Returns the link; waits for it. */
  public TransportConnection link() {
    return link.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Calls the link on its loop, and waits. */
  public <T> T onLoop(Function<TransportConnection, T> call) {
    return CompletableFuture.supplyAsync(() -> called(call), link().loop())
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private <T> T called(Function<TransportConnection, T> call) {
    called = true;
    try {
      return call.apply(link());
    } finally {
      called = false;
    }
  }

  /** Calls the link on its loop, and waits. */
  public void doOnLoop(Consumer<TransportConnection> call) {
    onLoop(
        attached -> {
          call.accept(attached);
          return attached;
        });
  }

  /** Writes messages as text frames, in one write, and flushes. */
  public void send(String... messages) {
    doOnLoop(attached -> write(attached, messages));
  }

  /** The same, on the loop already. */
  public static void write(TransportConnection link, String... messages) {
    List<byte[]> frames = new ArrayList<>();
    for (String message : messages) {
      frames.add(link.framing(TransferFormat.TEXT).frame(message.getBytes(StandardCharsets.UTF_8)));
    }
    OutboundBuffer buffer = link.loop().join(frames);
    link.write(buffer);
    buffer.release();
    link.flush();
  }

  /** Waits until exactly this has been received. */
  public void awaitReceived(String expected) {
    Awaitility.await().untilAsserted(() -> assertThat(receivedText()).isEqualTo(expected));
  }

  /** Returns how many bytes have been received. */
  public int receivedLength() {
    synchronized (received) {
      return received.size();
    }
  }

  private String receivedText() {
    synchronized (received) {
      return received.toString(StandardCharsets.UTF_8);
    }
  }

  /** Returns how long the received pieces were. */
  public List<Integer> pieces() {
    return pieces;
  }

  /** Waits for the end of the link and returns what kind it was. */
  public ConnectionEnd end() {
    return end.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Returns whether the link has ended. */
  public boolean hasEnded() {
    return end.isDone();
  }

  /** Returns the cause given with the end. */
  public @Nullable Throwable cause() {
    return cause;
  }

  /** Waits until the connection is told that there will be no link. */
  public void awaitAbandoned() {
    abandoned.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Returns whether the connection was told that there will be no link. */
  public boolean isAbandoned() {
    return abandoned.isDone();
  }

  /** Returns how often {@link #writable} was called. */
  public int writableCalls() {
    return writableCalls.get();
  }

  /** Returns how often {@link #receivedAll} was called. */
  public int receivedAllCalls() {
    return receivedAllCalls.get();
  }

  /** Fails if the transport broke a promise. */
  public void assertPromisesKept() {
    assertThat(broken).isEmpty();
  }

  private void check(boolean kept, String what) {
    if (!kept) {
      broken.add(what);
    }
  }
}
