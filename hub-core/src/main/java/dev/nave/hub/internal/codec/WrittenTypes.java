package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers per declared type how its values are written: finding that out costs more than writing.
 * Any thread.
 *
 * <p>A value is written as a property of its declared type would be: with all that its own class
 * has, and with the type ids that the declared type asks for, of it or of what it holds.
 */
public final class WrittenTypes {
  private final ConcurrentMap<Type, Declared> byType = new ConcurrentHashMap<>();
  private final ObjectMapper mapper;
  private final ObjectWriter plain;

  /** Creates a memory for the values as {@code mapper}, which must not change any more, writes. */
  public WrittenTypes(ObjectMapper mapper) {
    this.mapper = mapper;
    this.plain = mapper.writer();
  }

  /**
   * Returns what writes {@code value}.
   *
   * @param type as what it is declared; null to go by the value alone, as for one that does not fit
   *     its declared type
   */
  public ObjectWriter writer(Object value, @Nullable Type type) {
    if (type == null || type == value.getClass() || type == Object.class) {
      return plain;
    }
    Declared known = byType.get(type);
    if (known == null) {
      known = byType.computeIfAbsent(type, found -> new Declared(mapper.constructType(found)));
    }
    return known.writer(value.getClass());
  }

  /** One declared type, and the classes that its values had so far. */
  private final class Declared {
    private final JavaType type;
    private final ConcurrentMap<Class<?>, ObjectWriter> byClass = new ConcurrentHashMap<>();

    Declared(JavaType type) {
      this.type = type;
    }

    ObjectWriter writer(Class<?> actual) {
      ObjectWriter known = byClass.get(actual);
      return known != null ? known : byClass.computeIfAbsent(actual, this::find);
    }

    private ObjectWriter find(Class<?> actual) {
      if (!type.getRawClass().isAssignableFrom(actual)) {
        return plain;
      }
      if (type.isArrayType() || hasTypeId()) {
        return mapper.writerFor(type);
      }
      return type.hasGenericTypes() ? mapper.writerFor(specialized(actual)) : plain;
    }

    private boolean hasTypeId() {
      try {
        return mapper.getSerializerProviderInstance().findTypeSerializer(type) != null;
      } catch (JsonMappingException e) {
        return true; // Writing says what is wrong with it.
      }
    }

    private JavaType specialized(Class<?> actual) {
      try {
        return mapper.getTypeFactory().constructSpecializedType(type, actual);
      } catch (IllegalArgumentException e) { // A class whose type parameters are others.
        return type;
      }
    }
  }
}
