package dev.nave.hub.protocol.messagepack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** What another implementation writes is read as it was meant, and written back byte for byte. */
class MessagePackOracleTest extends ValueTestCase {
  private static final int ROUNDS = 500;
  private static final int MAX_LEVELS = 4;

  private final Random random = new Random(20_261_105);

  @Test
  void readsAndWritesWhatMsgpackCoreWrites() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Object value = randomValue(0);
      String hex = packed(value);
      assertThat(bind(hex, Object.class)).usingRecursiveComparison().isEqualTo(value);
      assertThat(written(value)).isEqualTo(hex);
    }
  }

  private @Nullable Object randomValue(int level) {
    return switch (random.nextInt(level == MAX_LEVELS ? 9 : 12)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt() >> random.nextInt(32);
      case 3 -> Long.MIN_VALUE >> random.nextInt(31);
      case 4 -> BigInteger.TWO.pow(64).subtract(BigInteger.valueOf(1 + random.nextInt(1000)));
      case 5 -> random.nextFloat();
      case 6 -> random.nextGaussian();
      case 7 -> "é".repeat(random.nextInt(200)) + "x".repeat(random.nextInt(40));
      case 8 -> Instant.ofEpochSecond(random.nextInt(2000) * 10_000_000L - 1, random.nextInt(2));
      case 9 -> randomBytes();
      case 10 -> randomList(level);
      default -> randomMap(level);
    };
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  private List<@Nullable Object> randomList(int level) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int size = random.nextInt(20); size > 0; size--) {
      list.add(randomValue(level + 1));
    }
    return list;
  }

  private Map<Object, @Nullable Object> randomMap(int level) {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int size = random.nextInt(20); size > 0; size--) {
      map.put(random.nextBoolean() ? "key " + size : (Object) size, randomValue(level + 1));
    }
    return map;
  }

  private static String packed(@Nullable Object value) throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      pack(value, packer);
      return Hex.text(packer.toByteArray());
    }
  }

  private static void pack(@Nullable Object value, MessageBufferPacker packer) throws IOException {
    if (value == null) {
      packer.packNil();
    } else if (value instanceof Boolean bool) {
      packer.packBoolean(bool);
    } else if (value instanceof Integer || value instanceof Long) {
      packer.packLong(((Number) value).longValue());
    } else if (value instanceof BigInteger integer) {
      packer.packBigInteger(integer);
    } else if (value instanceof Float number) {
      packer.packFloat(number);
    } else if (value instanceof Double number) {
      packer.packDouble(number);
    } else if (value instanceof String text) {
      packer.packString(text);
    } else if (value instanceof Instant instant) {
      packer.packTimestamp(instant);
    } else if (value instanceof byte[] bytes) {
      packer.packBinaryHeader(bytes.length).writePayload(bytes);
    } else if (value instanceof List<?> list) {
      packer.packArrayHeader(list.size());
      for (Object item : list) {
        pack(item, packer);
      }
    } else if (value instanceof Map<?, ?> map) {
      packer.packMapHeader(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        pack(entry.getKey(), packer);
        pack(entry.getValue(), packer);
      }
    }
  }
}
