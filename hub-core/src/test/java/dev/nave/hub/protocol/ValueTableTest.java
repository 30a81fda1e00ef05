package dev.nave.hub.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Messages and results that one hub protocol cannot carry, and what values of the application
 * throw.
 */
class ValueTableTest extends ValueTableFixture {
  @Test
  void aMessageToManyFitsBothHubProtocolsOrNone() {
    Object deep = List.of();
    for (int i = 0; i < 64; i++) {
      deep = List.of(deep);
    }
    for (Object value :
        List.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NaN,
            List.of(Double.NaN),
            new float[] {Float.NaN},
            deep)) {
      for (HubProtocol protocol : BOTH) {
        assertThatThrownBy(
                () -> protocol.write(InvocationMessage.send("m", Payload.ofAll(1, value))))
            .as("%s in %s", value, protocol.name())
            .isInstanceOf(EncodingException.class);
      }
    }
  }

  @Test
  void aResultIsWhatTheCallersHubProtocolCanCarry() throws Exception {
    assertThat(bind(MESSAGEPACK, double.class, Double.NaN)).isEqualTo(Double.NaN);
    assertThatThrownBy(() -> result(JSON, Double.NaN)).isInstanceOf(EncodingException.class);
  }

  @Test
  void whatAGetterThrowsIsTheFailureOfTheMessage() {
    for (Throwable thrown :
        List.of(
            new IllegalStateException("x"),
            new NoClassDefFoundError("x"),
            new StackOverflowError("x"),
            new OutOfMemoryError("x"))) {
      for (HubProtocol protocol : BOTH) {
        assertThatThrownBy(() -> result(protocol, new Throwing(thrown)))
            .isInstanceOf(EncodingException.class)
            .hasMessageContaining(Throwing.class.getName());
      }
    }
  }

  @Test
  void whatAConstructorOrASetterThrowsIsTheFailureOfTheCall() {
    for (HubProtocol protocol : BOTH) {
      for (String how : List.of("exception", "checked", "error")) {
        for (Type type : List.<Type>of(Picky.class, PickyBean.class)) {
          assertRefused(protocol, type, Map.of("how", how));
        }
      }
    }
  }

  private static void fail(String how) {
    Throwing.raise(
        how.equals("exception")
            ? new IllegalStateException(how)
            : how.equals("error") ? new NoClassDefFoundError(how) : new java.io.IOException(how));
  }

  record Picky(String how) {
    Picky {
      fail(how);
    }
  }

  public static final class PickyBean {
    public void setHow(String how) {
      fail(how);
    }
  }

  public static final class Throwing {
    private final Throwable thrown;

    Throwing(Throwable thrown) {
      this.thrown = thrown;
    }

    public String getText() {
      return raise(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> String raise(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }
}
