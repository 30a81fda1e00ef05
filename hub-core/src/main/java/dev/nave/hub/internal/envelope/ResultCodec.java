package dev.nave.hub.internal.envelope;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * The bytes with which nodes answer each other for clients: MessagePack arrays, as {@link
 * EnvelopeCodec} has them.
 *
 * <p>Source of the completion: the reference server's RedisProtocol. It has no notes.
 */
public final class ResultCodec {
  private static final int NOTE_ITEMS = 4;

  /** No group change has this id, so a note that is read as an acknowledgement has no effect. */
  private static final int NO_GROUP_CHANGE = 0;

  private static final int OWNED = 1;
  private static final int FORGOTTEN = 2;

  private ResultCodec() {}

  /** {@code [protocol, bytes]}: a whole completion, framed as the client's hub protocol has it. */
  public static final class Completion {
    public final String protocol;
    public final byte[] bytes;

    Completion(String protocol, byte[] bytes) {
      this.protocol = protocol;
      this.bytes = bytes;
    }
  }

  /**
   * {@code [0, id, node, what]} on a node's topic for acknowledgements: says what became of a
   * question.
   *
   * @param id the question
   * @param nodeId who says so
   * @param owned whether that node has asked its client; else it does not wait for the answer any
   *     more
   */
  public record Note(String id, String nodeId, boolean owned) {}

  public static byte[] writeCompletion(String protocol, byte[] completion) {
    ByteBuilder out = new ByteBuilder(16 + protocol.length() + completion.length);
    MessagePackOutput.writeArrayHeader(2, out);
    MessagePackOutput.writeString(protocol, out);
    MessagePackOutput.writeBinary(completion, 0, completion.length, out);
    return out.toByteArray();
  }

  public static Completion readCompletion(byte[] bytes) throws IOException {
    return EnvelopeCodec.read(
        "Completion",
        2,
        bytes,
        (in, items) -> new Completion(EnvelopeCodec.text(in), in.readBinary()));
  }

  public static byte[] writeNote(Note note) {
    ByteBuilder out = new ByteBuilder(128);
    MessagePackOutput.writeArrayHeader(NOTE_ITEMS, out);
    MessagePackOutput.writeInteger(NO_GROUP_CHANGE, out);
    MessagePackOutput.writeString(note.id(), out);
    MessagePackOutput.writeString(note.nodeId(), out);
    MessagePackOutput.writeInteger(note.owned() ? OWNED : FORGOTTEN, out);
    return out.toByteArray();
  }

  /** Returns the note; nothing if it is an acknowledgement of something else. */
  public static Optional<Note> readNote(byte[] bytes) throws IOException {
    return EnvelopeCodec.read(
        "Ack",
        1,
        bytes,
        (in, items) -> {
          if (items < NOTE_ITEMS || in.readInt() != NO_GROUP_CHANGE) {
            return Optional.empty();
          }
          String id = EnvelopeCodec.text(in);
          String nodeId = EnvelopeCodec.text(in);
          if (nodeId.length() > EnvelopeCodec.MAX_NODE_ID_LENGTH) {
            throw new IOException(
                "a note about a client result comes from a server with an id of "
                    + nodeId.length()
                    + " characters; the bound is "
                    + EnvelopeCodec.MAX_NODE_ID_LENGTH);
          }
          int what = in.readInt();
          if (what != OWNED && what != FORGOTTEN) {
            throw new IOException(
                "a note about a client result says " + what + ", which is unknown");
          }
          return Optional.of(new Note(id, nodeId, what == OWNED));
        });
  }
}
