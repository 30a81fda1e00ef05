package dev.nave.contract.mapping;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.SubtypeResolver;
import tools.jackson.databind.jsontype.TypeSerializer;

/** Finds the subtypes of types with type ids, and which ids they have. */
final class Subtypes {
  private final ObjectMapper mapper;
  private final SerializationContext writing;

  Subtypes(ObjectMapper mapper) {
    this.mapper = mapper;
    writing = mapper._serializationContext();
  }

  /**
   * A type that values may be of.
   *
   * @param id what they are marked with
   */
  record Variant(JavaType type, String id) {}

  /** Returns the property that has the id; empty if the id is elsewhere, or there is none. */
  String discriminator(TypeSerializer ids) {
    String name = ids.getPropertyName();
    boolean isProperty =
        ids.getTypeInclusion() == JsonTypeInfo.As.PROPERTY
            || ids.getTypeInclusion() == JsonTypeInfo.As.EXISTING_PROPERTY;
    return isProperty && name != null && mechanism(ids) != JsonTypeInfo.Id.DEDUCTION ? name : "";
  }

  private static JsonTypeInfo.Id mechanism(TypeSerializer ids) {
    return ids.getTypeIdResolver() == null
        ? JsonTypeInfo.Id.DEDUCTION
        : ids.getTypeIdResolver().getMechanism();
  }

  /**
   * Returns what values of a type may be of, in the order of their ids.
   *
   * @param member the property with these values, which may name more
   */
  List<Variant> of(JavaType base, TypeSerializer ids, @Nullable AnnotatedMember member) {
    Map<Class<?>, Variant> variants = new LinkedHashMap<>();
    for (Class<?> type : classes(base, member)) {
      JavaType subtype = subtype(base, type);
      if (subtype.isConcrete() && type != Object.class) {
        variants.put(type, new Variant(subtype, id(ids, type)));
      }
    }
    return variants.values().stream()
        .sorted(Comparator.comparing(Variant::id).thenComparing(each -> each.type().toCanonical()))
        .toList();
  }

  private List<Class<?>> classes(JavaType base, @Nullable AnnotatedMember member) {
    SerializationConfig config = mapper.serializationConfig();
    SubtypeResolver resolver = config.getSubtypeResolver();
    Collection<NamedType> named =
        member == null
            ? resolver.collectAndResolveSubtypesByClass(
                config, writing.introspectBeanDescription(base).getClassInfo())
            : resolver.collectAndResolveSubtypesByClass(config, member, base);
    List<Class<?>> found = new ArrayList<>();
    named.forEach(each -> found.add(each.getType()));
    addPermitted(base.getRawClass(), found);
    return found;
  }

  private static void addPermitted(Class<?> type, List<Class<?>> found) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (permitted != null) {
      for (Class<?> each : permitted) {
        if (!found.contains(each)) {
          found.add(each);
        }
        addPermitted(each, found);
      }
    }
  }

  private JavaType subtype(JavaType base, Class<?> type) {
    try {
      return mapper.getTypeFactory().constructSpecializedType(base, type);
    } catch (IllegalArgumentException e) { // Its type parameters are others.
      return mapper.constructType(type);
    }
  }

  private String id(TypeSerializer ids, Class<?> type) {
    String id =
        mechanism(ids) == JsonTypeInfo.Id.DEDUCTION
            ? null
            : ids.getTypeIdResolver().idFromValueAndType(writing, null, type);
    return id == null ? type.getSimpleName() : id;
  }
}
