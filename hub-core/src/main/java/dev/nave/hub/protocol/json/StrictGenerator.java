package dev.nave.hub.protocol.json;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import dev.nave.hub.internal.codec.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what Jackson writes readable for every client: no NaN or infinity in quotes, and no failure
 * because of half a surrogate pair that some client sent.
 */
final class StrictGenerator extends JsonGeneratorDelegate {

  StrictGenerator(JsonGenerator inner, ObjectCodec codec) {
    super(inner, false);
    inner.setCodec(codec);
  }

  @Override
  public void writeNumber(double value) throws IOException {
    if (!Double.isFinite(value)) {
      throw notJson(value);
    }
    super.writeNumber(JsonNumbers.text(value));
  }

  @Override
  public void writeNumber(float value) throws IOException {
    if (!Float.isFinite(value)) {
      throw notJson(value);
    }
    super.writeNumber(JsonNumbers.text(value));
  }

  @Override
  public void writeArray(double[] array, int offset, int length) throws IOException {
    writeStartArray(array, length);
    for (int i = offset; i < offset + length; i++) {
      writeNumber(array[i]);
    }
    writeEndArray();
  }

  @Override
  public void writeArray(String[] array, int offset, int length) throws IOException {
    writeStartArray(array, length);
    for (int i = offset; i < offset + length; i++) {
      writeString(array[i]);
    }
    writeEndArray();
  }

  @Override
  public void writeString(@Nullable String text) throws IOException {
    super.writeString(text == null ? null : JsonText.wellFormed(text));
  }

  @Override
  public void writeFieldName(String name) throws IOException {
    super.writeFieldName(JsonText.wellFormed(name));
  }

  private JsonGenerationException notJson(double value) {
    return new JsonGenerationException("JSON has no number " + value, this);
  }
}
