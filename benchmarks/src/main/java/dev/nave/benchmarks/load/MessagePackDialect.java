package dev.nave.benchmarks.load;

import static dev.nave.benchmarks.load.Template.NUMBER;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * SignalR's hub protocol in MessagePack: each message is an array, and its length stands before it.
 * It relies on how the server of this project writes: no headers, each number in its shortest form.
 *
 * <p>Source: HubProtocol.md, "MessagePack Encoding".
 */
final class MessagePackDialect extends Dialect {
  private static final byte END_OF_CHOICE = 0x1e;
  private static final int ARRAY_OF = 0x90;
  private static final int NO_HEADERS = 0x80;
  private static final int NIL = 0xc0;
  private static final int TEXT_OF = 0xa0;
  private static final int TEXT_8 = 0xd9;
  private static final int TEXT_16 = 0xda;
  private static final int TEXT_32 = 0xdb;
  private static final int WITHOUT_RESULT = 2;
  private static final int WITH_RESULT = 3;

  /** Behind the array's length, the type and the headers: 0xb0 and 16 digits. */
  private static final int INDEX_OF_ID = 4;

  /** The array of streams that ends a call. */
  private static final int CALL_WITH_STREAM_IDS = ARRAY_OF | 6;

  private static final int LONGEST_SHORT_TEXT = 31;
  private static final int LONGEST_LENGTH_BYTES = 5;

  @Override
  boolean cut(Cut cut, ByteBuf in, int from, int to, boolean accepted) {
    if (!accepted) {
      int end = in.indexOf(from, to, END_OF_CHOICE);
      return end >= 0 && cut.at(from, end, end + 1);
    }
    int length = 0;
    for (int i = 0; i < LONGEST_LENGTH_BYTES && from + i < to; i++) {
      byte next = in.getByte(from + i);
      length |= (next & 0x7f) << (7 * i);
      if (next >= 0) {
        int begin = from + i + 1;
        return to - begin >= length && cut.at(begin, begin + length, begin + length);
      }
    }
    return false;
  }

  @Override
  byte type(ByteBuf in, int from, int to) {
    if (in.getByte(from) == '{') {
      return to - from == "{}".length() ? ACCEPTED : OTHER;
    }
    return (byte) ('0' + in.getByte(from + 1));
  }

  @Override
  long number(byte type, ByteBuf in, int from, int to) {
    int at =
        switch (type) {
          case INVOCATION -> startOfText(in, from, to);
          case COMPLETION -> to - CallFrame.TEXT_LENGTH;
          case STREAM_ITEM -> from + INDEX_OF_ID;
          default -> -1;
        };
    return at < from ? -1 : CallFrame.numberAt(in, at);
  }

  private static int startOfText(ByteBuf in, int from, int to) {
    int behind = in.getUnsignedByte(from) == CALL_WITH_STREAM_IDS ? 1 : 0;
    return to - behind - CallFrame.TEXT_LENGTH;
  }

  @Override
  Template choice(boolean statefulReconnect) {
    return Template.binary("{\"protocol\":\"messagepack\",\"version\":1}\u001e".getBytes(US_ASCII));
  }

  @Override
  Template ping() {
    ByteBuf message = Unpooled.buffer().writeByte(ARRAY_OF | 1).writeByte(PING - '0');
    return template(List.of(message));
  }

  @Override
  Template call(HubCall call) {
    ByteBuf out = Unpooled.buffer().writeByte(CALL_WITH_STREAM_IDS);
    out.writeByte(call.answer() == HubCall.Answer.STREAM ? 4 : 1).writeByte(NO_HEADERS);
    if (call.answer() == HubCall.Answer.NONE) {
      out.writeByte(NIL);
    } else {
      text(out, NUMBER);
    }
    text(out, call.target());
    out.writeByte(ARRAY_OF | call.arguments().size());
    for (Object argument : call.arguments()) {
      if (argument instanceof Integer number) {
        out.writeByte(number); // Up to 127 a number is its own byte.
      } else {
        text(out, argument.toString());
      }
    }
    out.writeByte(ARRAY_OF | (call.uploaded() > 0 ? 1 : 0));
    if (call.uploaded() == 0) {
      return template(List.of(out));
    }
    text(out, NUMBER);
    List<ByteBuf> messages = new java.util.ArrayList<>(List.of(out));
    for (int i = 0; i < call.uploaded(); i++) {
      messages.add(text(text(start(4, STREAM_ITEM), NUMBER), HubCall.ITEM));
    }
    messages.add(text(start(4, COMPLETION), NUMBER).writeByte(WITHOUT_RESULT));
    return template(messages);
  }

  @Override
  Template resultOf(ByteBuf in, int from, int to) {
    int header = from + INDEX_OF_ID - 1;
    int first = in.getUnsignedByte(header);
    int length = first == TEXT_8 ? in.getUnsignedByte(header + 1) : first & LONGEST_SHORT_TEXT;
    int id = header + (first == TEXT_8 ? 2 : 1);
    ByteBuf out = text(start(5, COMPLETION), in.toString(id, length, US_ASCII));
    out.writeByte(WITH_RESULT);
    text(out, in.toString(startOfText(in, from, to), CallFrame.TEXT_LENGTH, US_ASCII));
    return template(List.of(out));
  }

  private static ByteBuf start(int values, byte type) {
    return Unpooled.buffer()
        .writeByte(ARRAY_OF | values)
        .writeByte(type - '0')
        .writeByte(NO_HEADERS);
  }

  private static ByteBuf text(ByteBuf out, String text) {
    int length = text.length();
    if (length <= LONGEST_SHORT_TEXT) {
      out.writeByte(TEXT_OF | length);
    } else if (length <= 0xff) {
      out.writeByte(TEXT_8).writeByte(length);
    } else if (length <= 0xffff) {
      out.writeByte(TEXT_16).writeShort(length);
    } else {
      out.writeByte(TEXT_32).writeInt(length);
    }
    return out.writeBytes(text.getBytes(US_ASCII));
  }

  private static Template template(List<ByteBuf> messages) {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf message : messages) {
      int rest = message.readableBytes();
      for (; rest > 0x7f; rest >>>= 7) {
        all.writeByte((rest & 0x7f) | 0x80);
      }
      all.writeByte(rest).writeBytes(message);
    }
    return Template.binary(ByteBufUtil.getBytes(all));
  }
}
