package dev.nave.hub.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and writes values by both hub protocols. */
abstract class ValueTableFixture {
  static final HubProtocol JSON = JsonHubProtocol.create();
  static final HubProtocol MESSAGEPACK = MessagePackHubProtocol.create();
  static final List<HubProtocol> BOTH = List.of(JSON, MESSAGEPACK);

  // How a value comes to be read: a client writes it, or JSON text has it.

  static void assertRefused(HubProtocol protocol, Type type, Object value) {
    assertThatThrownBy(() -> bind(protocol, type, value))
        .as("%s as %s in %s", value, type.getTypeName(), protocol.name())
        .isInstanceOf(BindingException.class)
        .hasMessageStartingWith("Error binding arguments.");
  }

  static @Nullable Object bind(HubProtocol protocol, Type type, Object value) throws Exception {
    byte[] frame = result(protocol, value);
    CompletionMessage read =
        (CompletionMessage) Objects.requireNonNull(protocol.read(frame, 0, frame.length));
    return Objects.requireNonNull(read.result()).bind(List.of(type))[0];
  }

  static String json(Object value) {
    String text = new String(result(JSON, value), UTF_8);
    return text.substring(
        "{\"type\":3,\"invocationId\":\"1\",\"result\":".length(), text.length() - 2);
  }

  static byte[] result(HubProtocol protocol, Object value) {
    return protocol.write(CompletionMessage.withResult("1", value));
  }

  record Plain(@JsonProperty("b") byte b) {}

  abstract static class TypeOf<T> {
    Type type() {
      return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }
  }
}
