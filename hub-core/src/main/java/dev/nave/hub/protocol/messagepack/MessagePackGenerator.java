package dev.nave.hub.protocol.messagepack;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.base.GeneratorBase;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonWriteContext;
import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.codec.MismatchException;
import dev.nave.hub.internal.codec.StrictJson;
import dev.nave.hub.internal.messagepack.Code;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import dev.nave.hub.internal.messagepack.Timestamp;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lets Jackson write MessagePack. Bytes are binary, an embedded Instant is a timestamp, decimal
 * numbers are strings. One instance per value; not thread-safe.
 *
 * <p>The size of an array or map stands before its values, but is certain only after them: its
 * header is made for what Jackson announces (nothing, mostly), and corrected at the end.
 */
final class MessagePackGenerator extends GeneratorBase {
  private static final String WRITE_TIMESTAMP = "write timestamp value";

  /** How deep one value may nest in JSON, whatever message it is in. */
  private static final int MAX_JSON_DEPTH = StrictJson.MAX_DEPTH;

  /** No buffers of Jackson's are used, and the depth is checked here. */
  private static final @Nullable IOContext NO_CONTEXT = null;

  private final ByteBuilder out;

  /** Where the headers of the open arrays and maps are, outermost first. */
  private int[] headers = new int[8];

  /** How many bytes each of those headers takes. */
  private int[] headerSizes = new int[8];

  private int depth;

  /** Whether what JSON cannot carry is refused. */
  private final boolean asJson;

  MessagePackGenerator(ObjectCodec codec, ByteBuilder out, boolean asJson) {
    super(0, codec, NO_CONTEXT);
    this.out = out;
    this.asJson = asJson;
  }

  @Override
  public void writeStartArray() throws IOException {
    startArray(null, 0);
  }

  @Override
  public void writeStartArray(@Nullable Object value) throws IOException {
    startArray(value, 0);
  }

  @Override
  public void writeStartArray(@Nullable Object value, int size) throws IOException {
    startArray(value, size);
  }

  @Override
  public void writeEndArray() throws IOException {
    if (!_writeContext.inArray()) {
      _reportError("Current context not Array but " + _writeContext.typeDesc());
    }
    end(Code.FIXARRAY, Code.ARRAY16);
  }

  @Override
  public void writeStartObject() throws IOException {
    startObject(null, 0);
  }

  @Override
  public void writeStartObject(@Nullable Object value) throws IOException {
    startObject(value, 0);
  }

  @Override
  public void writeStartObject(@Nullable Object value, int size) throws IOException {
    startObject(value, size);
  }

  @Override
  public void writeEndObject() throws IOException {
    if (!_writeContext.inObject()) {
      _reportError("Current context not Object but " + _writeContext.typeDesc());
    }
    end(Code.FIXMAP, Code.MAP16);
  }

  @Override
  public void writeFieldName(String name) throws IOException {
    verifyFieldName(name);
    MessagePackOutput.writeString(name, out);
  }

  @Override
  public void writeFieldName(SerializableString name) throws IOException {
    verifyFieldName(name.getValue());
    byte[] utf8 = name.asUnquotedUTF8();
    MessagePackOutput.writeString(utf8, 0, utf8.length, out);
  }

  @Override
  public void writeFieldId(long id) throws IOException {
    verifyFieldName(Long.toString(id));
    MessagePackOutput.writeInteger(id, out);
  }

  @Override
  public void writeString(@Nullable String text) throws IOException {
    _verifyValueWrite(WRITE_STRING);
    MessagePackOutput.writeString(text, out);
  }

  @Override
  public void writeString(char[] buffer, int offset, int length) throws IOException {
    writeString(new String(buffer, offset, length));
  }

  @Override
  public void writeString(SerializableString text) throws IOException {
    writeString(text.getValue());
  }

  @Override
  public void writeRawUTF8String(byte[] buffer, int offset, int length) throws IOException {
    writeUTF8String(buffer, offset, length);
  }

  @Override
  public void writeUTF8String(byte[] buffer, int offset, int length) throws IOException {
    _verifyValueWrite(WRITE_STRING);
    MessagePackOutput.writeString(buffer, offset, length, out);
  }

  @Override
  public void writeBinary(Base64Variant variant, byte[] data, int offset, int length)
      throws IOException {
    _verifyValueWrite(WRITE_BINARY);
    MessagePackOutput.writeBinary(data, offset, length, out);
  }

  @Override
  public int writeBinary(Base64Variant variant, InputStream data, int length) throws IOException {
    byte[] read = length < 0 ? data.readAllBytes() : data.readNBytes(length);
    writeBinary(variant, read, 0, read.length);
    return read.length;
  }

  @Override
  public void writeEmbeddedObject(@Nullable Object value) throws IOException {
    if (value instanceof Instant instant) {
      _verifyValueWrite(WRITE_TIMESTAMP);
      Timestamp.write(instant, out);
    } else {
      super.writeEmbeddedObject(value);
    }
  }

