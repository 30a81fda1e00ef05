package dev.nave.hub.internal.loop;

import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.Framing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of messages for the same audience on one loop: joined into one buffer per hub protocol and
 * framing, which every member gets.
 *
 * <p><b>Threading.</b> Owned by its loop; lives for one turn.
 */
public final class OutboundBatch {
  private final ConnectionLoop loop;
  private final List<OutboundMessage> messages = new ArrayList<>();
  private @Nullable Joined joined;

  OutboundBatch(ConnectionLoop loop) {
    this.loop = loop;
  }

  void add(OutboundMessage message) {
    messages.add(message);
  }

  public List<OutboundMessage> messages() {
    return messages;
  }

  /** Returns all messages that exist in that protocol, in one buffer. */
  public Joined joined(HubProtocol protocol, Framing framing) {
    for (Joined known = joined; known != null; known = known.next) {
      if (known.protocol == protocol && known.framing == framing) {
        return known;
      }
    }
    List<byte[]> frames = new ArrayList<>(messages.size());
    List<byte[]> counted = new ArrayList<>(messages.size());
    for (OutboundMessage message : messages) {
      byte[] frame = message.framed(protocol, framing);
      if (frame != null) {
        frames.add(frame);
        if (message.isCounted()) {
          counted.add(frame);
        }
      }
    }
    OutboundBuffer buffer = frames.isEmpty() ? null : loop.join(frames);
    int missing = messages.size() - frames.size();
    Joined made = new Joined(protocol, framing, buffer, counted, missing, joined);
    joined = made;
    return made;
  }

  /** Forgets the messages and gives the buffers back; the object may be used again. */
  void clear() {
    for (Joined known = joined; known != null; known = known.next) {
      if (known.buffer != null) {
        known.buffer.release();
      }
    }
    joined = null;
    messages.clear();
  }

  /**
   * The messages in one form.
   *
   * @param buffer those that exist in the protocol, or null if none does
   * @param counted the frames of those that stateful reconnect counts
   * @param missing how many do not
   * @param next the messages in another form
   */
  public record Joined(
      HubProtocol protocol,
      Framing framing,
      @Nullable OutboundBuffer buffer,
      List<byte[]> counted,
      int missing,
      @Nullable Joined next) {}
}
