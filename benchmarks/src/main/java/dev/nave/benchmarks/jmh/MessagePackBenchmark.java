package dev.nave.benchmarks.jmh;

import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/**
 * The MessagePack of an echo of 64 letters and of the envelope of a broadcast, by this project's
 * own code and by msgpack-core (docs/decisions/0005).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(4)
public class MessagePackBenchmark {
  private static final List<Type> ONE_TEXT = List.of(String.class);
  private static final String TEXT = "x".repeat(64);
  private static final String NODE = "0123456789abcdef0123456789abcdef";
  private static final InvocationMessage SENT = InvocationMessage.send("m", Payload.of(TEXT));
  private static final CompletionMessage DONE = CompletionMessage.withResult("1234", TEXT);

  /** Whose code reads and writes. */
  @Param({"own", "msgpack-core"})
  public String code = "own";

  private final MessagePackHubProtocol protocol = MessagePackHubProtocol.create();
  private final Map<String, byte[]> encoded = new LinkedHashMap<>();
  private boolean own;
  private byte[] call = {};
  private byte[] envelope = {};

  /** Encodes what is read, and makes sure that both write the same. */
  @Setup
  public void encode() throws IOException {
    own = code.equals("own");
    call =
        protocol.write(
            new InvocationMessage(Map.of(), "1234", "Echo", Payload.of(TEXT), List.of()));
    encoded.put("json", JsonHubProtocol.create().write(SENT));
    encoded.put("messagepack", protocol.write(SENT));
    byte[] front = EnvelopeCodec.writeFrontOfNumber(Set.of(), encoded, null, NODE);
    envelope = Arrays.copyOf(front, front.length + 1); // and the number 0
    same(protocol.write(SENT), MessagePackLibrary.writeInvocation(SENT));
    same(protocol.write(DONE), MessagePackLibrary.writeCompletion(DONE, TEXT));
    same(front, MessagePackLibrary.writeFrontOfNumber(Set.of(), encoded, NODE));
  }

  private static void same(byte[] one, byte[] other) {
    if (!Arrays.equals(one, other)) {
      throw new IllegalStateException("the bytes differ");
    }
  }

  /** Parses a call and binds its argument. */
  @Benchmark
  public @Nullable Object[] readCall() throws Exception {
    HubMessage message =
        own ? protocol.read(call, 0, call.length) : MessagePackLibrary.readInvocation(call);
    return ((InvocationMessage) Objects.requireNonNull(message)).arguments().bind(ONE_TEXT);
  }

  /** Encodes a call of a client's method. */
  @Benchmark
  public byte[] writeCall() throws IOException {
    return own ? protocol.write(SENT) : MessagePackLibrary.writeInvocation(SENT);
  }

  /** Encodes the completion of a call. */
  @Benchmark
  public byte[] writeCompletion() throws IOException {
    return own ? protocol.write(DONE) : MessagePackLibrary.writeCompletion(DONE, TEXT);
  }

  /** Encodes the envelope of a broadcast but for its number. */
  @Benchmark
  public byte[] writeEnvelope() throws IOException {
    return own
        ? EnvelopeCodec.writeFrontOfNumber(Set.of(), encoded, null, NODE)
        : MessagePackLibrary.writeFrontOfNumber(Set.of(), encoded, NODE);
  }

  /** Decodes the envelope of a broadcast. */
  @Benchmark
  public EnvelopeCodec.Invocation readEnvelope() throws IOException {
    return own ? EnvelopeCodec.readInvocation(envelope) : MessagePackLibrary.readEnvelope(envelope);
  }
}
