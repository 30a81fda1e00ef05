package dev.nave.hub.internal.codec;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/** Makes parsers of UTF-8 whose numbers do not change: none wraps, overflows, or loses its sign. */
final class StrictJsonFactory extends JsonFactory {
  private static final long serialVersionUID = 1L;

  /** The bytes are there; none are read from anywhere. */
  private static final @Nullable InputStream NO_INPUT = null;

  private final transient UnsharedNames names;

  /**
   * Creates a factory.
   *
   * @param names stands for the names that its parsers have met
   */
  StrictJsonFactory(JsonFactoryBuilder builder, UnsharedNames names) {
    super(builder);
    this.names = names;
  }

  @Override
  protected JsonParser _createParser(
      ObjectReadContext reads, IOContext context, byte[] data, int offset, int length) {
    return new Parser(
        reads,
        context,
        _streamReadFeatures,
        _formatReadFeatures,
        names,
        data,
        offset,
        offset + length);
  }

  private static final class Parser extends UTF8StreamJsonParser {
    Parser(
        ObjectReadContext reads,
        IOContext context,
        int streamFeatures,
        int formatFeatures,
        ByteQuadsCanonicalizer symbols,
        byte[] data,
        int from,
        int to) {
      super(
          reads,
          context,
          streamFeatures,
          formatFeatures,
          NO_INPUT,
          symbols,
          data,
          from,
          to,
          0,
          false);
    }

    @Override
    public byte getByteValue() {
      return StrictNumbers.toByte(getIntValue(), this);
    }

    @Override
    public double getDoubleValue() {
      double value = super.getDoubleValue();
      if (Double.isInfinite(value)) {
        throw StrictNumbers.tooLarge(getString(), this, double.class);
      }
      return value == 0 && isNegativeInteger() ? -0.0 : value;
    }

    @Override
    public float getFloatValue() {
      float value = super.getFloatValue();
      if (Float.isInfinite(value)) {
        throw StrictNumbers.tooLarge(getString(), this, float.class);
      }
      return value == 0 && isNegativeInteger() ? -0.0f : value;
    }

    @Override
    public Number getNumberValue() {
      Number value = super.getNumberValue();
      if (value instanceof Double number && number.isInfinite()) {
        throw StrictNumbers.tooLarge(getString(), this, double.class);
      }
      return value;
    }

    /** An integer of 0 has lost its sign. */
    private boolean isNegativeInteger() {
      return currentToken() == JsonToken.VALUE_NUMBER_INT && getString().startsWith("-");
    }
  }
}
