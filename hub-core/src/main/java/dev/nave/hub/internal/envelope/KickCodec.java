package dev.nave.hub.internal.envelope;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.envelope.KickCodec.Kick;
import dev.nave.hub.internal.messagepack.MessagePackInput;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import dev.nave.hub.protocol.CloseMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Requests to end connections. */
public final class KickCodec extends RequestCodec<Kick> {
  public KickCodec() {
    super("Kick", 4);
  }

  /** Whose connections end. */
  public enum Target {
    CONNECTION(0),
    USER(1),
    GROUP(2);

    private final int number;

    Target(int number) {
      this.number = number;
    }

    private static @Nullable Target of(int number) {
      return switch (number) {
        case 0 -> CONNECTION;
        case 1 -> USER;
        case 2 -> GROUP;
        default -> null;
      };
    }
  }

  /** {@code target, name, error or nil, allowReconnect}. */
  public record Kick(Target target, String name, CloseMessage message) {}

  @Override
  void writeAsked(Kick kick, ByteBuilder out) {
    MessagePackOutput.writeInteger(kick.target().number, out);
    MessagePackOutput.writeString(kick.name(), out);
    MessagePackOutput.writeString(kick.message().error(), out);
    MessagePackOutput.writeBoolean(kick.message().allowReconnect(), out);
  }

  @Override
  Kick readAsked(MessagePackInput in) throws IOException {
    int number = in.readInt();
    Target target = Target.of(number);
    if (target == null) {
      throw new IOException("a kick has the unknown target " + number);
    }
    String name = EnvelopeCodec.text(in);
    @Nullable String error = in.readString();
    return new Kick(target, name, new CloseMessage(error, in.readBoolean()));
  }
}
