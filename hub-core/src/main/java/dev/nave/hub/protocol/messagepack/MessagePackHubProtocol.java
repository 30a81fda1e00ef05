package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.ValueMappers;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.TransferFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The binary hub protocol: {@code messagepack}.
 *
 * <p>Objects of the application are bound by Jackson, like those of the JSON protocol, but written
 * as .NET clients expect them: names in PascalCase (see {@link PropertyNames}), enums by name,
 * points in time as timestamps, a {@code Duration} as a number of 100 ns, {@code byte[]} as bytes,
 * decimal numbers and UUIDs as strings. Values nest 500 levels deep.
 *
 * <p>Source: HubProtocol.md, "MessagePack (MsgPack) Encoding"; where that differs, the reference
 * server's MessagePackHubProtocolWorker.
 */
public final class MessagePackHubProtocol implements HubProtocol {
  private final MessagePackTypes types;

  private MessagePackHubProtocol(MessagePackTypes types) {
    this.types = types;
  }

  /** Creates the protocol with the default rules and PascalCase names. */
  public static MessagePackHubProtocol create() {
    return create(mapper -> {}, PropertyNames.PASCAL_CASE);
  }

  /**
   * Creates the protocol with rules that the application adapts.
   *
   * @param customizer changes the mapper that has the rules of the class comment; called once, here
   * @param propertyNames decides about names, whatever {@code customizer} does
   * @throws IllegalArgumentException if {@code customizer} turns default typing on, which lets
   *     clients choose the classes that are created
   */
  public static MessagePackHubProtocol create(
      Consumer<JsonMapper.Builder> customizer, PropertyNames propertyNames) {
    return new MessagePackHubProtocol(MessagePackTypes.of(newMapper(customizer, propertyNames)));
  }

  /**
   * Returns a mapper as this protocol uses it: for tools that describe what it reads and writes.
   *
   * @param customizer as in {@link #create(Consumer, PropertyNames)}
   * @param propertyNames as in {@link #create(Consumer, PropertyNames)}
   * @throws IllegalArgumentException as {@link #create(Consumer, PropertyNames)}
   */
  public static ObjectMapper newMapper(
      Consumer<JsonMapper.Builder> customizer, PropertyNames propertyNames) {
    return ValueMappers.newMapper(
        new MessagePackModule(),
        mapper -> {
          mapper.disable(EnumFeature.WRITE_ENUMS_USING_INDEX);
          customizer.accept(mapper);
          if (propertyNames == PropertyNames.PASCAL_CASE) {
            mapper.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);
          }
        });
  }

  /** How the properties of the application's objects are called on the wire. */
  public enum PropertyNames {
    /**
     * With a capital first letter ({@code Name} for {@code name()} or {@code getName()}), because
     * that is how .NET declares and a .NET client matches them. Explicit names are kept.
     */
    PASCAL_CASE,
    /** As the mapper calls them, in general {@code name}. */
    AS_MAPPED
  }

  @Override
  public String name() {
    return "messagepack";
  }

  @Override
  public TransferFormat transferFormat() {
    return TransferFormat.BINARY;
  }

  @Override
  public int frameEnd(byte[] bytes, int from, int to, int maxBytes) throws ProtocolException {
    int start = VarInt.end(bytes, from, to);
    if (start == INCOMPLETE) {
      return INCOMPLETE;
    }
    long end = start + (long) VarInt.read(bytes, from, start);
    if (end - from > maxBytes) {
      throw ProtocolException.tooLarge(maxBytes);
    }
    return end <= to ? (int) end : INCOMPLETE;
  }

  @Override
  public @Nullable HubMessage read(byte[] bytes, int from, int to) throws ProtocolException {
    int start = VarInt.end(bytes, from, to);
    if (start == INCOMPLETE) {
      throw MessageReader.cutShort();
    }
    return new MessageReader(types.bound(), bytes, start, to).read();
  }

  @Override
  public HubProtocol withMaxNumberLength(int characters) {
    return characters == types.bound().maxNumberLength()
        ? this
        : new MessagePackHubProtocol(types.withMaxNumberLength(characters));
  }

  @Override
  public byte[] write(HubMessage message) {
    return new MessageWriter(types, message).write();
  }
}
