package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.Payload;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values whose bytes are not MessagePack. That ends their call, but not the connection.
 *
 * @param why what every attempt to bind them throws
 * @param encodedBytes how many bytes they may be
 */
record BrokenPayload(BindingException why, int encodedBytes) implements Payload {

  @Override
  public @Nullable Object[] bind(List<? extends Type> types) throws BindingException {
    throw why;
  }

  @Override
  public int size() {
    return 0;
  }
}
