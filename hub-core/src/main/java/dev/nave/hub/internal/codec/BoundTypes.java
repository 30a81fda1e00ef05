package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Remembers per Java type how it is read: finding that out costs more than reading. Any thread. */
public final class BoundTypes {
  private final ConcurrentMap<Type, BoundType> byType = new ConcurrentHashMap<>();
  private final ObjectMapper mapper;
  private final ShortCuts shortCuts;

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

  private BoundType find(Type type) {
    return BoundType.of(type, mapper.readerFor(mapper.constructType(type)), shortCuts);
  }
}
