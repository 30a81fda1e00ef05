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

  StrictJsonFactory(JsonFactoryBuilder builder) {
    super(builder);
  }

  @Override
  protected JsonParser _createParser(
      ObjectReadContext reads, IOContext context, byte[] data, int offset, int length) {
    return new Parser(
        reads,
        context,
        _streamReadFeatures,
        _formatReadFeatures,
        _byteSymbolCanonicalizer.makeChildOrPlaceholder(_factoryFeatures),
        data,
        offset,
        offset + length);
  }

  private static final class Parser extends UTF8StreamJsonParser {
    /** The room for a name to begin with, in 4 bytes each: 64 bytes. It grows with longer names. */
    private final int usualQuads = _quadBuffer.length;

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

    /**
     * Keeps the names of a message for the next ones, but not if one of them is long: the table of
     * names is for all clients, has room for thousands, and is copied for each name that is new.
     */
    @Override
    protected void _releaseBuffers() {
      if (_quadBuffer.length <= usualQuads) {
        super._releaseBuffers();
      }
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
