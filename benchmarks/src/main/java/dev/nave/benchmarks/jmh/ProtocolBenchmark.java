package dev.nave.benchmarks.jmh;

import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a hub protocol costs: an echo of a text of 64 letters, step by step, and a small object. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ProtocolBenchmark {
  private static final List<Type> ONE_TEXT = List.of(String.class);
  private static final List<Type> ONE_ORDER = List.of(Order.class);
  private static final Order ORDER =
      new Order(
          "4711",
          LocalDate.of(2026, 11, 5),
          List.of(new Line("apple", 3, 0.25), new Line("pear", 12, 1.5)));
  private static final int MAX_BYTES = 32_768;
  private static final String TEXT = "x".repeat(64);

  /** The name of the hub protocol. */
  @Param({"json", "messagepack"})
  public String protocol = "json";

  private HubProtocol codec = JsonHubProtocol.create();
  private byte[] frame = {};
  private InvocationMessage read = InvocationMessage.send("Echo", Payload.of(TEXT));
  private InvocationMessage order = read;

  /** An object of the application. */
  record Order(String id, LocalDate day, List<Line> lines) {}

  /** An object inside another. */
  record Line(String article, int count, double price) {}

  /** Encodes the call that is read. */
  @Setup
  public void encode() throws ProtocolException {
    codec = protocol.equals("json") ? JsonHubProtocol.create() : MessagePackHubProtocol.create();
    frame =
        codec.write(new InvocationMessage(Map.of(), "1234", "Echo", Payload.of(TEXT), List.of()));
    read = (InvocationMessage) readInvocation();
    byte[] withOrder = codec.write(InvocationMessage.send("m", Payload.of(ORDER)));
    order = (InvocationMessage) Objects.requireNonNull(codec.read(withOrder, 0, withOrder.length));
  }

  /** Finds the end of a frame. */
  @Benchmark
  public int frameEnd() throws ProtocolException {
    return codec.frameEnd(frame, 0, frame.length, MAX_BYTES);
  }

  /** Parses a call; its arguments stay bytes. */
  @Benchmark
  public HubMessage readInvocation() throws ProtocolException {
    HubMessage message = codec.read(frame, 0, frame.length);
    if (message == null) {
      throw new IllegalStateException("the call was not understood");
    }
    return message;
  }

  /** Decodes the arguments of a call that was parsed. */
  @Benchmark
  public @Nullable Object[] bindArguments() throws BindingException {
    return read.arguments().bind(ONE_TEXT);
  }

  /** Encodes a call of a client's method. */
  @Benchmark
  public byte[] writeInvocation() {
    return codec.write(InvocationMessage.send("m", Payload.of(TEXT)));
  }

  /** Encodes a call with an object, which Jackson writes. */
  @Benchmark
  public byte[] writeObject() {
    return codec.write(InvocationMessage.send("m", Payload.of(ORDER)));
  }

  /** Decodes an object, which Jackson reads. */
  @Benchmark
  public @Nullable Object[] bindObject() throws BindingException {
    return order.arguments().bind(ONE_ORDER);
  }

  /** Encodes the completion of a call. */
  @Benchmark
  public byte[] writeCompletion() {
    return codec.write(CompletionMessage.withResult("1234", TEXT));
  }
}
