package dev.nave.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Socket.IO (protocol 5 over Engine.IO 4): a packet is a WebSocket frame. An event is a call, and
 * its acknowledgement is the answer; the id is always 1, since answers carry their number.
 *
 * <p>Source: the protocol documents in socketio/socket.io and socketio/engine.io.
 */
final class SocketIoDialect extends Dialect {
  private static final int BEHIND_TEXT = "\"]".length();

  @Override
  String resource(URI url) {
    return "/socket.io/?EIO=4&transport=websocket";
  }

  @Override
  boolean cut(Cut cut, ByteBuf in, int from, int to, boolean accepted) {
    return to > from && cut.at(from, to, to);
  }

  @Override
  byte type(ByteBuf in, int from, int to) {
    return switch (in.getByte(from)) {
      case '0' -> WELCOME;
      case '2' -> PING;
      case '4' -> to - from > 1 ? ofSocketIo(in.getByte(from + 1)) : OTHER;
      default -> OTHER;
    };
  }

  private static byte ofSocketIo(byte type) {
    return switch (type) {
      case '0' -> ACCEPTED;
      case '2' -> INVOCATION;
      case '3' -> COMPLETION;
      default -> OTHER;
    };
  }

  @Override
  long number(byte type, ByteBuf in, int from, int to) {
    int at = to - BEHIND_TEXT - CallFrame.TEXT_LENGTH;
    return at < from ? -1 : CallFrame.numberAt(in, at);
  }

  @Override
  @Nullable Template choice(boolean statefulReconnect) {
    return null;
  }

  @Override
  Template greeting() {
    return Template.text("40");
  }

  @Override
  Template pong() {
    return Template.text("3");
  }

  @Override
  Template call(HubCall call) {
    String arguments =
        call.arguments().stream()
            .map(each -> ",\"" + each + "\"")
            .collect(Collectors.joining("", "[\"" + call.target() + "\"", "]"));
    return Template.text((call.answer() == HubCall.Answer.NONE ? "42" : "421") + arguments);
  }
}
