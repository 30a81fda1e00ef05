package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson's features cannot say about primitives. One that is missing in an object has its
 * default, while an explicit null stays an error: Jackson by itself treats the two alike where an
 * object is made by its constructor, as records are. And "NaN" is text, not a number.
 */
final class PrimitivesModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  PrimitivesModule() {
    setDeserializerModifier(new Modifier());
  }

  private static final class Modifier extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription description, JsonDeserializer<?> inner) {
      Class<?> type = description.getBeanClass();
      boolean isBoxedFraction = type == Double.class || type == Float.class;
      return type.isPrimitive() || isBoxedFraction ? new Strict(inner, type) : inner;
    }
  }

  private static final class Strict extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;
    private final Class<?> type;

    Strict(JsonDeserializer<?> inner, Class<?> type) {
      super(inner);
      this.type = type;
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> inner) {
      return new Strict(inner, type);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING && type != char.class) {
        return context.handleUnexpectedToken(type, parser);
      }
      return super.deserialize(parser, context);
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context)
        throws JsonMappingException {
      if (!type.isPrimitive()) {
        return super.getAbsentValue(context);
      }
      // The element of a fresh array is the default of its type.
      return Array.get(Array.newInstance(type, 1), 0);
    }
  }
}