  @Override
  public void writeNumber(int value) throws IOException {
    writeNumber((long) value);
  }

  @Override
  public void writeNumber(long value) throws IOException {
    _verifyValueWrite(WRITE_NUMBER);
    MessagePackOutput.writeInteger(value, out);
  }

  @Override
  public void writeNumber(BigInteger value) throws IOException {
    _verifyValueWrite(WRITE_NUMBER);
    MessagePackOutput.writeInteger(value, out);
  }

  @Override
  public void writeNumber(double value) throws IOException {
    _verifyValueWrite(WRITE_NUMBER);
    checkFinite(value);
    MessagePackOutput.writeFloat64(value, out);
  }

  @Override
  public void writeNumber(float value) throws IOException {
    _verifyValueWrite(WRITE_NUMBER);
    checkFinite(value);
    MessagePackOutput.writeFloat32(value, out);
  }

  @Override
  public void writeNumber(BigDecimal value) throws IOException {
    writeString(value.toString());
  }

  @Override
  public void writeNumber(String digits) throws IOException {
    writeString(digits);
  }

  @Override
  public void writeBoolean(boolean value) throws IOException {
    _verifyValueWrite(WRITE_BOOLEAN);
    MessagePackOutput.writeBoolean(value, out);
  }

  @Override
  public void writeNull() throws IOException {
    _verifyValueWrite(WRITE_NULL);
    MessagePackOutput.writeNil(out);
  }

  @Override
  public void writeRaw(String text) throws IOException {
    _reportUnsupportedOperation("MessagePack has no raw text");
  }

  @Override
  public void writeRaw(String text, int offset, int length) throws IOException {
    writeRaw(text);
  }

  @Override
  public void writeRaw(char[] text, int offset, int length) throws IOException {
    writeRaw("");
  }

  @Override
  public void writeRaw(char c) throws IOException {
    writeRaw("");
  }

  /** Text that is JSON already becomes the values that it stands for. */
  @Override
  public void writeRawValue(String json) throws IOException {
    try (JsonParser parser = StrictJson.forValues().createParser(json)) {
      parser.nextToken();
      copyCurrentStructure(parser);
    }
  }

  @Override
  public void writeRawValue(String json, int offset, int length) throws IOException {
    writeRawValue(json.substring(offset, offset + length));
  }

  @Override
  public void writeRawValue(char[] json, int offset, int length) throws IOException {
    writeRawValue(new String(json, offset, length));
  }

  @Override
  public void writeRawValue(SerializableString json) throws IOException {
    writeRawValue(json.getValue());
  }

  @Override
  public void flush() {
    // Everything is written at once.
  }

  @Override
  protected void _releaseBuffers() {
    // There are none.
  }

  @Override
  protected void _verifyValueWrite(String what) throws IOException {
    if (_writeContext.writeValue() == JsonWriteContext.STATUS_EXPECT_NAME) {
      _reportError("Can not " + what + ", expecting field name");
    }
  }

  private void verifyFieldName(String name) throws IOException {
    if (_writeContext.writeFieldName(name) == JsonWriteContext.STATUS_EXPECT_VALUE) {
      _reportError("Can not write a field name, expecting a value");
    }
  }

  private void checkFinite(double value) throws IOException {
    if (asJson && !Double.isFinite(value)) {
      _reportError("JSON has no number " + value);
    }
  }

  private void startArray(@Nullable Object value, int size) throws IOException {
    _verifyValueWrite("start an array");
    _writeContext = _writeContext.createChildArrayContext(value);
    begin(size);
    MessagePackOutput.writeArrayHeader(size, out);
  }

  private void startObject(@Nullable Object value, int size) throws IOException {
    _verifyValueWrite("start an object");
    _writeContext = _writeContext.createChildObjectContext(value);
    begin(size);
    MessagePackOutput.writeMapHeader(size, out);
  }

  private void begin(int size) throws IOException {
    if (asJson && depth >= MAX_JSON_DEPTH) {
      throw new MismatchException(
          "a value nests more than " + MAX_JSON_DEPTH + " levels deep, too deep for JSON");
    }
    NaturalValues.checkDepth(depth + 1);
    if (depth == headers.length) {
      headers = Arrays.copyOf(headers, depth * 2);
      headerSizes = Arrays.copyOf(headerSizes, depth * 2);
    }
    headers[depth] = out.size();
    headerSizes[depth] = MessagePackOutput.containerHeaderSize(size);
    depth++;
  }

  private void end(int fix, int code16) {
    int count = _writeContext.getEntryCount();
    _writeContext = _writeContext.clearAndGetParent();
    depth--;
    int missing = MessagePackOutput.containerHeaderSize(count) - headerSizes[depth];
    if (missing > 0) {
      out.insert(headers[depth], missing);
    }
    MessagePackOutput.setContainerHeader(
        fix, code16, count, headerSizes[depth] + Math.max(missing, 0), out, headers[depth]);
  }
}
