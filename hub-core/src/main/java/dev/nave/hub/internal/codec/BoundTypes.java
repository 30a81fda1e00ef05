package dev.nave.hub.internal.codec;

import dev.nave.hub.protocol.HubProtocol;
import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TreeNode;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.tree.ArrayTreeNode;
import tools.jackson.core.tree.ObjectTreeNode;
import tools.jackson.core.type.ResolvedType;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;

/**
 * Remembers per Java type how it is read: finding that out costs more than reading. Any thread.
 *
 * <p>And how long a number may be: the time that it takes to read digits grows with the square of
 * their number.
 */
public final class BoundTypes {
  private final ConcurrentMap<Type, BoundType> byType = new ConcurrentHashMap<>();
  private final ObjectMapper mapper;
  private final ShortCuts shortCuts;
  private final ObjectReadContext context = new Context();
  private final int maxNumberLength;
  private final JsonFactory factory;

  /**
   * Creates a memory for the types as {@code mapper}, which must not change any more, reads them.
   */
  public BoundTypes(ObjectMapper mapper, ShortCuts shortCuts) {
    this(mapper, shortCuts, HubProtocol.MAX_NUMBER_LENGTH, StrictJson.forValues());
  }

  private BoundTypes(
      ObjectMapper mapper, ShortCuts shortCuts, int maxNumberLength, JsonFactory factory) {
    this.mapper = mapper;
    this.shortCuts = shortCuts;
    this.maxNumberLength = maxNumberLength;
    this.factory = factory;
  }

  /** Returns a memory for the same types, with another bound for the text of numbers. */
  public BoundTypes withMaxNumberLength(int characters) {
    return new BoundTypes(mapper, shortCuts, characters, StrictJson.forValues(characters));
  }

  /** Returns the longest number of the values that are read. */
  public int maxNumberLength() {
    return maxNumberLength;
  }

  /** Returns what reads values that are JSON. */
  public JsonFactory factory() {
    return factory;
  }

  /** Returns the longest number of what is read in {@code context}. */
  public static int maxNumberLength(DeserializationContext context) {
    return context.getAttribute(BoundTypes.class) instanceof Integer characters
        ? characters
        : HubProtocol.MAX_NUMBER_LENGTH;
  }

  /** Returns how to read {@code type}, which comes from the application and never from a client. */
  public BoundType get(Type type) {
    BoundType known = byType.get(type);
    return known != null ? known : byType.computeIfAbsent(type, this::find);
  }

  /** Returns what lets deserializers of the application read one value inside another. */
  public ObjectReadContext context() {
    return context;
  }

  private BoundType find(Type type) {
    return BoundType.of(type, reader(type), shortCuts);
  }

  private ObjectReader reader(Type type) {
    return mapper
        .readerFor(mapper.constructType(type))
        .withAttribute(BoundTypes.class, maxNumberLength);
  }

  /** The mapper, as parsers know it. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // so declares Jackson
  private final class Context extends ObjectReadContext.Base {
    @Override
    public TokenStreamFactory tokenStreamFactory() {
      return factory;
    }

    @Override
    public ArrayTreeNode createArrayNode() {
      return mapper.createArrayNode();
    }

    @Override
    public ObjectTreeNode createObjectNode() {
      return mapper.createObjectNode();
    }

    @Override
    @SuppressWarnings("unchecked") // What reads a tree of Jackson's expects its nodes.
    public <T extends TreeNode> T readTree(JsonParser parser) {
      return (T) mapper.readTree(parser);
    }

    @Override
    public <T> T readValue(JsonParser parser, Class<T> type) {
      return mapper.readValue(parser, type);
    }

    @Override
    public <T> T readValue(JsonParser parser, TypeReference<T> type) {
      return mapper.readValue(parser, type);
    }

    @Override
    public <T> T readValue(JsonParser parser, ResolvedType type) {
      return mapper.readValue(parser, type);
    }
  }
}
