package dev.nave.hub.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What both hub protocols make of values and of bytes is what was recorded once: neither a newer
 * library nor another default of it changes a byte.
 *
 * <p>{@code recorded-values.txt} has a line per value, type and protocol. Where one differs, the
 * failure shows both; a line for a new case is added by hand.
 */
class RecordedValuesTest {
  private static final HubProtocol JSON = JsonHubProtocol.create();
  private static final HubProtocol MESSAGEPACK = MessagePackHubProtocol.create();
  private static final List<HubProtocol> BOTH = List.of(JSON, MESSAGEPACK);
  private static final String FRAME = "{\"type\":2,\"invocationId\":\"1\",\"item\":";

  /** An item as well: of the stream "1", without headers. */
  private static final byte[] PACKED_FRAME = HexFormat.of().parseHex("940280a131");

  private final List<String> lines = new ArrayList<>();

  @Test
  void whatIsWrittenIsWhatWasRecorded() throws IOException {
    for (CorpusValues.Written written : CorpusValues.all()) {
      Object value = written.value();
      Type type = written.declared();
      String title = title(value) + (type == null ? "" : " as " + shorten(type));
      for (HubProtocol protocol : BOTH) {
        lines.add(
            "write %s %s -> %s".formatted(protocol.name(), title, write(protocol, value, type)));
      }
    }
    assertRecorded("write ");
  }

  @Test
  void whatIsReadIsWhatWasRecorded() throws IOException {
    for (CorpusReads.Read read : CorpusReads.all()) {
      for (HubProtocol protocol : BOTH) {
        List<String> refused = new ArrayList<>();
        String asked = protocol.name() + " " + shorten(read.type());
        for (String input : read.inputs()) {
          String outcome = read(protocol, input, read.type());
          if (outcome.equals("refused")) {
            refused.add(input);
          } else if (!outcome.isEmpty()) {
            lines.add("read %s %s -> %s".formatted(asked, input, outcome));
          }
        }
        if (!refused.isEmpty()) {
          lines.add("read %s refuses %s".formatted(asked, String.join(" ", refused)));
        }
      }
    }
    assertRecorded("read ");
  }

  private void assertRecorded(String prefix) throws IOException {
    List<String> recorded;
    try (InputStream text = RecordedValuesTest.class.getResourceAsStream("recorded-values.txt")) {
      recorded =
          new String(Objects.requireNonNull(text).readAllBytes(), UTF_8)
              .lines()
              .filter(line -> line.startsWith(prefix))
              .toList();
    }
    List<String> differences = new ArrayList<>();
    lines.stream()
        .filter(now -> !recorded.contains(now))
        .map(now -> "now " + now)
        .forEach(differences::add);
    recorded.stream()
        .filter(was -> !lines.contains(was))
        .map(was -> "was " + was)
        .forEach(differences::add);
    assertThat(differences).isEmpty();
  }

  private static String write(HubProtocol protocol, @Nullable Object value, @Nullable Type type) {
    try {
      Payload payload = Payload.of(value, type);
      byte[] frame = protocol.write(new StreamItemMessage(Map.of(), "1", payload));
      if (protocol == JSON) {
        String text = new String(frame, UTF_8);
        return text.substring(FRAME.length(), text.length() - 2);
      }
      int from = PACKED_FRAME.length + (frame[0] < 0 ? 2 : 1);
      return show(Arrays.copyOfRange(frame, from, frame.length));
    } catch (EncodingException e) {
      return "refused";
    }
  }

  /** Returns nothing for what only JSON can say. */
  private static String read(HubProtocol protocol, String input, Type type) {
    try {
      return show(bind(protocol, frame(protocol, input), type));
    } catch (BindingException e) {
      return "refused";
    } catch (ProtocolException e) {
      return String.valueOf(e.getMessage());
    } catch (EncodingException e) {
      return "";
    }
  }

