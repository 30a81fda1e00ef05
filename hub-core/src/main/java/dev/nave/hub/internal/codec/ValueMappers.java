package dev.nave.hub.internal.codec;

import java.io.Serializable;
import java.util.function.Consumer;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

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
  public static ObjectMapper newMapper(
      JacksonModule protocol, Consumer<JsonMapper.Builder> customizer) {
    JsonMapper.Builder builder = strict().addModule(protocol);
    customizer.accept(builder);
    JsonMapper mapper =
        builder
            // Values are read out of a surrounding message: something always follows them.
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    refuseDefaultTyping(mapper);
    return mapper;
  }

  private static JsonMapper.Builder strict() {
    return independentOfDefaults(JsonMapper.builder())
        .addModules(new StrictValuesModule())
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .enable(EnumFeature.WRITE_ENUMS_USING_INDEX)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .withCoercionConfig(
            LogicalType.Textual,
            config ->
                config
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
  }

  /** Sets what decides about bytes and has had another default in some version of Jackson. */
  private static JsonMapper.Builder independentOfDefaults(JsonMapper.Builder builder) {
    return builder
        // Properties in the order of their declaration, constructor parameters first.
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .enable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
        .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        // Which members are properties, and which can be set.
        .enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
        .enable(MapperFeature.USE_GETTERS_AS_SETTERS)
        .enable(MapperFeature.INFER_PROPERTY_MUTATORS)
        .enable(MapperFeature.DEFAULT_VIEW_INCLUSION)
        .disable(MapperFeature.DETECT_PARAMETER_NAMES)
        .disable(MapperFeature.FIX_FIELD_NAME_UPPER_CASE_PREFIX)
        .accessorNaming(new BeanNames())
        // An enum is known by its constant's name, whatever its toString says.
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
        .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        .disable(DateTimeFeature.ONE_BASED_MONTHS)
        .enable(DateTimeFeature.WRITE_UTC_AS_OFFSET)
        .disable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .enable(DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE)
        .enable(DateTimeFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
        .enable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }

  /** A mix-in for Object, or an introspector, can turn it on as well: then most types have ids. */
  private static void refuseDefaultTyping(ObjectMapper mapper) {
    JavaType object = mapper.constructType(Object.class);
    if (mapper.deserializationConfig().getDefaultTyper(object) != null
        || mapper.serializationConfig().getDefaultTyper(object) != null
        || hasTypeId(mapper, object)
        || hasTypeId(mapper, mapper.constructType(Serializable.class))) {
      throw new IllegalArgumentException(
          "jsonMapper turns default typing on, with which clients name the classes that are"
              + " created here; annotate polymorphic types with @JsonTypeInfo instead");
    }
  }

  private static boolean hasTypeId(ObjectMapper mapper, JavaType type) {
    try {
      return mapper._deserializationContext().findTypeDeserializer(type) != null;
    } catch (DatabindException | IllegalArgumentException e) { // Refused, for the same reason.
      return true;
    }
  }
}
