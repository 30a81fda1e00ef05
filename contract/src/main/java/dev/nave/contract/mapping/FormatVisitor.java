package dev.nave.contract.mapping;

import dev.nave.contract.model.ValueType;
import dev.nave.contract.model.ValueType.Kind;
import dev.nave.contract.model.ValueType.Simple;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNullFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonValueFormat;

/**
 * Listens to what a serializer says of the values that it writes. Used once.
 *
 * <p>What holds other values is asked of {@link Parts}.
 */
final class FormatVisitor extends JsonFormatVisitorWrapper.Base {
  private final Parts parts;
  private ValueType found = ValueType.ANY;
  private Set<String> texts = Set.of();

  /** Who knows what is inside of objects, arrays and maps. */
  interface Parts {
    /** Returns the type of the elements of an array or a map. */
    ValueType content(JavaType type, @Nullable ValueSerializer<?> serializer);

    /** Returns the type of the elements of an array that are known already. */
    ValueType content(ValueType known);

    /** Returns whether the properties of an object are still to be told. */
    boolean beginObject(JavaType type);

    /** Takes a property of the object that was begun. */
    void property(BeanProperty property);

    /** Takes a property that a serializer makes up. */
    void property(String name, JavaType type, boolean isOptional);
  }

  FormatVisitor(SerializationContext context, Parts parts) {
    super(context);
    this.parts = parts;
  }

  /** Returns what the values are; for objects it says nothing. */
  ValueType found() {
    return found;
  }

  /** Returns all texts that values can be, if the serializer tells them, in their order. */
  Set<String> texts() {
    return texts;
  }

  private void found(Kind kind) {
    found = ValueType.of(kind);
  }

  @Override
  public @Nullable JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
    if (!parts.beginObject(type)) {
      return null;
    }
    return new JsonObjectFormatVisitor.Base(getContext()) {
      @Override
      public void property(BeanProperty property) {
        parts.property(property);
      }

      @Override
      public void optionalProperty(BeanProperty property) {
        parts.property(property);
      }

      @Override
      public void property(String name, JsonFormatVisitable handler, JavaType type) {
        parts.property(name, type, false);
      }

      @Override
      public void optionalProperty(String name, JsonFormatVisitable handler, JavaType type) {
        parts.property(name, type, true);
      }
    };
  }

  @Override
  public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
    found = new ValueType.ListOf(ValueType.ANY);
    return new JsonArrayFormatVisitor.Base(getContext()) {
      @Override
      public void itemsFormat(JsonFormatVisitable handler, JavaType type) {
        found = new ValueType.ListOf(parts.content(type, serializer(handler)));
      }

      @Override
      public void itemsFormat(JsonFormatTypes type) {
        found =
            new ValueType.ListOf(
                parts.content(
                    switch (type) {
                      case STRING -> ValueType.TEXT;
                      case NUMBER -> ValueType.of(Kind.NUMBER);
                      case INTEGER -> ValueType.of(Kind.INTEGER);
                      case BOOLEAN -> ValueType.of(Kind.BOOLEAN);
                      default -> ValueType.ANY;
                    }));
      }
    };
  }

  @Override
  public JsonMapFormatVisitor expectMapFormat(JavaType type) {
    found = new ValueType.MapOf(ValueType.ANY);
    return new JsonMapFormatVisitor.Base(getContext()) {
      @Override
      public void valueFormat(JsonFormatVisitable handler, JavaType type) {
        found = new ValueType.MapOf(parts.content(type, serializer(handler)));
      }
    };
  }

  private static @Nullable ValueSerializer<?> serializer(JsonFormatVisitable handler) {
    return handler instanceof ValueSerializer<?> serializer ? serializer : null;
  }

  @Override
  public JsonStringFormatVisitor expectStringFormat(JavaType type) {
    found(Kind.TEXT);
    return new JsonStringFormatVisitor.Base() {
      @Override
      public void format(JsonValueFormat format) {
        found = new Simple(Kind.TEXT, format.toString(), "");
      }

      @Override
      public void enumTypes(Set<String> all) {
        texts = all;
      }
    };
  }

  @Override
  public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
    found(Kind.NUMBER);
    return new JsonNumberFormatVisitor.Base() {
      @Override
      public void numberType(JsonParser.NumberType type) {
        switch (type) {
          case DOUBLE -> found = new Simple(Kind.NUMBER, "double", "");
          case FLOAT -> found = new Simple(Kind.NUMBER, "float", "");
          default -> {}
        }
      }
    };
  }

  @Override
  public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
    found(Kind.INTEGER);
    return new JsonIntegerFormatVisitor.Base() {
      @Override
      public void numberType(JsonParser.NumberType type) {
        switch (type) {
          case INT -> found = new Simple(Kind.INTEGER, "int32", "");
          case LONG -> found = new Simple(Kind.INTEGER, "int64", "");
          default -> {}
        }
      }
    };
  }

  @Override
  public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
    found(Kind.BOOLEAN);
    return new JsonBooleanFormatVisitor.Base();
  }

  @Override
  public JsonNullFormatVisitor expectNullFormat(JavaType type) {
    found(Kind.NULL);
    return new JsonNullFormatVisitor.Base();
  }

  @Override
  public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
    return new JsonAnyFormatVisitor.Base();
  }
}
