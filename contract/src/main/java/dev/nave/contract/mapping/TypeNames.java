package dev.nave.contract.mapping;

import dev.nave.contract.model.TypeDefinition;
import dev.nave.contract.model.TypeDefinition.EnumDefinition;
import dev.nave.contract.model.TypeDefinition.ObjectDefinition;
import dev.nave.contract.model.TypeDefinition.UnionDefinition;
import dev.nave.contract.model.ValueType;
import dev.nave.contract.model.ValueType.AnyOf;
import dev.nave.contract.model.ValueType.Inline;
import dev.nave.contract.model.ValueType.ListOf;
import dev.nave.contract.model.ValueType.MapOf;
import dev.nave.contract.model.ValueType.Nullable;
import dev.nave.contract.model.ValueType.Property;
import dev.nave.contract.model.ValueType.Reference;
import dev.nave.contract.model.ValueType.Tuple;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Gives types their names. Types are found by keys, one for each direction; a type that is the same
 * in both has one name, and one that is not has {@code Input} behind that of what is read.
 */
public final class TypeNames {
  private static final String INPUT = "Input";

  private final Map<TypeKey, TypeDefinition> found;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> taken;

  /**
   * Names types.
   *
   * @param found by their keys; references name keys
   * @param reserved names that no type may have
   */
  TypeNames(Map<TypeKey, TypeDefinition> found, Set<String> reserved) {
    this.found = found;
    taken = new HashSet<>(reserved);
    Set<TypeKey> same = sameInBothDirections();
    Map<String, TypeKey> ordered = new TreeMap<>();
    found.keySet().forEach(key -> ordered.put(key.id(), key));
    ordered.values().stream()
        .sorted(Comparator.comparing(TypeKey::direction).thenComparing(TypeKey::id))
        .forEach(
            key -> {
              TypeKey written = key.in(Direction.WRITTEN);
              boolean isInput = key.direction() == Direction.READ && found.containsKey(written);
              names.put(
                  key.id(),
                  isInput && same.contains(written)
                      ? nameOf(written.id())
                      : free(key, isInput ? INPUT : ""));
            });
  }

  private String free(TypeKey key, String suffix) {
    String name = key.simpleName() + suffix;
    if (!taken.add(name)) {
      name = key.qualifiedName() + suffix;
      for (int i = 2; !taken.add(name); i++) {
        name = key.qualifiedName() + i + suffix;
      }
    }
    return name;
  }

  private String nameOf(String id) {
    String name = names.get(id);
    if (name == null) {
      throw new IllegalStateException("no type was found for " + id);
    }
    return name;
  }

  /** Returns a type with names instead of keys. */
  public ValueType named(ValueType type) {
    return map(type, reference -> new Reference(nameOf(reference.name())));
  }

  /** Returns all types, each once, in the order of their names. */
  public List<TypeDefinition> definitions() {
    Map<String, TypeDefinition> byName = new TreeMap<>();
    found.forEach(
        (key, definition) -> {
          String name = nameOf(key.id());
          if (key.direction() == Direction.WRITTEN || !byName.containsKey(name)) {
            byName.put(name, named(definition, name));
          }
        });
    return List.copyOf(byName.values());
  }

  private TypeDefinition named(TypeDefinition definition, String name) {
    if (definition instanceof ObjectDefinition object) {
      return new ObjectDefinition(
          name,
          object.javaType(),
          object.properties().stream().map(each -> map(each, this::named)).toList(),
          object.isOpen());
    }
    if (definition instanceof UnionDefinition union) {
      return new UnionDefinition(
          name,
          union.javaType(),
          union.variants().stream().map(this::named).toList(),
          union.discriminator());
    }
    EnumDefinition constants = (EnumDefinition) definition;
    return new EnumDefinition(name, constants.javaType(), constants.constants());
  }

  /** Takes all types for the same, and removes those that differ until none is left that does. */
  private Set<TypeKey> sameInBothDirections() {
    Set<TypeKey> same = new HashSet<>();
    for (TypeKey key : found.keySet()) {
      if (key.direction() == Direction.WRITTEN && found.containsKey(key.in(Direction.READ))) {
        same.add(key);
      }
    }
    while (same.removeIf(key -> !isSame(key, same))) {}
    return same;
  }

  private boolean isSame(TypeKey written, Set<TypeKey> same) {
    return shape(written, same).equals(shape(written.in(Direction.READ), same));
  }

  private Object shape(TypeKey key, Set<TypeKey> same) {
    TypeDefinition definition = found.get(key);
    if (definition instanceof ObjectDefinition object) {
      Map<String, ValueType> properties = new TreeMap<>();
      for (Property property : object.properties()) {
        ValueType type = property.type() instanceof Nullable n ? n.value() : property.type();
        properties.put(property.name(), directionless(type, same));
      }
      return properties;
    }
    if (definition instanceof UnionDefinition union) {
      return union.variants().stream().map(each -> directionless(each, same)).toList();
    }
    return String.valueOf(definition);
  }

  private ValueType directionless(ValueType type, Set<TypeKey> same) {
    return map(
        type,
        reference -> {
          TypeKey key = TypeKey.of(reference.name());
          TypeKey written = key.in(Direction.WRITTEN);
          return same.contains(written) ? new Reference(written.id()) : reference;
        });
  }

  private static ValueType map(ValueType type, UnaryOperator<Reference> references) {
    UnaryOperator<ValueType> inner = each -> map(each, references);
    if (type instanceof Reference reference) {
      return references.apply(reference);
    }
    if (type instanceof ListOf list) {
      return new ListOf(inner.apply(list.item()));
    }
    if (type instanceof MapOf map) {
      return new MapOf(inner.apply(map.value()));
    }
    if (type instanceof Nullable nullable) {
      return new Nullable(inner.apply(nullable.value()));
    }
    if (type instanceof Tuple tuple) {
      return new Tuple(tuple.items().stream().map(inner).toList());
    }
    if (type instanceof AnyOf any) {
      return new AnyOf(any.variants().stream().map(inner).toList());
    }
    if (type instanceof Inline object) {
      return new Inline(object.properties().stream().map(each -> map(each, inner)).toList());
    }
    return type;
  }

  private static Property map(Property property, UnaryOperator<ValueType> types) {
    return new Property(property.name(), types.apply(property.type()), property.isOptional());
  }
}
