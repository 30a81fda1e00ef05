package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * Makes the mappers that read and write the values of an application.
 *
 * <p>The strict rules are those of the reference server: no number is cut or rounded, nothing but a
 * string is a string, and what a client left out of an object keeps its default.
 */
public final class ValueMappers {
  private ValueMappers() {}

  /** Returns a new mapper with the rules that hold where the application brings none. */
  public static ObjectMapper strict() {
    return JsonMapper.builder()
        .addModules(new Jdk8Module(), new JavaTimeModule(), new PrimitivesModule())
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
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .build();
  }

  /**
   * Returns a copy of the application's mapper, whose later changes therefore have no effect.
   *
   * @throws IllegalArgumentException if it uses default typing, which lets a client choose the
   *     classes that are created
   */
  public static ObjectMapper copyOf(ObjectMapper application) {
    var object = application.constructType(Object.class);
    if (application.getDeserializationConfig().getDefaultTyper(object) != null) {
      throw new IllegalArgumentException(
          "the ObjectMapper uses default typing, with which clients name the classes that are"
              + " created here; annotate polymorphic types with @JsonTypeInfo instead");
    }
    ObjectMapper copy = application.copy();
    // Values are read out of a surrounding message: something always follows them.
    copy.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    return copy;
  }
}
