package dev.nave.hub.protocol.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nave.hub.internal.codec.BoundTypes;
import dev.nave.hub.internal.codec.ShortCuts;
import dev.nave.hub.internal.codec.StrictJson;
import dev.nave.hub.internal.codec.ValueMappers;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.TransferFormat;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The hub protocol that every client speaks: {@code json}.
 *
 * <p>Strings, booleans, {@code int}, {@code long} and {@code double} are read and written by this
 * class itself, unless the application registers something of its own for them. Numbers that JSON
 * does not have (NaN, infinities) cannot be written. Half a surrogate pair is written as U+FFFD.
 * Messages nest 64 levels deep.
 *
 * <p>Source: HubProtocol.md, "JSON Encoding"; where that differs, the reference server's
 * JsonHubProtocol.
 */
public final class JsonHubProtocol implements HubProtocol {
  /** Most messages of an idle connection, as every official client writes it. */
  private static final byte[] PING = "{\"type\":6}\u001e".getBytes(US_ASCII);

  private final BoundTypes types;
  private final ValueWriter values;

  private JsonHubProtocol(BoundTypes types, ValueWriter values) {
    this.types = types;
    this.values = values;
  }

  /**
   * Creates the protocol with the default rules: names as declared and read ignoring case, unknown
   * properties ignored, missing ones left at their default, null refused for primitives; nulls
   * written, enums as numbers (read by name, too), times as ISO-8601, {@code byte[]} as base64.
   */
  public static JsonHubProtocol create() {
    return create(mapper -> {});
  }

  /**
   * Creates the protocol with rules that the application adapts.
   *
   * @param customizer changes the mapper that has the default rules; called once, here. What it
   *     registers for a type goes before the rules for that type; limits stay as they are.
   * @throws IllegalArgumentException if {@code customizer} turns default typing on, which lets
   *     clients choose the classes that are created
   */
  public static JsonHubProtocol create(Consumer<JsonMapper.Builder> customizer) {
    ObjectMapper mapper = newMapper(customizer);
    ShortCuts shortCuts = ShortCuts.of(mapper);
    return new JsonHubProtocol(
        new BoundTypes(mapper, shortCuts), new ValueWriter(mapper, shortCuts));
  }

  /**
   * Returns a mapper as this protocol uses it: for tools that describe what it reads and writes.
   *
   * @param customizer as in {@link #create(Consumer)}
   * @throws IllegalArgumentException as {@link #create(Consumer)}
   */
  public static ObjectMapper newMapper(Consumer<JsonMapper.Builder> customizer) {
    return ValueMappers.newMapper(new SimpleModule("json"), customizer);
  }

  @Override
  public String name() {
    return "json";
  }

  @Override
  public TransferFormat transferFormat() {
    return TransferFormat.TEXT;
  }

  @Override
  public int frameEnd(byte[] bytes, int from, int to, int maxBytes) throws ProtocolException {
    return StrictJson.recordEnd(bytes, from, from, to, maxBytes);
  }

  @Override
  public int frameEnd(byte[] bytes, int from, int seen, int to, int maxBytes)
      throws ProtocolException {
    return StrictJson.recordEnd(bytes, from, seen, to, maxBytes);
  }

  @Override
  public @Nullable HubMessage read(byte[] bytes, int from, int to) throws ProtocolException {
    if (Arrays.equals(bytes, from, to, PING, 0, PING.length)) {
      return PingMessage.INSTANCE;
    }
    return new MessageReader(types, bytes, from, to - 1).read();
  }

  @Override
  public HubProtocol withMaxNumberLength(int characters) {
    return characters == types.maxNumberLength()
        ? this
        : new JsonHubProtocol(types.withMaxNumberLength(characters), values);
  }

  @Override
  public byte[] write(HubMessage message) {
    if (message instanceof PingMessage) {
      return PING.clone();
    }
    return new MessageWriter(values, message).write();
  }
}
