package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.BoundType;
import dev.nave.hub.internal.codec.BoundTypes;
import dev.nave.hub.internal.codec.MismatchException;
import dev.nave.hub.internal.messagepack.Code;
import dev.nave.hub.internal.messagepack.MessagePackInput;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.Payload;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values as the piece of a message they came in: {@code bytes[from, to)} is {@code count} of them,
 * one behind the other. Their syntax was checked, their nesting was not. Any thread.
 */
final class MessagePackPayload implements Payload {
  private final BoundTypes types;
  private final byte[] bytes;
  private final int from;
  private final int to;
  private final int count;
  private final int values;

  MessagePackPayload(BoundTypes types, byte[] bytes, int from, int to, int count, int values) {
    this.types = types;
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.count = count;
    this.values = values;
  }

  @Override
  public @Nullable Object[] bind(List<? extends Type> asked) throws BindingException {
    if (asked.size() != count) {
      throw BindingException.wrongCount(count, asked.size());
    }
    @Nullable Object[] values = new @Nullable Object[count];
    int i = 0;
    try {
      MessagePackInput in = new MessagePackInput(bytes, from, to);
      for (; i < count; i++) {
        values[i] = read(in, types.get(asked.get(i)));
      }
      return values;
    } catch (Throwable e) {
      // What the application reads its classes with throws anything, unchecked or not: Kotlin and
      // others know no checked exceptions.
      throw i < count
          ? BindingException.wrongType(i, asked.get(i), e)
          : BindingException.wrongType(e);
    }
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public int valueCount() {
    return values;
  }

  @Override
  public int encodedBytes() {
    return to - from;
  }

  @Override
  public int keptBytes() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  private @Nullable Object read(MessagePackInput in, BoundType type) throws MismatchException {
    if ((type.isPrimitive() || type.kind() != BoundType.Kind.OTHER) && in.tryNil()) {
      return type.nullValue();
    }
    return switch (type.kind()) {
      case STRING -> in.readString();
      case INT -> in.readInt();
      case LONG -> in.readLong();
      case DOUBLE -> in.readDouble();
      case BOOLEAN -> in.readBoolean();
      case ANY -> NaturalValues.read(in);
      case BYTES ->
          in.family() == Code.Family.BINARY
              ? in.readBinary()
              : Tokens.read(in, type.reader(), types.context());
      case OTHER -> Tokens.read(in, type.reader(), types.context());
    };
  }
}
