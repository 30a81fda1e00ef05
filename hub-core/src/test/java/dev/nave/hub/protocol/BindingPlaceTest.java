package dev.nave.hub.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the server can say of the argument that does not fit; clients see one text for all. */
class BindingPlaceTest {
  @SuppressWarnings("unused") // By the tests.
  private static final List<HubProtocol> PROTOCOLS = ValueTableFixture.BOTH;

  private static BindingException failure(
      HubProtocol protocol, List<Type> types, @Nullable Object... arguments) throws Exception {
    byte[] frame = protocol.write(InvocationMessage.send("Target", Payload.ofAll(arguments)));
    InvocationMessage read =
        (InvocationMessage) Objects.requireNonNull(protocol.read(frame, 0, frame.length));
    return Objects.requireNonNull(
        catchThrowableOfType(BindingException.class, () -> read.arguments().bind(types)));
  }

  @ParameterizedTest
  @FieldSource("PROTOCOLS")
  void theArgumentIsNamedByItsNumberAndType(HubProtocol protocol) throws Exception {
    BindingException failure =
        failure(protocol, List.of(int.class, TimeUnit.class, String.class), 1, "LATER", "x");

    assertThat(failure.place()).isEqualTo("argument 2 (java.util.concurrent.TimeUnit)");
    assertThat(failure.getCause()).hasMessageContaining("LATER");
    assertThat(failure.getMessage()).doesNotContain("2", "TimeUnit", "LATER");
  }

  @ParameterizedTest
  @FieldSource("PROTOCOLS")
  void aWrongNumberOfArgumentsHasNoPlace(HubProtocol protocol) throws Exception {
    assertThat(failure(protocol, List.of(int.class), 1, 2).place()).isEmpty();
  }
}
