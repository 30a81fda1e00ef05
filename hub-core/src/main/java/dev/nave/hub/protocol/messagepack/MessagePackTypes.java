package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.BoundTypes;
import dev.nave.hub.internal.codec.ShortCuts;
import dev.nave.hub.internal.codec.WrittenTypes;
import tools.jackson.databind.ObjectMapper;

/**
 * How the values of an application are read and written. Any thread.
 *
 * @param bound the types that were read so far
 * @param written the types that were written so far
 * @param shortCuts the types that are written without the mapper
 */
record MessagePackTypes(BoundTypes bound, WrittenTypes written, ShortCuts shortCuts) {

  static MessagePackTypes of(ObjectMapper mapper) {
    ShortCuts shortCuts = ShortCuts.of(mapper);
    return new MessagePackTypes(
        new BoundTypes(mapper, shortCuts), new WrittenTypes(mapper), shortCuts);
  }

  /** Returns the same types with another bound for numbers. */
  MessagePackTypes withMaxNumberLength(int characters) {
    return new MessagePackTypes(bound.withMaxNumberLength(characters), written, shortCuts);
  }
}
