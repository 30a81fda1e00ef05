package dev.nave.hub.protocol.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.codec.JsonText;
import dev.nave.hub.internal.codec.StrictJson;
import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.SequenceMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message. One instance per message.
 *
 * <p>What is absent is left out, never written as null: the official Java client cannot read a null
 * string. The order of the fields is that of the reference server's JsonHubProtocol.
 */
final class MessageWriter {
  private static final byte[] TYPE = ascii("{\"type\":");
  private static final byte[] HEADERS = ascii(",\"headers\":{");
  private static final byte[] INVOCATION_ID = ascii(",\"invocationId\":");
  private static final byte[] TARGET = ascii(",\"target\":");
  private static final byte[] ARGUMENTS = ascii(",\"arguments\":");
  private static final byte[] STREAM_IDS = ascii(",\"streamIds\":[");
  private static final byte[] ITEM = ascii(",\"item\":");
  private static final byte[] RESULT = ascii(",\"result\":");
  private static final byte[] ERROR = ascii(",\"error\":");
  private static final byte[] ALLOW_RECONNECT = ascii(",\"allowReconnect\":true");
  private static final byte[] SEQUENCE_ID = ascii(",\"sequenceId\":");
  private static final byte[] END = {'}', StrictJson.SEPARATOR};

  private final ValueWriter values;
  private final HubMessage message;
  private final ByteBuilder out;

  MessageWriter(ValueWriter values, HubMessage message) {
    this.values = values;
    this.message = message;
    out = new ByteBuilder(SizeEstimate.of(message));
  }

  byte[] write() {
    out.write(TYPE);
    if (message instanceof InvocationMessage m) {
      call(1, m.headers(), m.invocationId(), m.target(), m.arguments(), m.streamIds());
    } else if (message instanceof StreamInvocationMessage m) {
      call(4, m.headers(), m.invocationId(), m.target(), m.arguments(), m.streamIds());
    } else if (message instanceof StreamItemMessage m) {
      head(2, m.headers(), m.invocationId());
      out.write(ITEM);
      values.writeSingle(m.item(), out);
    } else if (message instanceof CompletionMessage m) {
      completion(m);
    } else if (message instanceof CancelInvocationMessage m) {
      head(5, m.headers(), m.invocationId());
    } else if (message instanceof CloseMessage m) {
      close(m);
    } else if (message instanceof AckMessage m) {
      sequence('8', m.sequenceId());
    } else if (message instanceof SequenceMessage m) {
      sequence('9', m.sequenceId());
    }
    out.write(END);
    return out.toByteArray();
  }

  private void call(
      int type,
      Map<String, String> headers,
      @Nullable String invocationId,
      String target,
      Payload arguments,
      List<String> streamIds) {
    head(type, headers, invocationId);
    out.write(TARGET);
    JsonText.write(target, out);
    out.write(ARGUMENTS);
    values.writeArray(arguments, out);
    if (!streamIds.isEmpty()) {
      out.write(STREAM_IDS);
      for (int i = 0; i < streamIds.size(); i++) {
        if (i > 0) {
          out.write(',');
        }
        JsonText.write(streamIds.get(i), out);
      }
      out.write(']');
    }
  }

  private void completion(CompletionMessage completion) {
    head(3, completion.headers(), completion.invocationId());
    String error = completion.error();
    Payload result = completion.result();
    if (error != null && !error.isEmpty()) {
      out.write(ERROR);
      JsonText.write(error, out);
    } else if (result != null) {
      out.write(RESULT);
      values.writeSingle(result, out);
    }
  }

  private void close(CloseMessage close) {
    out.write('7');
    String error = close.error();
    if (error != null) {
      out.write(ERROR);
      JsonText.write(error, out);
    }
    if (close.allowReconnect()) {
      out.write(ALLOW_RECONNECT);
    }
  }

  private void sequence(char type, long sequenceId) {
    out.write(type);
    out.write(SEQUENCE_ID);
    out.writeAscii(Long.toString(sequenceId));
  }

  private void head(int type, Map<String, String> headers, @Nullable String invocationId) {
    out.write('0' + type);
    if (!headers.isEmpty()) {
      writeHeaders(headers);
    }
    if (invocationId != null && !invocationId.isEmpty()) {
      out.write(INVOCATION_ID);
      JsonText.write(invocationId, out);
    }
  }

  private void writeHeaders(Map<String, String> headers) {
    out.write(HEADERS);
    boolean first = true;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!first) {
        out.write(',');
      }
      first = false;
      JsonText.write(header.getKey(), out);
      out.write(':');
      JsonText.write(header.getValue(), out);
    }
    out.write('}');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
