package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.type.ArrayType;
import com.fasterxml.jackson.databind.util.ClassUtil;

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

  /** Returns whether {@code own} came with Jackson, and not with the application. */
  private static boolean isJacksons(Object own) {
    return ClassUtil.isJacksonStdImpl(own)
        || own.getClass().getName().startsWith("com.fasterxml.jackson.");
  }

  private static final class Reading extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription description, JsonDeserializer<?> inner) {
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
    public JsonDeserializer<?> modifyArrayDeserializer(
        DeserializationConfig config,
        ArrayType type,
        BeanDescription description,
        JsonDeserializer<?> inner) {
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

  private static final class Writing extends BeanSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonSerializer<?> modifySerializer(
        SerializationConfig config, BeanDescription description, JsonSerializer<?> inner) {
      Class<?> type = description.getBeanClass();
      boolean isUsual = isJacksons(inner) || inner.getClass().getName().startsWith(OURS);
      String problem = isUsual ? Carried.problem(type) : null;
      if (problem != null) {
        return new Refusals.Writing(type, problem);
      }
      return isJacksons(inner) ? TimeText.around(type, inner) : inner;
    }
  }
}
