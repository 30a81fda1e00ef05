package dev.nave.contract.mapping;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.nave.contract.model.TypeDefinition;
import dev.nave.contract.model.TypeDefinition.ObjectDefinition;
import dev.nave.contract.model.TypeDefinition.UnionDefinition;
import dev.nave.contract.model.ValueType;
import dev.nave.contract.model.ValueType.Literal;
import dev.nave.contract.model.ValueType.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;

/** Values with type ids: each is of one of several types. Not thread-safe. */
final class Unions {
  private final Subtypes subtypes;
  private final Map<TypeKey, TypeDefinition> found;
  private final Plain plain;

  /** Knows what a value is without its type id. */
  interface Plain {
    ValueType of(Direction direction, Place place);
  }

  /**
   * Finds unions.
   *
   * @param found takes their definitions
   */
  Unions(Subtypes subtypes, Map<TypeKey, TypeDefinition> found, Plain plain) {
    this.subtypes = subtypes;
    this.found = found;
    this.plain = plain;
  }

  /** Returns what a value is that has a type id; nothing if its subtypes are not known. */
  Optional<ValueType> of(
      Direction direction, JavaType base, TypeSerializer ids, @Nullable BeanProperty property) {
    AnnotatedMember member = member(property);
    List<Subtypes.Variant> variants = subtypes.of(base, ids, member);
    if (variants.isEmpty()) {
      return Optional.empty();
    }
    if (member != null && !subtypes.discriminator(ids).isEmpty()) {
      return Optional.empty(); // The ids would be in types that have none elsewhere.
    }
    boolean isAlone = variants.size() == 1 && variants.get(0).type().equals(base);
    if (isAlone) {
      return Optional.of(variant(direction, base, variants.get(0), ids, true));
    }
    if (member != null) { // Its type has other ids elsewhere.
      return Optional.of(
          new ValueType.AnyOf(
              variants.stream().map(each -> variant(direction, base, each, ids, false)).toList()));
    }
    TypeKey key = TypeKey.of(direction, base, "");
    if (!found.containsKey(key)) {
      String name = subtypes.discriminator(ids);
      found.put(key, new UnionDefinition("", base.toCanonical(), List.of(), name));
      List<ValueType> types =
          variants.stream().map(each -> variant(direction, base, each, ids, false)).toList();
      found.put(key, new UnionDefinition("", base.toCanonical(), types, name));
    }
    return Optional.of(new ValueType.Reference(key.id()));
  }

  /** Returns the property if it, and not the type of its values, says that they have ids. */
  private static @Nullable AnnotatedMember member(@Nullable BeanProperty property) {
    AnnotatedMember member = property == null ? null : property.getMember();
    return member != null && member.hasAnnotation(JsonTypeInfo.class) ? member : null;
  }

  /** Returns whether the id of a value stands beside it, in the object that has the value. */
  static boolean isExternal(TypeSerializer ids) {
    return ids.getTypeInclusion() == JsonTypeInfo.As.EXTERNAL_PROPERTY;
  }

  /** Returns the property that has the id of another one's value, if it has one. */
  Optional<Property> externalId(BeanProperty property, TypeSerializer ids, boolean isOptional) {
    if (!isExternal(ids)) {
      return Optional.empty();
    }
    JavaType type =
        property instanceof BeanPropertyWriter writer && writer.getSerializationType() != null
            ? writer.getSerializationType()
            : property.getType();
    List<ValueType> texts = new ArrayList<>();
    subtypes.of(type, ids, member(property)).forEach(each -> texts.add(new Literal(each.id())));
    ValueType id = texts.isEmpty() ? ValueType.TEXT : new ValueType.AnyOf(texts);
    return Optional.of(new Property(ids.getPropertyName(), id, isOptional));
  }

  private ValueType variant(
      Direction direction,
      JavaType base,
      Subtypes.Variant variant,
      TypeSerializer ids,
      boolean isAlone) {
    boolean isBase = !isAlone && variant.type().equals(base);
    String discriminator = subtypes.discriminator(ids);
    Literal id = new Literal(variant.id());
    Place place = Place.of(variant.type(), isBase ? "Itself" : "");
    if (discriminator.isEmpty()) {
      ValueType type = plain.of(direction, place);
      return switch (ids.getTypeInclusion()) {
        case WRAPPER_ARRAY -> new ValueType.Tuple(List.of(id, type));
        case WRAPPER_OBJECT ->
            new ValueType.Inline(List.of(new Property(variant.id(), type, false)));
        default -> type;
      };
    }
    TypeKey key = place.key(direction);
    if (found.containsKey(key)) {
      return new ValueType.Reference(key.id());
    }
    ValueType type = plain.of(direction, place);
    if (!(found.get(key) instanceof ObjectDefinition object)) {
      return new ValueType.Tuple(List.of(id, type)); // So is what has no properties.
    }
    List<Property> properties = new ArrayList<>();
    properties.add(new Property(discriminator, id, false));
    object.properties().stream()
        .filter(each -> !each.name().equals(discriminator))
        .forEach(properties::add);
    found.put(key, new ObjectDefinition("", object.javaType(), properties, object.isOpen()));
    return type;
  }
}
