package dev.nave.contract.mapping;

import dev.nave.contract.model.TypeDefinition;
import dev.nave.contract.model.TypeDefinition.ObjectDefinition;
import dev.nave.contract.model.ValueType;
import dev.nave.contract.model.ValueType.Kind;
import dev.nave.contract.model.ValueType.Property;
import dev.nave.contract.model.ValueType.Reference;
import dev.nave.contract.model.ValueType.Simple;
import dev.nave.contract.model.WireProtocol;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.bean.BeanAsArraySerializer;
import tools.jackson.databind.ser.bean.UnrolledBeanAsArraySerializer;
import tools.jackson.databind.ser.impl.UnknownSerializer;
import tools.jackson.databind.ser.jackson.RawSerializer;
import tools.jackson.databind.type.ResolvedRecursiveType;

/**
 * Finds what Java types are on the wire, by asking the serializers and deserializers of the mapper
 * that reads and writes them. Not thread-safe.
 *
 * <p>What is found refers to other types by keys, until {@link #names} gives them names.
 */
public final class MappedTypes {
  private final SerializationContext writing;
  private final ObjectMapper mapper;
  private final PlaceSerializers serializers;
  private final Scalars scalars;
  private final Unions unions;
  private final ReadProperties readProperties;
  private final Map<TypeKey, TypeDefinition> found = new LinkedHashMap<>();
  private final Deque<TypeKey> underWay = new ArrayDeque<>();
  private final Set<String> unknown = new TreeSet<>();

  /**
   * Begins with no types.
   *
   * @param mapper of that protocol, which must not change any more
   */
  public MappedTypes(ObjectMapper mapper, WireProtocol protocol) {
    this.mapper = mapper;
    writing = mapper._serializationContext();
    serializers = new PlaceSerializers(writing);
    scalars = new Scalars(protocol);
    unions = new Unions(new Subtypes(mapper), found, this::plain);
    readProperties = new ReadProperties(mapper);
  }

  /** Returns what the server writes for values of a declared type. */
  public ValueType written(Type type, @Nullable AnnotatedType annotated) {
    return value(Direction.WRITTEN, type, annotated);
  }

  /** Returns what the server reads as a value of a declared type. */
  public ValueType read(Type type, @Nullable AnnotatedType annotated) {
    return value(Direction.READ, type, annotated);
  }

  private ValueType value(Direction direction, Type type, @Nullable AnnotatedType annotated) {
    return of(direction, new Place(mapper.constructType(type), annotated, null, null));
  }

  /**
   * Names all types that were found so far.
   *
   * @param reserved names that no type may have
   */
  public TypeNames names(Set<String> reserved) {
    return new TypeNames(found, reserved);
  }

  private ValueType of(Direction direction, Place place) {
    ValueType value = withoutNull(direction, place);
    return Nullness.isNullable(place.annotated()) ? ValueType.nullable(value) : value;
  }

  private ValueType withoutNull(Direction direction, Place place) {
    JavaType type = place.type();
    Class<?> raw = type.getRawClass();
    if (type instanceof ResolvedRecursiveType recursive) {
      JavaType self = recursive.getSelfReferencedType();
      return withoutNull(direction, new Place(self, place.annotated(), place.property(), null));
    }
    if (type.isReferenceType()) {
      return ValueType.nullable(
          of(
              direction,
              new Place(
                  type.getContentType(),
                  Nullness.contentOf(place.annotated()),
                  place.property(),
                  null)));
    }
    if (raw == OptionalInt.class) {
      return ValueType.nullable(new Simple(Kind.INTEGER, "int32", ""));
    }
    if (raw == OptionalLong.class) {
      return ValueType.nullable(value(direction, long.class, null));
    }
    if (raw == OptionalDouble.class) {
      return ValueType.nullable(new Simple(Kind.NUMBER, "double", ""));
    }
    TypeSerializer ids = type.isContainerType() ? null : serializers.typeIds(place);
    if (ids == null) {
      return plain(direction, place);
    }
    if (Unions.isExternal(ids) && place.property() == null) {
      return unknown(type, "its type id is beside it, and it is no property of an object");
    }
    return unions
        .of(direction, type, ids, place.property())
        .orElseGet(
            () ->
                unknown(
                    type, "no subtypes are known, or a property alone says that it has a type id"));
  }

  private ValueType unknown(JavaType type, String reason) {
    unknown.add(type.toCanonical() + " is unknown: " + reason);
    return ValueType.ANY;
  }

  /** Returns a sentence for each type that was found and is not known, in their order. */
  public List<String> unknown() {
    return List.copyOf(unknown);
  }

  /** Returns what a value without a type id is. */
  private ValueType plain(Direction direction, Place place) {
    ValueSerializer<?> serializer = serializers.of(place);
    Class<?> raw = place.type().getRawClass();
    ValueType fixed = scalars.fixed(raw, serializer);
    if (fixed != null) {
      return fixed;
    }
    if (raw == Object.class || serializer instanceof RawSerializer<?>) {
      return ValueType.ANY;
    }
    if (serializer.usesObjectId()) {
      return unknown(place.type(), "only its first occurrence is an object, all others are its id");
    }
    if (serializer instanceof BeanAsArraySerializer
        || serializer instanceof UnrolledBeanAsArraySerializer) {
      return new ValueType.ListOf(ValueType.ANY);
    }
    ValueType number = EnumConstants.numericValue(place.type(), writing);
    if (number != null) {
      return number;
    }
    TypeKey key = place.key(direction);
    if (direction == Direction.READ && readProperties.isObject(place.type(), serializer)) {
      JavaType delegate = readProperties.delegate(place.type());
      if (delegate != null) {
        return of(direction, new Place(delegate, null, null, null));
      }
      defineRead(key, place.type());
      return new Reference(key.id());
    }
    if (Collections.frequency(underWay, key) > 1) {
      return unknown(place.type(), "it is a collection of itself");
    }
    underWay.push(key);
    try {
      return visited(direction, place, serializer);
    } finally {
      underWay.pop();
    }
  }

