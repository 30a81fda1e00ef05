package dev.nave.hub.internal.envelope;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.messagepack.MessagePackInput;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import java.io.IOException;

/**
 * The bytes of requests that a node makes of all others, and of their answers: MessagePack arrays
 * as those of {@link EnvelopeCodec}. The reference server has nothing of the kind.
 *
 * @param <R> what is asked for
 */
public abstract class RequestCodec<R> {
  private final String name;
  private final int items;

  /**
   * Creates a codec.
   *
   * @param name what a request is called in an error
   * @param items how many items a request has behind its id and node
   */
  RequestCodec(String name, int items) {
    this.name = name;
    this.items = items;
  }

  /** {@code [id, node, ...]}: asks all nodes. */
  public record Request<R>(int id, String nodeId, R asked) {}

  /** {@code [id, node, count]}: a node has found that many connections. */
  public record Answer(int id, String nodeId, int count) {}

  abstract void writeAsked(R asked, ByteBuilder out);

  abstract R readAsked(MessagePackInput in) throws IOException;

  public byte[] write(Request<R> request) {
    ByteBuilder out = new ByteBuilder(256);
    MessagePackOutput.writeArrayHeader(2 + items, out);
    MessagePackOutput.writeInteger(request.id(), out);
    MessagePackOutput.writeString(request.nodeId(), out);
    writeAsked(request.asked(), out);
    return out.toByteArray();
  }

  public Request<R> read(byte[] bytes) throws IOException {
    return EnvelopeCodec.read(
        name,
        2 + items,
        bytes,
        (in, there) -> new Request<>(in.readInt(), EnvelopeCodec.nodeId(in), readAsked(in)));
  }

  public static byte[] writeAnswer(Answer answer) {
    ByteBuilder out = new ByteBuilder(64);
    MessagePackOutput.writeArrayHeader(3, out);
    MessagePackOutput.writeInteger(answer.id(), out);
    MessagePackOutput.writeString(answer.nodeId(), out);
    MessagePackOutput.writeInteger(answer.count(), out);
    return out.toByteArray();
  }

  public static Answer readAnswer(byte[] bytes) throws IOException {
    return EnvelopeCodec.read(
        "Answer",
        3,
        bytes,
        (in, items) -> new Answer(in.readInt(), EnvelopeCodec.nodeId(in), in.readInt()));
  }
}