  private static byte[] frame(HubProtocol protocol, String input) throws ProtocolException {
    if (input.startsWith("0x")) { // MessagePack itself.
      if (protocol == JSON) {
        throw new EncodingException("binary");
      }
      byte[] value = HexFormat.of().parseHex(input.substring(2));
      byte[] frame = new byte[1 + PACKED_FRAME.length + value.length];
      frame[0] = (byte) (frame.length - 1);
      System.arraycopy(PACKED_FRAME, 0, frame, 1, PACKED_FRAME.length);
      System.arraycopy(value, 0, frame, 1 + PACKED_FRAME.length, value.length);
      return frame;
    }
    byte[] frame = (FRAME + input + "}\u001e").getBytes(UTF_8);
    if (protocol == JSON) {
      return frame;
    }
    try {
      Object natural = bind(JSON, frame, Object.class);
      return protocol.write(new StreamItemMessage(Map.of(), "1", Payload.of(natural)));
    } catch (BindingException | ProtocolException e) {
      throw new EncodingException("not JSON", e);
    }
  }

  private static @Nullable Object bind(HubProtocol protocol, byte[] frame, Type type)
      throws BindingException, ProtocolException {
    StreamItemMessage message =
        (StreamItemMessage) Objects.requireNonNull(protocol.read(frame, 0, frame.length));
    return message.item().bind(List.of(type))[0];
  }

  // How values and bytes look in the record.

  /** Returns bytes in hexadecimal, with text of three characters and more as text. */
  private static String show(byte[] bytes) {
    StringBuilder shown = new StringBuilder();
    int i = 0;
    while (i < bytes.length) {
      int end = i;
      while (end < bytes.length && bytes[end] > ' ' && bytes[end] < 127) {
        end++;
      }
      if (end - i >= 3) {
        shown.append('\'').append(new String(bytes, i, end - i, UTF_8)).append("' ");
        i = end;
      } else {
        shown.append("%02x ".formatted(bytes[i++]));
      }
    }
    return shown.toString().strip();
  }

  private static String title(@Nullable Object value) {
    String name =
        value == null || value instanceof Collection<?>
            ? ""
            : value.getClass().getSimpleName() + " ";
    String shown = value instanceof Calendar || value instanceof TimeZone ? "" : show(value);
    return shown.startsWith(name.strip()) ? shown : name + shown;
  }

  private static String show(@Nullable Object value) {
    if (value instanceof String text) {
      return '"' + text.codePoints().mapToObj(RecordedValuesTest::show).collect(joining()) + '"';
    } else if (value instanceof Date date) {
      return "Date(" + date.toInstant() + ")"; // Its own text depends on the zone.
    } else if (value instanceof Integer || value instanceof Boolean || value == null) {
      return String.valueOf(value);
    } else if (value.getClass().isArray()) {
      return value.getClass().getSimpleName() + items(value);
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> show(e.getKey()) + "=" + show(e.getValue()))
          .collect(joining(", ", "{", "}"));
    } else if (value instanceof Collection<?> items) {
      return (value instanceof List<?> ? "" : "set ")
          + items.stream().map(RecordedValuesTest::show).collect(joining(", ", "[", "]"));
    }
    String name = value.getClass().getSimpleName();
    String text =
        value.toString().replaceAll("@[0-9a-f]+", "").replaceAll("dev\\.nave[\\w.]*[.$]", "");
    return text.startsWith(name) ? text : name + "(" + text + ")";
  }

  /** Escapes what is no text of its own: half a pair, the end of a line. */
  private static String show(int c) {
    boolean isShown = c >= ' ' && c != 0x2028 && (c < 0xD800 || c > 0xDFFF);
    return isShown ? Character.toString(c) : "\\u%04x".formatted(c);
  }

  private static String items(Object array) {
    return IntStream.range(0, Array.getLength(array))
        .mapToObj(i -> show(Array.get(array, i)))
        .collect(joining(", ", "[", "]"));
  }

  private static String shorten(Type type) {
    return type.getTypeName().replaceAll("[\\w.]+[.$]", "").replace(", ", ",");
  }
}
