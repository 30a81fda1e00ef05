package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Makes parsers of UTF-8 whose numbers do not change: none wraps, overflows, or loses its sign. */
final class StrictJsonFactory extends JsonFactory {
  private static final long serialVersionUID = 1L;

  /** The bytes are there; none are read from anywhere. */
  private static final @Nullable InputStream NO_INPUT = null;

  StrictJsonFactory(JsonFactoryBuilder builder) {
    super(builder);
  }

  @Override
  protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context) {
    return new Parser(
        context,
        _parserFeatures,
        _objectCodec,
        _byteSymbolCanonicalizer.makeChildOrPlaceholder(_factoryFeatures),
        data,
        offset,
        offset + length);
  }

  private static final class Parser extends UTF8StreamJsonParser {
    Parser(
        IOContext context,
        int features,
        @Nullable ObjectCodec codec,
        ByteQuadsCanonicalizer symbols,
        byte[] data,
        int from,
        int to) {
      super(context, features, NO_INPUT, codec, symbols, data, from, to, 0, false);
    }

    @Override
    public byte getByteValue() throws IOException {
      return StrictNumbers.toByte(getIntValue(), this);
    }

    @Override
    public double getDoubleValue() throws IOException {
      double value = super.getDoubleValue();
      if (Double.isInfinite(value)) {
        throw StrictNumbers.tooLarge(getText(), this, double.class);
      }
      return value == 0 && isNegativeInteger() ? -0.0 : value;
    }

    @Override
    public float getFloatValue() throws IOException {
      float value = super.getFloatValue();
      if (Float.isInfinite(value)) {
        throw StrictNumbers.tooLarge(getText(), this, float.class);
      }
      return value == 0 && isNegativeInteger() ? -0.0f : value;
    }

    @Override
    public Number getNumberValue() throws IOException {
      Number value = super.getNumberValue();
      if (value instanceof Double number && number.isInfinite()) {
        throw StrictNumbers.tooLarge(getText(), this, double.class);
      }
      return value;
    }

    /** An integer of 0 has lost its sign. */
    private boolean isNegativeInteger() throws IOException {
      return currentToken() == JsonToken.VALUE_NUMBER_INT && getText().startsWith("-");
    }
  }
}
