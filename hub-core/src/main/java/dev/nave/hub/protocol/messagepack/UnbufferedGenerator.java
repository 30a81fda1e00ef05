package dev.nave.hub.protocol.messagepack;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.Version;
import tools.jackson.core.base.GeneratorBase;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JacksonFeatureSet;
import tools.jackson.core.util.SimpleStreamWriteContext;

/**
 * What every generator of Jackson's has, where each value is written at once: no buffers, no raw
 * text, and the many forms of one thing as one of them. Not thread-safe.
 */
abstract class UnbufferedGenerator extends GeneratorBase {
  private static final @Nullable BufferRecycler NO_BUFFERS = null;

  /** No buffers of Jackson's are used, and subclasses check the depth: nothing in it changes. */
  private static final IOContext NO_CONTEXT =
      new IOContext(
          StreamReadConstraints.defaults(),
          StreamWriteConstraints.defaults(),
          ErrorReportConfiguration.defaults(),
          NO_BUFFERS,
          ContentReference.unknown(),
          false,
          JsonEncoding.UTF8);

  /** The arrays and maps that are open. */
  SimpleStreamWriteContext containers = SimpleStreamWriteContext.createRootContext(null);

  UnbufferedGenerator(ObjectWriteContext context) {
    super(context, NO_CONTEXT, 0);
  }

  @Override
  public JsonGenerator writeStartArray() {
    return writeStartArray(null, 0);
  }

  @Override
  public JsonGenerator writeStartArray(@Nullable Object value) {
    return writeStartArray(value, 0);
  }

  @Override
  public JsonGenerator writeStartObject() {
    return writeStartObject(null, 0);
  }

  @Override
  public JsonGenerator writeStartObject(@Nullable Object value) {
    return writeStartObject(value, 0);
  }

  @Override
  public JsonGenerator writeString(char[] buffer, int offset, int length) {
    return writeString(new String(buffer, offset, length));
  }

  @Override
  public JsonGenerator writeString(SerializableString text) {
    return writeString(text.getValue());
  }

  @Override
  public JsonGenerator writeRawUTF8String(byte[] buffer, int offset, int length) {
    return writeUTF8String(buffer, offset, length);
  }

  @Override
  public JsonGenerator writeNumber(short value) {
    return writeNumber((long) value);
  }

  @Override
  public JsonGenerator writeNumber(int value) {
    return writeNumber((long) value);
  }

  @Override
  public JsonGenerator writeRaw(String text) {
    return _reportUnsupportedOperation("MessagePack has no raw text");
  }

  @Override
  public JsonGenerator writeRaw(String text, int offset, int length) {
    return writeRaw(text);
  }

  @Override
  public JsonGenerator writeRaw(char[] text, int offset, int length) {
    return writeRaw("");
  }

  @Override
  public JsonGenerator writeRaw(char c) {
    return writeRaw("");
  }

  @Override
  public JsonGenerator writeRawValue(String json, int offset, int length) {
    return writeRawValue(json.substring(offset, offset + length));
  }

  @Override
  public JsonGenerator writeRawValue(char[] json, int offset, int length) {
    return writeRawValue(new String(json, offset, length));
  }

  @Override
  public JsonGenerator writeRawValue(SerializableString json) {
    return writeRawValue(json.getValue());
  }

  @Override
  public void flush() {
    // Everything is written at once.
  }

  @Override
  public void close() {
    // Nothing is kept.
    _closed = true;
  }

  @Override
  protected void _closeInput() {
    // There is none.
  }

  @Override
  public TokenStreamContext streamWriteContext() {
    return containers;
  }

  @Override
  public @Nullable Object currentValue() {
    return containers.currentValue();
  }

  @Override
  public void assignCurrentValue(@Nullable Object value) {
    containers.assignCurrentValue(value);
  }

  @Override
  public int streamWriteOutputBuffered() {
    return 0;
  }

  @Override
  public JacksonFeatureSet<StreamWriteCapability> streamWriteCapabilities() {
    return DEFAULT_WRITE_CAPABILITIES;
  }

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  @Override
  protected void _releaseBuffers() {
    // There are none.
  }

  @Override
  protected void _verifyValueWrite(String what) {
    if (!containers.writeValue()) {
      _reportError("Can not " + what + ", expecting a name");
    }
  }

  final void verifyName(String name) {
    if (!containers.writeName(name)) {
      _reportError("Can not write a name, expecting a value");
    }
  }
}
