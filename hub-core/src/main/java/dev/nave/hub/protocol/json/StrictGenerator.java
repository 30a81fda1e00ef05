package dev.nave.hub.protocol.json;

import dev.nave.hub.internal.codec.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Keeps what Jackson writes readable for every client: no NaN or infinity in quotes, and no failure
 * because of half a surrogate pair that some client sent.
 */
final class StrictGenerator extends JsonGeneratorDelegate {

  StrictGenerator(JsonGenerator inner) {
    super(inner, false);
  }

  @Override
  public JsonGenerator writeNumber(double value) {
    if (!Double.isFinite(value)) {
      throw notJson(value);
    }
    return super.writeNumber(JsonNumbers.text(value));
  }

  @Override
  public JsonGenerator writeNumber(float value) {
    if (!Float.isFinite(value)) {
      throw notJson(value);
    }
    return super.writeNumber(JsonNumbers.text(value));
  }

  @Override
  public JsonGenerator writeArray(double[] array, int offset, int length) {
    writeStartArray(array, length);
    for (int i = offset; i < offset + length; i++) {
      writeNumber(array[i]);
    }
    return writeEndArray();
  }

  @Override
  public JsonGenerator writeArray(String[] array, int offset, int length) {
    writeStartArray(array, length);
    for (int i = offset; i < offset + length; i++) {
      writeString(array[i]);
    }
    return writeEndArray();
  }

  @Override
  public JsonGenerator writeString(@Nullable String text) {
    return super.writeString(text == null ? null : JsonText.wellFormed(text));
  }

  @Override
  public JsonGenerator writeName(String name) {
    return super.writeName(JsonText.wellFormed(name));
  }

  private StreamWriteException notJson(double value) {
    return new StreamWriteException(this, "JSON has no number " + value);
  }
}
