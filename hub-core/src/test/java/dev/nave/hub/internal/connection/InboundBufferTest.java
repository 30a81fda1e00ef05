package dev.nave.hub.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.TransferFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InboundBufferTest {
  private final InboundBuffer buffer = new InboundBuffer();
  private final KeepingProtocol protocol = new KeepingProtocol();

  /** Remembers the array of the message that it read last, as arguments do. */
  private static final class KeepingProtocol implements HubProtocol {
    byte[] kept = {};
    String text = "";

    @Override
    public String name() {
      return "keeping";
    }

    @Override
    public TransferFormat transferFormat() {
      return TransferFormat.BINARY;
    }

    @Override
    public int frameEnd(byte[] bytes, int from, int to, int maxBytes) {
      return to;
    }

    @Override
    public HubMessage read(byte[] bytes, int from, int to) {
      kept = bytes;
      text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
      return PingMessage.INSTANCE;
    }

    @Override
    public byte[] write(HubMessage message) {
      return new byte[0];
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private String rest() {
    return new String(buffer.array(), buffer.from(), buffer.length(), StandardCharsets.US_ASCII);
  }

  @Test
  void usesTheArrayThatCameWhenNothingWaits() {
    byte[] received = bytes("abc");

    buffer.add(received);

    assertThat(buffer.array()).isSameAs(received);
    assertThat(rest()).isEqualTo("abc");
  }

  @Test
  void addsBehindWhatWaits() throws ProtocolException {
    buffer.add(bytes("abc"));
    buffer.take(protocol, 2);
    buffer.add(bytes("de"));
    buffer.add(bytes("f"));

    assertThat(protocol.text).isEqualTo("ab");
    assertThat(rest()).isEqualTo("cdef");
  }

  @Test
  void neverChangesWhatAMessageMayKeep() throws ProtocolException {
    byte[] received = bytes("abc");
    buffer.add(received);
    buffer.take(protocol, 2);

    buffer.add(bytes("d".repeat(100)));
    byte[] second = buffer.array();
    byte[] before = second.clone();
    int taken = buffer.from() + 50;
    buffer.take(protocol, taken);
    buffer.add(bytes("e".repeat(200)));

    assertThat(received).isEqualTo(bytes("abc"));
    assertThat(Arrays.copyOf(second, taken)).isEqualTo(Arrays.copyOf(before, taken));
  }

  @Test
  void remembersWhatWasLookedAtWhenItMovesTheBytes() {
    buffer.add(bytes("abc"));
    assertThat(buffer.seen()).isEqualTo(buffer.from());

    buffer.seeAll();
    buffer.add(bytes("d".repeat(100)));

    assertThat(buffer.seen() - buffer.from()).isEqualTo(3);
    buffer.consumeTo(buffer.from() + 10);
    assertThat(buffer.seen()).isEqualTo(buffer.from());
  }

  @Test
  void aMessageMayKeepASmallArrayThatItCameIn() throws ProtocolException {
    byte[] received = bytes("x".repeat(128));
    buffer.add(received);

    buffer.take(protocol, 50);

    assertThat(protocol.kept).isSameAs(received);
  }

  @Test
  void aMessageMayKeepAnArrayThatIsNotMuchLargerThanItself() throws ProtocolException {
    byte[] received = bytes("x".repeat(64 * 1024));
    buffer.add(received);

    buffer.take(protocol, 32 * 1024);

    assertThat(protocol.kept).isSameAs(received);
  }

  @Test
  void aSmallMessageDoesNotKeepALargeArrayAlive() throws ProtocolException {
    buffer.add(bytes("abc" + "x".repeat(64 * 1024)));

    buffer.take(protocol, 3);

    assertThat(protocol.text).isEqualTo("abc");
    assertThat(protocol.kept).hasSize(3);
    assertThat(buffer.length()).isEqualTo(64 * 1024);
  }

  @Test
  void forgetsItsArrayWhenAllIsRead() throws ProtocolException {
    buffer.add(bytes("abc"));

    buffer.take(protocol, 3);

    assertThat(buffer.array()).isEmpty();
  }
}
