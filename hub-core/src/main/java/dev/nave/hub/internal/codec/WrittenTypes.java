package dev.nave.hub.internal.codec;

import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TreeNode;
import tools.jackson.core.tree.ArrayTreeNode;
import tools.jackson.core.tree.ObjectTreeNode;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

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
  private final ObjectWriteContext context = new Context();
  private final boolean isIndented;

  /** Creates a memory for the values as {@code mapper}, which must not change any more, writes. */
  public WrittenTypes(ObjectMapper mapper) {
    this.mapper = mapper;
    this.plain = mapper.writer();
    this.isIndented = mapper.isEnabled(SerializationFeature.INDENT_OUTPUT);
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

  /** Returns what lets serializers of the application write one value inside another. */
  public ObjectWriteContext context() {
    return context;
  }

  /** The mapper, as generators know it. */
  private final class Context extends ObjectWriteContext.Base {
    @Override
    public @Nullable PrettyPrinter getPrettyPrinter() {
      return isIndented ? mapper.serializationConfig().constructDefaultPrettyPrinter() : null;
    }

    @Override
    public boolean hasPrettyPrinter() {
      return isIndented;
    }

    @Override
    public TokenStreamFactory tokenStreamFactory() {
      return StrictJson.forValues();
    }

    @Override
    public ArrayTreeNode createArrayNode() {
      return mapper.createArrayNode();
    }

    @Override
    public ObjectTreeNode createObjectNode() {
      return mapper.createObjectNode();
    }

    @Override
    public void writeValue(JsonGenerator generator, Object value) {
      plain.writeValue(generator, value);
    }

    @Override
    public void writeTree(JsonGenerator generator, TreeNode tree) {
      plain.writeValue(generator, tree);
    }
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
        return mapper._serializationContext().findTypeSerializer(type) != null;
      } catch (DatabindException e) {
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
