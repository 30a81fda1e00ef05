package dev.nave.conformance.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MessagePack for the values of {@link Json}. A map with the one key {@code $bin} or {@code $raw}
 * stands for bytes, given in hexadecimal: a byte array, or bytes that go out as they are.
 */
final class MessagePack {
  private MessagePack() {}

  static byte[] encode(@Nullable Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encode(value, out);
    return out.toByteArray();
  }

  private static void encode(@Nullable Object value, ByteArrayOutputStream out) {
    if (value == null) {
      out.write(0xC0);
    } else if (value instanceof Boolean flag) {
      out.write(flag ? 0xC3 : 0xC2);
    } else if (value instanceof BigDecimal number) {
      encodeNumber(number, out);
    } else if (value instanceof String string) {
      byte[] bytes = string.getBytes(UTF_8);
      head(bytes.length, 0xA0, 32, 0xD9, out);
      out.writeBytes(bytes);
    } else if (value instanceof List<?> list) {
      head(list.size(), 0x90, 16, 0xDB, out);
      list.forEach(each -> encode(each, out));
    } else if (value instanceof Map<?, ?> map) {
      encodeMap(map, out);
    } else {
      throw new IllegalArgumentException("cannot be encoded: " + value);
    }
  }

  private static void encodeMap(Map<?, ?> map, ByteArrayOutputStream out) {
    if (map.size() == 1 && map.get("$raw") instanceof String raw) {
      out.writeBytes(HexFormat.of().parseHex(raw));
    } else if (map.size() == 1 && map.get("$bin") instanceof String hex) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      out.write(0xC5);
      out.write(bytes.length >> 8);
      out.write(bytes.length);
      out.writeBytes(bytes);
    } else {
      head(map.size(), 0x80, 16, 0xDD, out);
      map.forEach(
          (key, each) -> {
            encode(key, out);
            encode(each, out);
          });
    }
  }

  private static void encodeNumber(BigDecimal number, ByteArrayOutputStream out) {
    if (number.stripTrailingZeros().scale() > 0 || number.precision() > 19) {
      out.write(0xCB);
      out.writeBytes(ByteBuffer.allocate(8).putDouble(number.doubleValue()).array());
      return;
    }
    long whole = number.longValueExact();
    if (whole >= -32 && whole < 128) {
      out.write((int) whole);
    } else if (whole == (int) whole) {
      out.write(0xD2);
      out.writeBytes(ByteBuffer.allocate(4).putInt((int) whole).array());
    } else {
      out.write(0xD3);
      out.writeBytes(ByteBuffer.allocate(8).putLong(whole).array());
    }
  }

  /** Writes a length: within the code byte where it is small, else in two bytes behind it. */
  private static void head(int size, int fix, int limit, int code8, ByteArrayOutputStream out) {
    if (size < limit) {
      out.write(fix | size);
    } else {
      out.write(code8 + 1);
      out.write(size >> 8);
      out.write(size);
    }
  }

  /** Puts the length in front of a message, as the hub protocol does. */
  static byte[] framed(byte[] message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int size = message.length;
    while (size > 127) {
      out.write((size & 127) | 128);
      size >>= 7;
    }
    out.write(size);
    out.writeBytes(message);
    return out.toByteArray();
  }

  /** Reads one value and moves the position behind it. */
  static @Nullable Object decode(ByteBuffer in) {
    int code = in.get() & 0xFF;
    if (code < 0x80 || code >= 0xE0) {
      return BigDecimal.valueOf((byte) code);
    }
    if (code < 0x90) {
      return map(code & 15, in);
    }
    if (code < 0xA0) {
      return array(code & 15, in);
    }
    if (code < 0xC0) {
      return new String(bytes(code & 31, in), UTF_8);
    }
    return switch (code) {
      case 0xC0 -> null;
      case 0xC2 -> false;
      case 0xC3 -> true;
      case 0xC4 -> bytes(unsigned(1, in), in);
      case 0xC5 -> bytes(unsigned(2, in), in);
      case 0xC6 -> bytes(unsigned(4, in), in);
      case 0xCA -> in.getFloat();
      case 0xCB -> in.getDouble();
      case 0xCC, 0xCD, 0xCE ->
          BigDecimal.valueOf(Integer.toUnsignedLong(unsigned(1 << (code - 0xCC), in)));
      case 0xCF -> new BigDecimal(new BigInteger(1, bytes(8, in)));
      case 0xD0 -> BigDecimal.valueOf(in.get());
      case 0xD1 -> BigDecimal.valueOf(in.getShort());
      case 0xD2 -> BigDecimal.valueOf(in.getInt());
      case 0xD3 -> BigDecimal.valueOf(in.getLong());
      case 0xD9 -> new String(bytes(unsigned(1, in), in), UTF_8);
      case 0xDA -> new String(bytes(unsigned(2, in), in), UTF_8);
      case 0xDB -> new String(bytes(unsigned(4, in), in), UTF_8);
      case 0xDC -> array(unsigned(2, in), in);
      case 0xDD -> array(unsigned(4, in), in);
      case 0xDE -> map(unsigned(2, in), in);
      case 0xDF -> map(unsigned(4, in), in);
      default -> throw new IllegalArgumentException("code " + Integer.toHexString(code));
    };
  }

  private static int unsigned(int size, ByteBuffer in) {
    int value = 0;
    for (int i = 0; i < size; i++) {
      value = (value << 8) | (in.get() & 0xFF);
    }
    return value;
  }

  private static byte[] bytes(int size, ByteBuffer in) {
    byte[] bytes = new byte[size];
    in.get(bytes);
    return bytes;
  }

  private static List<@Nullable Object> array(int size, ByteBuffer in) {
    List<@Nullable Object> array = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      array.add(decode(in));
    }
    return array;
  }

  private static Map<String, @Nullable Object> map(int size, ByteBuffer in) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      String key = Json.write(decode(in));
      map.put(key, decode(in));
    }
    return map;
  }
}
