package dev.nave.hub.protocol.messagepack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.ProtocolException;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes single values in hexadecimal digits. */
abstract class ValueTestCase {
  final MessagePackHubProtocol protocol = MessagePackHubProtocol.create();

  final void assertWrongType(String hex, Type type) {
    assertThatThrownBy(() -> bind(hex, type))
        .isInstanceOf(BindingException.class)
        .hasMessageStartingWith("Error binding arguments.");
  }

  final @Nullable Object bind(String hex, Type type) throws BindingException, ProtocolException {
    return bind(protocol, hex, type);
  }

  static @Nullable Object bind(MessagePackHubProtocol protocol, String hex, Type type)
      throws BindingException, ProtocolException {
    return Hex.read(protocol, InvocationMessage.class, "95 01 80 A171 A174 91" + hex)
        .arguments()
        .bind(List.of(type))[0];
  }

  final String written(@Nullable Object value) throws ProtocolException {
    String hex = Hex.write(protocol, CompletionMessage.withResult("q", value));
    assertThat(hex).startsWith("950380A17103");
    return hex.substring(12);
  }
}
