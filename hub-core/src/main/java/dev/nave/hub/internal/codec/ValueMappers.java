package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.Serializable;
import java.util.function.Consumer;

/**
 * Makes the mappers that read and write the values of an application.
 *
 * <p>The rules are those of the reference server: no number is cut or rounded, nothing but a string
 * is a string, and what a client left out of an object keeps its default. An application adapts
 * them; limits and safety stay as they are.
 */
public final class ValueMappers {
  private ValueMappers() {}

  /**
   * Makes the mapper of one hub protocol.
   *
   * @param protocol how the protocol carries values that the rules say nothing of
   * @param customizer what the application changes
   * @throws IllegalArgumentException if the application turns default typing on, which lets a
   *     client choose the classes that are created
   */
  public static ObjectMapper newMapper(Module protocol, Consumer<JsonMapper.Builder> customizer) {
    JsonMapper.Builder builder = strict().addModule(protocol);
    customizer.accept(builder);
    JsonMapper mapper =
        builder
            // Values are read out of a surrounding message: something always follows them.
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(MapperFeature.BLOCK_UNSAFE_POLYMORPHIC_BASE_TYPES)
            .build()
            .copy(); // The application may have kept what the builder builds.
    refuseDefaultTyping(mapper);
    return mapper;
  }

  private static JsonMapper.Builder strict() {
    return JsonMapper.builder()
        .addModules(new Jdk8Module(), new JavaTimeModule(), new StrictValuesModule())
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .enable(SerializationFeature.WRITE_ENUMS_USING_INDEX)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .withCoercionConfig(
            LogicalType.Textual,
            config ->
                config
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
  }

  /** A mix-in for Object, or an introspector, can turn it on as well: then most types have ids. */
  private static void refuseDefaultTyping(ObjectMapper mapper) {
    JavaType object = mapper.constructType(Object.class);
    if (mapper.getDeserializationConfig().getDefaultTyper(object) != null
        || mapper.getSerializationConfig().getDefaultTyper(object) != null
        || hasTypeId(mapper, object)
        || hasTypeId(mapper, mapper.constructType(Serializable.class))) {
      throw new IllegalArgumentException(
          "jsonMapper turns default typing on, with which clients name the classes that are"
              + " created here; annotate polymorphic types with @JsonTypeInfo instead");
    }
  }

  private static boolean hasTypeId(ObjectMapper mapper, JavaType type) {
    try {
      return mapper.getDeserializationConfig().findTypeDeserializer(type) != null;
    } catch (JsonMappingException | IllegalArgumentException e) { // Refused, for the same reason.
      return true;
    }
  }
}
