package dev.nave.hub.internal.codec;

import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TreeNode;
import tools.jackson.core.tree.ArrayTreeNode;
import tools.jackson.core.tree.ObjectTreeNode;
import tools.jackson.core.type.ResolvedType;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** Remembers per Java type how it is read: finding that out costs more than reading. Any thread. */
public final class BoundTypes {
  private final ConcurrentMap<Type, BoundType> byType = new ConcurrentHashMap<>();
  private final ObjectMapper mapper;
  private final ShortCuts shortCuts;
  private final ObjectReadContext context = new Context();

  /**
   * Creates a memory for the types as {@code mapper}, which must not change any more, reads them.
   */
  public BoundTypes(ObjectMapper mapper, ShortCuts shortCuts) {
    this.mapper = mapper;
    this.shortCuts = shortCuts;
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
    return BoundType.of(type, mapper.readerFor(mapper.constructType(type)), shortCuts);
  }

  /** The mapper, as parsers know it. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // so declares Jackson
  private final class Context extends ObjectReadContext.Base {
    @Override
    public TokenStreamFactory tokenStreamFactory() {
      return StrictJson.forValues();
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
