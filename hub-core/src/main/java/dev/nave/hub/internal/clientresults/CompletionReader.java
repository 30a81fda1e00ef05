package dev.nave.hub.internal.clientresults;

import dev.nave.backplane.TopicText;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.envelope.ResultCodec;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import java.io.IOException;

/** Reads the completion that another node took from its client, in the client's hub protocol. */
final class CompletionReader {
  private CompletionReader() {}

  static CompletionMessage read(ResultCodec.Completion answer, ConnectionSettings settings)
      throws IOException {
    for (HubProtocol protocol : settings.protocols()) {
      if (protocol.name().equals(answer.protocol)) {
        return read(answer.bytes, protocol);
      }
    }
    throw new IOException(
        "an answer is in the hub protocol "
            + TopicText.quote(answer.protocol)
            + ", which this hub does not speak");
  }

  private static CompletionMessage read(byte[] bytes, HubProtocol protocol) throws IOException {
    try {
      int end = protocol.frameEnd(bytes, 0, bytes.length, Integer.MAX_VALUE);
      if (end != HubProtocol.INCOMPLETE
          && protocol.read(bytes, 0, end) instanceof CompletionMessage completion) {
        return completion;
      }
    } catch (ProtocolException e) {
      throw new IOException("an answer is no " + protocol.name(), e);
    }
    throw new IOException("what came as an answer is no completion");
  }
}