  private ValueType visited(Direction direction, Place place, ValueSerializer<?> serializer) {
    JavaType type = place.type();
    ObjectVisit visit = new ObjectVisit(direction, place);
    FormatVisitor visitor = new FormatVisitor(writing, visit);
    serializer.acceptJsonFormatVisitor(visitor, type);
    if (visit.key != null) {
      if (visit.begun) {
        boolean isOpen = ReadProperties.hasAnyGetter(serializer);
        found.put(visit.key, definition(visit.key, visit.properties, isOpen));
      }
      return new Reference(visit.key.id());
    }
    if (serializer instanceof UnknownSerializer && !type.isAbstract()) {
      TypeKey key = place.key(direction);
      found.put(key, definition(key, List.of(), false));
      return new Reference(key.id());
    }
    if (visitor.found().equals(ValueType.ANY) && !Scalars.isKnown(serializer)) {
      return unknown(type, serializer.getClass().getName() + " does not say what it writes");
    }
    if (!(visitor.found() instanceof Simple simple)) {
      return direction == Direction.WRITTEN && serializers.isUnwrapped(place)
          ? itemOrItems(visitor.found())
          : visitor.found();
    }
    if (type.isEnumType()) {
      return EnumConstants.of(type, List.copyOf(visitor.texts()), simple, found);
    }
    return scalars.refined(type.getRawClass(), serializer, simple, serializers.hasPattern(place));
  }

  private static ValueType itemOrItems(ValueType type) {
    return type instanceof ValueType.ListOf list
        ? new ValueType.AnyOf(List.of(list.item(), list))
        : type;
  }

  /** Collects what a serializer says of what it writes. */
  private final class ObjectVisit implements FormatVisitor.Parts {
    private final Direction direction;
    private final Place place;
    private final List<Property> properties = new ArrayList<>();
    private @Nullable TypeKey key;
    private boolean begun;

    ObjectVisit(Direction direction, Place place) {
      this.direction = direction;
      this.place = place;
    }

    @Override
    public ValueType content(JavaType type, @Nullable ValueSerializer<?> serializer) {
      return of(
          direction,
          new Place(type, Nullness.contentOf(place.annotated()), null, known(type, serializer)));
    }

    @Override
    public ValueType content(ValueType known) {
      boolean isNullable = Nullness.isNullable(Nullness.contentOf(place.annotated()));
      return isNullable ? ValueType.nullable(known) : known;
    }

    /** A serializer with type ids does not say what is inside. */
    private @Nullable ValueSerializer<?> known(
        JavaType type, @Nullable ValueSerializer<?> serializer) {
      return serializer instanceof UnknownSerializer || writing.findTypeSerializer(type) != null
          ? null
          : serializer;
    }

    @Override
    public boolean beginObject(JavaType type) {
      if (key == null) {
        key = type.equals(place.type()) ? place.key(direction) : TypeKey.of(direction, type, "");
        begun = !found.containsKey(key);
        if (begun) {
          found.put(key, definition(key, List.of(), false)); // A cycle ends here.
        }
      }
      return begun;
    }

    @Override
    public void property(BeanProperty property) {
      Property written = writtenProperty(direction, property);
      properties.add(written);
      addExternalId(properties, property, written);
    }

    @Override
    public void property(String name, JavaType type, boolean isOptional) {
      properties.add(
          new Property(name, of(direction, new Place(type, null, null, null)), isOptional));
    }
  }

  private Property writtenProperty(Direction direction, BeanProperty property) {
    JavaType type =
        property instanceof BeanPropertyWriter writer && writer.getSerializationType() != null
            ? writer.getSerializationType()
            : property.getType();
    ValueType value = propertyValue(direction, property, type);
    boolean isOptional =
        property instanceof BeanPropertyWriter writer
            && ReadProperties.isSometimesLeftOut(writer, mapper.serializationConfig());
    if (isOptional
        && value instanceof ValueType.Nullable nullable
        && ((BeanPropertyWriter) property).willSuppressNulls()) {
      value = nullable.value();
    }
    return new Property(property.getName(), value, isOptional);
  }

  private ValueType propertyValue(Direction direction, BeanProperty property, JavaType type) {
    AnnotatedMember member = property.getMember();
    ValueType value = of(direction, new Place(type, Nullness.typeOf(member), property, null));
    return Nullness.isNullable(member) ? ValueType.nullable(value) : value;
  }

  private List<Property> read(JavaType type) {
    List<Property> properties = new ArrayList<>();
    for (BeanProperty property : readProperties.of(type)) {
      ValueType value = propertyValue(Direction.READ, property, property.getType());
      Property found = new Property(property.getName(), value, value instanceof ValueType.Nullable);
      properties.add(found);
      addExternalId(properties, property, found);
    }
    return properties;
  }

  private void addExternalId(List<Property> to, BeanProperty property, Property value) {
    TypeSerializer ids = serializers.typeIds(new Place(property.getType(), null, property, null));
    if (ids != null && !property.getType().isContainerType()) {
      unions.externalId(property, ids, value.isOptional()).ifPresent(to::add);
    }
  }

  private void defineRead(TypeKey key, JavaType type) {
    if (found.putIfAbsent(key, definition(key, List.of(), false)) == null) {
      found.put(key, definition(key, read(type), readProperties.hasAnySetter(type)));
    }
  }

  private static TypeDefinition definition(TypeKey key, List<Property> properties, boolean isOpen) {
    return new ObjectDefinition("", key.javaType(), properties, isOpen);
  }
}
