package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Month;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.jdk.EnumDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.jdk.EnumSerializer;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.util.ClassUtil;
import tools.jackson.databind.util.EnumResolver;

/**
 * What Jackson's features cannot say: which values fit a type. It puts itself around what Jackson
 * brings; what the application brings for a type holds as it is.
 */
final class StrictValuesModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  /** What hub protocols bring: it is found for subclasses, too. */
  private static final String OURS = "dev.nave.hub.protocol.";

  StrictValuesModule() {
    super("strict values");
    setDeserializerModifier(new Reading());
    setSerializerModifier(new Writing());
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.addValueInstantiators(new Constructors());
  }

  /** Returns whether {@code own} came with Jackson, and not with the application. */
  private static boolean isJacksons(Object own) {
    return ClassUtil.isJacksonStdImpl(own) || own.getClass().getName().startsWith("tools.jackson.");
  }

  private static final class Reading extends ValueDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueDeserializer<?> modifyDeserializer(
        DeserializationConfig config,
        BeanDescription.Supplier description,
        ValueDeserializer<?> inner) {
      Class<?> type = description.getBeanClass();
      if (!isJacksons(inner)) {
        return inner;
      }
      String problem = Carried.problem(type);
      if (problem != null) {
        return new Refusals.Reading<>(type, problem);
      }
      if (StrictNumber.isFor(type)) {
        return new StrictNumber(inner, type);
      }
      if (type == char.class || type == Character.class) {
        return new StrictCharacter(inner, type);
      }
      return StrictTime.isFor(type) ? new StrictTime(inner, type) : inner;
    }

    @Override
    public ValueDeserializer<?> modifyEnumDeserializer(
        DeserializationConfig config,
        JavaType type,
        BeanDescription.Supplier description,
        ValueDeserializer<?> inner) {
      return type.hasRawClass(Month.class) && isJacksons(inner)
          ? new EnumDeserializer(
              EnumResolver.constructFor(config, description.getClassInfo()),
              config.isEnabled(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS),
              null,
              EnumResolver.constructUsingToString(config, description.getClassInfo()))
          : inner;
    }

    @Override
    public ValueDeserializer<?> modifyArrayDeserializer(
        DeserializationConfig config,
        ArrayType type,
        BeanDescription.Supplier description,
        ValueDeserializer<?> inner) {
      return type.hasRawClass(byte[].class) && isJacksons(inner) ? new Base64Only(inner) : inner;
    }

    @Override
    public KeyDeserializer modifyKeyDeserializer(
        DeserializationConfig config, JavaType type, KeyDeserializer inner) {
      return StrictKey.isFor(type.getRawClass()) && isJacksons(inner)
          ? new StrictKey(inner, type.getRawClass())
          : inner;
    }
  }

  /** As the value, a name in Java and not a language tag. */
  private static final class LocaleKey extends StdSerializer<Locale> {
    LocaleKey() {
      super(Locale.class);
    }

    @Override
    public void serialize(Locale key, JsonGenerator generator, SerializationContext context) {
      generator.writeName(key.toString());
    }
  }

  private static final class Writing extends ValueSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueSerializer<?> modifyKeySerializer(
        SerializationConfig config,
        JavaType type,
        BeanDescription.Supplier description,
        ValueSerializer<?> inner) {
      return type.hasRawClass(Locale.class) && isJacksons(inner) ? new LocaleKey() : inner;
    }

    @Override
    public ValueSerializer<?> modifySerializer(
        SerializationConfig config,
        BeanDescription.Supplier description,
        ValueSerializer<?> inner) {
      Class<?> type = description.getBeanClass();
      boolean isUsual = isJacksons(inner) || inner.getClass().getName().startsWith(OURS);
      String problem = isUsual ? Carried.problem(type) : null;
      if (problem != null) {
        return new Refusals.Writing(type, problem);
      }
      if (!isJacksons(inner)) {
        return inner;
      }
      if (type == Month.class) { // An enum like others.
        return EnumSerializer.construct(
            Month.class, config, description.get(), JsonFormat.Value.empty());
      }
      return type == Locale.class ? ToStringSerializer.instance : TimeText.around(type, inner);
    }
  }
}
