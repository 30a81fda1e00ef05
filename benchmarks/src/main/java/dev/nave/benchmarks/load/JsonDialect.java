package dev.nave.benchmarks.load;

import static dev.nave.benchmarks.load.Template.NUMBER;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SignalR's hub protocol in JSON, as both servers write it: without spaces, the type first. */
final class JsonDialect extends Dialect {
  private static final byte END_OF_MESSAGE = 0x1e;
  private static final int INDEX_OF_TYPE = "{\"type\":".length();
  private static final int INDEX_OF_ID = "{\"type\":2,\"invocationId\":\"".length();
  private static final int BEHIND_ARGUMENT = "\"]}".length();
  private static final int BEHIND_RESULT = "\"}".length();

  @Override
  boolean cut(Cut cut, ByteBuf in, int from, int to, boolean accepted) {
    int end = in.indexOf(from, to, END_OF_MESSAGE);
    return end >= 0 && cut.at(from, end, end + 1);
  }

  @Override
  byte type(ByteBuf in, int from, int to) {
    if (to - from > INDEX_OF_TYPE) {
      return in.getByte(from + INDEX_OF_TYPE);
    }
    return to - from == "{}".length() ? ACCEPTED : OTHER;
  }

  @Override
  long number(byte type, ByteBuf in, int from, int to) {
    int at =
        switch (type) {
          case INVOCATION -> to - BEHIND_ARGUMENT - CallFrame.TEXT_LENGTH;
          case COMPLETION -> to - BEHIND_RESULT - CallFrame.TEXT_LENGTH;
          case STREAM_ITEM -> from + INDEX_OF_ID;
          default -> -1;
        };
    return at < from ? -1 : CallFrame.numberAt(in, at);
  }

  @Override
  Template choice(boolean statefulReconnect) {
    return Template.text(
        "{\"protocol\":\"json\",\"version\":" + (statefulReconnect ? 2 : 1) + "}\u001e");
  }

  @Override
  @Nullable Template ping() {
    return Template.text("{\"type\":6}\u001e");
  }

  @Override
  Template ack(long messages) {
    return Template.text("{\"type\":8,\"sequenceId\":" + messages + "}\u001e");
  }

  @Override
  Template call(HubCall call) {
    String id = call.answer() == HubCall.Answer.NONE ? "" : "\"invocationId\":\"" + NUMBER + "\",";
    String arguments =
        call.arguments().stream()
            .map(each -> each instanceof String ? "\"" + each + "\"" : each.toString())
            .collect(Collectors.joining(","));
    StringBuilder text = new StringBuilder();
    text.append("{\"type\":").append(call.answer() == HubCall.Answer.STREAM ? 4 : 1).append(',');
    text.append(id).append("\"target\":\"").append(call.target());
    text.append("\",\"arguments\":[").append(arguments).append(']');
    text.append(call.uploaded() > 0 ? ",\"streamIds\":[\"" + NUMBER + "\"]}" : "}");
    text.append('\u001e');
    if (call.uploaded() > 0) {
      String item = "{\"type\":2,\"invocationId\":\"" + NUMBER + "\",\"item\":\"" + HubCall.ITEM;
      text.append((item + "\"}\u001e").repeat(call.uploaded()));
      text.append("{\"type\":3,\"invocationId\":\"").append(NUMBER).append("\"}\u001e");
    }
    return Template.text(text.toString());
  }

  @Override
  Template resultOf(ByteBuf in, int from, int to) {
    int id = from + INDEX_OF_ID;
    int idLength = in.indexOf(id, to, (byte) '"') - id;
    int text = to - BEHIND_ARGUMENT - CallFrame.TEXT_LENGTH;
    return Template.text(
        "{\"type\":3,\"invocationId\":\""
            + in.toString(id, idLength, US_ASCII)
            + "\",\"result\":\""
            + in.toString(text, CallFrame.TEXT_LENGTH, US_ASCII)
            + "\"}\u001e");
  }
}
