package dev.nave.hub.protocol.messagepack;

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
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;

/**
 * Lets Jackson write MessagePack. Bytes are binary, an embedded Instant is a timestamp, decimal
 * numbers are strings. One instance per value; not thread-safe.
 *
 * <p>The size of an array or map stands before its values, but is certain only after them: its
 * header is made for what Jackson announces (nothing, mostly), and corrected at the end.
 */
final class MessagePackGenerator extends UnbufferedGenerator {
  private static final String WRITE_TIMESTAMP = "write timestamp value";

  /** How deep one value may nest in JSON, whatever message it is in. */
  private static final int MAX_JSON_DEPTH = StrictJson.MAX_DEPTH;

  private final ByteBuilder out;

  /** Where the headers of the open arrays and maps are, outermost first. */
  private int[] headers = new int[8];

  /** How many bytes each of those headers takes. */
  private int[] headerSizes = new int[8];

  private int depth;

  /** Whether what JSON cannot carry is refused. */
  private final boolean asJson;

  MessagePackGenerator(ObjectWriteContext context, ByteBuilder out, boolean asJson) {
    super(context);
    this.out = out;
    this.asJson = asJson;
  }

  @Override
  public JsonGenerator writeStartArray(@Nullable Object value, int size) {
    _verifyValueWrite("start an array");
    containers = containers.createChildArrayContext(value);
    begin(size);
    MessagePackOutput.writeArrayHeader(size, out);
    return this;
  }

  @Override
  public JsonGenerator writeEndArray() {
    if (!containers.inArray()) {
      _reportError("Current context not Array but " + containers.typeDesc());
    }
    return end(Code.FIXARRAY, Code.ARRAY16);
  }

  @Override
  public JsonGenerator writeStartObject(@Nullable Object value, int size) {
    _verifyValueWrite("start an object");
    containers = containers.createChildObjectContext(value);
    begin(size);
    MessagePackOutput.writeMapHeader(size, out);
    return this;
  }

  @Override
  public JsonGenerator writeEndObject() {
    if (!containers.inObject()) {
      _reportError("Current context not Object but " + containers.typeDesc());
    }
    return end(Code.FIXMAP, Code.MAP16);
  }

  @Override
  public JsonGenerator writeName(String name) {
    verifyName(name);
    MessagePackOutput.writeString(name, out);
    return this;
  }

  @Override
  public JsonGenerator writeName(SerializableString name) {
    verifyName(name.getValue());
    byte[] utf8 = name.asUnquotedUTF8();
    MessagePackOutput.writeString(utf8, 0, utf8.length, out);
    return this;
  }

  @Override
  public JsonGenerator writePropertyId(long id) {
    verifyName(Long.toString(id));
    MessagePackOutput.writeInteger(id, out);
    return this;
  }

  @Override
  public JsonGenerator writeString(@Nullable String text) {
    _verifyValueWrite(WRITE_STRING);
    MessagePackOutput.writeString(text, out);
    return this;
  }

  @Override
  public JsonGenerator writeUTF8String(byte[] buffer, int offset, int length) {
    _verifyValueWrite(WRITE_STRING);
    MessagePackOutput.writeString(buffer, offset, length, out);
    return this;
  }

  @Override
  public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
    _verifyValueWrite(WRITE_BINARY);
    MessagePackOutput.writeBinary(data, offset, length, out);
    return this;
  }

  @Override
  public int writeBinary(Base64Variant variant, InputStream data, int length) {
    try {
      byte[] read = length < 0 ? data.readAllBytes() : data.readNBytes(length);
      writeBinary(variant, read, 0, read.length);
      return read.length;
    } catch (IOException e) {
      throw _wrapIOFailure(e);
    }
  }

  @Override
  public JsonGenerator writeEmbeddedObject(@Nullable Object value) {
    if (value instanceof Instant instant) {
      _verifyValueWrite(WRITE_TIMESTAMP);
      Timestamp.write(instant, out);
    } else {
      super.writeEmbeddedObject(value);
    }
    return this;
  }

  @Override
  public JsonGenerator writeNumber(long value) {
    _verifyValueWrite(WRITE_NUMBER);
    MessagePackOutput.writeInteger(value, out);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(BigInteger value) {
    _verifyValueWrite(WRITE_NUMBER);
    MessagePackOutput.writeInteger(value, out);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(double value) {
    _verifyValueWrite(WRITE_NUMBER);
    checkFinite(value);
    MessagePackOutput.writeFloat64(value, out);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(float value) {
    _verifyValueWrite(WRITE_NUMBER);
    checkFinite(value);
    MessagePackOutput.writeFloat32(value, out);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(BigDecimal value) {
    return writeString(value.toString());
  }

  @Override
  public JsonGenerator writeNumber(String digits) {
    return writeString(digits);
  }

  @Override
  public JsonGenerator writeBoolean(boolean value) {
    _verifyValueWrite(WRITE_BOOLEAN);
    MessagePackOutput.writeBoolean(value, out);
    return this;
  }

  @Override
  public JsonGenerator writeNull() {
    _verifyValueWrite(WRITE_NULL);
    MessagePackOutput.writeNil(out);
    return this;
  }

  /** Text that is JSON already becomes the values that it stands for. */
  @Override
  public JsonGenerator writeRawValue(String json) {
    try (JsonParser parser = StrictJson.forValues().createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      copyCurrentStructure(parser);
    }
    return this;
  }

  @Override
  public Object streamWriteOutputTarget() {
    return out;
  }

  private void checkFinite(double value) {
    if (asJson && !Double.isFinite(value)) {
      _reportError("JSON has no number " + value);
    }
  }

  private void begin(int size) {
    if (asJson && depth >= MAX_JSON_DEPTH) {
      _reportError("a value nests more than " + MAX_JSON_DEPTH + " levels deep, too deep for JSON");
    }
    try {
      ValueDepth.check(depth + 1);
    } catch (MismatchException e) {
      throw _constructWriteException(e.getMessage(), e);
    }
    if (depth == headers.length) {
      headers = Arrays.copyOf(headers, depth * 2);
      headerSizes = Arrays.copyOf(headerSizes, depth * 2);
    }
    headers[depth] = out.size();
    headerSizes[depth] = MessagePackOutput.containerHeaderSize(size);
    depth++;
  }

  private JsonGenerator end(int fix, int code16) {
    int count = containers.getEntryCount();
    containers = containers.clearAndGetParent();
    depth--;
    int missing = MessagePackOutput.containerHeaderSize(count) - headerSizes[depth];
    if (missing > 0) {
      out.insert(headers[depth], missing);
    }
    MessagePackOutput.setContainerHeader(
        fix, code16, count, headerSizes[depth] + Math.max(missing, 0), out, headers[depth]);
    return this;
  }
}
