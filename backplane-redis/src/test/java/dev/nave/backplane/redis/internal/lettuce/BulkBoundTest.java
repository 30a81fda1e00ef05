package dev.nave.backplane.redis.internal.lettuce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkBoundTest {
  private static final int BOUND = 10;
  private static final String LARGE = "x".repeat(BOUND + 1) + "\r\n$3\r\n";
  private static final String SMALL = "$3\r\nabc\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel(new BulkBound(BOUND));

  @AfterEach
  void releasesAll() {
    assertThat(channel.finish()).isFalse();
  }

  /** What Redis says to a connection that subscribes, with one body that is too large. */
  private static String replies(char messages) {
    return "%1$c3\r\n$9\r\nsubscribe\r\n$4\r\nh:$a\r\n:1\r\n+PONG\r\n-ERR $99\r\n"
            .formatted(messages)
        + "%7\r\n$6\r\nserver\r\n=9\r\ntxt:redis\r\n#t\r\n,1.5\r\n_\r\n(99999\r\n|1\r\n"
        + "$-1\r\n$0\r\n\r\n!3\r\nERR\r\n*-1\r\n"
        + "%1$c3\r\n$7\r\nmessage\r\n$4\r\nh:$a\r\n$10\r\n0123\r\n$999\r\n".formatted(messages)
        + message(messages, LARGE)
        + message(messages, "next");
  }

  private static String message(char type, String body) {
    return type + "3\r\n$7\r\nmessage\r\n$4\r\nh:$a\r\n$" + body.length() + "\r\n" + body + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(chars = {'*', '>'})
  void replacesOneLargeBodyAndNothingElseWhereverReadsEnd(char messages) {
    String all = replies(messages);
    for (int first = 0; first <= all.length(); first++) {
      for (int second = first; second <= all.length(); second += 7) {
        read(all.substring(0, first));
        read(all.substring(first, second));
        read(all.substring(second));

        assertThat(passed(LARGE.length())).isEqualTo(all.replace(bulk(LARGE), "(marker)"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {'*', '>'})
  void replacesOneLargeBodyThatComesByteByByte(char messages) {
    String all = replies(messages);

    readByteByByte(all);

    assertThat(passed(LARGE.length())).isEqualTo(all.replace(bulk(LARGE), "(marker)"));
  }

  @Test
  void passesBuffersOnAsTheyAre() {
    ByteBuf whole = Unpooled.copiedBuffer(message('>', "0123456789"), ISO_8859_1);

    channel.writeInbound(whole);

    assertThat((ByteBuf) channel.readInbound()).isSameAs(whole);
    whole.release();
  }

  @Test
  void keepsNothingOfABodyThatIsSkipped() {
    read("$900000000\r\n");
    assertThat(passed(900_000_000)).isEqualTo("(marker)");

    ByteBuf part = Unpooled.buffer(1 << 20).writeZero(1 << 20);
    for (int i = 0; i < 100; i++) {
      channel.writeInbound(part.retainedDuplicate());

      assertThat((ByteBuf) channel.readInbound()).isNull();
    }
    assertThat(part.refCnt()).isOne();
    part.release();
  }

  @Test
  void severalLargeBodiesInOneReadAreReplacedOneByOne() {
    String large = bulk("y".repeat(BOUND + 1));

    read(large + SMALL + large + large + SMALL);

    assertThat(passed(BOUND + 1)).isEqualTo("(marker)" + SMALL + "(marker)(marker)" + SMALL);
  }

  @Test
  void aLengthThatIsNoneIsLeftToLettuce() {
    String strange = "$" + "9".repeat(40) + "\r\n$?\r\n" + SMALL;

    readByteByByte(strange);

    assertThat(passed(0)).isEqualTo(strange);
  }

  @Test
  void whatAnotherClientPublishesIsNoMarker() {
    assertThat(BulkBound.replacedBytes(new byte[24])).isEqualTo(-1);
    assertThat(BulkBound.replacedBytes(new byte[0])).isEqualTo(-1);
  }

  private static String bulk(String body) {
    return "$" + body.length() + "\r\n" + body + "\r\n";
  }

  private void read(String bytes) {
    if (!bytes.isEmpty()) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
    }
  }

  private void readByteByByte(String bytes) {
    bytes.chars().forEach(each -> read(Character.toString(each)));
  }

  /** Returns what was passed on, with markers shown; checks the size that they tell. */
  private String passed(long replaced) {
    List<String> parts = new ArrayList<>();
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      assertThat(part.isReadable()).isTrue();
      parts.add(part.toString(ISO_8859_1));
      part.release();
    }
    String all = String.join("", parts);
    StringBuilder shown = new StringBuilder();
    int from = 0;
    for (int at = all.indexOf("$24\r\n"); at >= 0; at = all.indexOf("$24\r\n", from)) {
      byte[] body = all.substring(at + 5, at + 29).getBytes(ISO_8859_1);
      assertThat(BulkBound.replacedBytes(body)).isEqualTo(replaced);
      shown.append(all, from, at).append("(marker)");
      from = Math.min(at + 31, all.length());
    }
    return shown.append(all.substring(from)).toString();
  }
}
