package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.SequenceMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message: its length, then an array of as many items as the reference server writes.
 * One instance per message.
 */
final class MessageWriter {
  private static final int USUAL_BYTES = 128;

  private final ValueWriter values;
  private final HubMessage message;
  private final ByteBuilder out = new ByteBuilder(USUAL_BYTES);

  MessageWriter(MessagePackTypes types, HubMessage message) {
    this.message = message;
    values = new ValueWriter(types, out);
  }

  byte[] write() {
    // Room for the length, which is known at the end.
    out.writeBigEndian(0, VarInt.MAX_BYTES);
    writeBody();
    int length = out.size() - VarInt.MAX_BYTES;
    int start = VarInt.MAX_BYTES - VarInt.size(length);
    VarInt.set(length, out, start);
    return out.toByteArray(start);
  }

  private void writeBody() {
    if (message instanceof InvocationMessage m) {
      call(1, m.headers(), m.invocationId(), m.target(), m.arguments(), m.streamIds());
    } else if (message instanceof StreamInvocationMessage m) {
      call(4, m.headers(), m.invocationId(), m.target(), m.arguments(), m.streamIds());
    } else if (message instanceof StreamItemMessage m) {
      head(4, 2, m.headers(), m.invocationId());
      values.writeSingle(m.item());
    } else if (message instanceof CompletionMessage m) {
      completion(m);
    } else if (message instanceof CancelInvocationMessage m) {
      head(3, 5, m.headers(), m.invocationId());
    } else if (message instanceof PingMessage) {
      begin(1, 6);
    } else if (message instanceof CloseMessage m) {
      begin(3, 7);
      MessagePackOutput.writeString(m.error(), out);
      MessagePackOutput.writeBoolean(m.allowReconnect(), out);
    } else if (message instanceof AckMessage m) {
      begin(2, 8);
      MessagePackOutput.writeInteger(m.sequenceId(), out);
    } else if (message instanceof SequenceMessage m) {
      begin(2, 9);
      MessagePackOutput.writeInteger(m.sequenceId(), out);
    }
  }

  private void call(
      int type,
      Map<String, String> headers,
      @Nullable String invocationId,
      String target,
      Payload arguments,
      List<String> streamIds) {
    head(6, type, headers, invocationId);
    MessagePackOutput.writeString(target, out);
    values.refuseWhatJsonHasNot();
    values.writeArray(arguments);
    MessagePackOutput.writeArrayHeader(streamIds.size(), out);
    for (String id : streamIds) {
      MessagePackOutput.writeString(id, out);
    }
  }

  private void completion(CompletionMessage completion) {
    String error = completion.error();
    Payload result = completion.result();
    int items = error == null && result == null ? 4 : 5;
    head(items, 3, completion.headers(), completion.invocationId());
    if (error != null) {
      MessagePackOutput.writeInteger(ResultKind.ERROR, out);
      MessagePackOutput.writeString(error, out);
    } else if (result == null) {
      MessagePackOutput.writeInteger(ResultKind.VOID, out);
    } else {
      MessagePackOutput.writeInteger(ResultKind.NON_VOID, out);
      values.writeSingle(result);
    }
  }

  private void head(
      int items, int type, Map<String, String> headers, @Nullable String invocationId) {
    begin(items, type);
    MessagePackOutput.writeMapHeader(headers.size(), out);
    headers.forEach(
        (key, value) -> {
          MessagePackOutput.writeString(key, out);
          MessagePackOutput.writeString(value, out);
        });
    boolean hasId = invocationId != null && !invocationId.isEmpty();
    MessagePackOutput.writeString(hasId ? invocationId : null, out);
  }

  private void begin(int items, int type) {
    MessagePackOutput.writeArrayHeader(items, out);
    MessagePackOutput.writeInteger(type, out);
  }
}
