package dev.nave.contract.typescript;

import static java.util.stream.Collectors.joining;

import dev.nave.contract.model.ValueType;
import dev.nave.contract.model.ValueType.AnyOf;
import dev.nave.contract.model.ValueType.Inline;
import dev.nave.contract.model.ValueType.ListOf;
import dev.nave.contract.model.ValueType.Literal;
import dev.nave.contract.model.ValueType.MapOf;
import dev.nave.contract.model.ValueType.Nullable;
import dev.nave.contract.model.ValueType.Property;
import dev.nave.contract.model.ValueType.Reference;
import dev.nave.contract.model.ValueType.Simple;
import dev.nave.contract.model.ValueType.Tuple;

/** Types in TypeScript. Pure functions. */
final class TypeText {
  private TypeText() {}

  static String of(ValueType type) {
    if (type instanceof Simple simple) {
      return switch (simple.kind()) {
        case TEXT -> "string";
        case NUMBER, INTEGER -> "number";
        case BOOLEAN -> "boolean";
        case BINARY -> "Uint8Array";
        case TIMESTAMP -> "Date";
        case NULL -> "null";
        case ANY -> "unknown";
      };
    }
    if (type instanceof Literal literal) {
      return Names.quoted(literal.text());
    }
    if (type instanceof ListOf list) {
      boolean isUnion = list.item() instanceof Nullable || list.item() instanceof AnyOf;
      return isUnion ? "(" + of(list.item()) + ")[]" : of(list.item()) + "[]";
    }
    if (type instanceof Tuple tuple) {
      return tuple.items().stream().map(TypeText::of).collect(joining(", ", "[", "]"));
    }
    if (type instanceof MapOf map) {
      return "Record<string, " + of(map.value()) + ">";
    }
    if (type instanceof Nullable nullable) {
      return of(nullable.value()) + " | null";
    }
    if (type instanceof AnyOf any) {
      return any.variants().stream().map(TypeText::of).collect(joining(" | "));
    }
    if (type instanceof Inline object) {
      return object.properties().stream()
          .map(TypeText::property)
          .collect(joining("; ", "{ ", " }"));
    }
    return ((Reference) type).name();
  }

  static String property(Property property) {
    return Names.property(property.name())
        + (property.isOptional() ? "?: " : ": ")
        + of(property.type());
  }

  /** Returns what readers should know of values; empty if there is nothing. */
  static String note(ValueType type) {
    if (type instanceof Simple simple) {
      return simple.note();
    }
    return type instanceof Nullable nullable ? note(nullable.value()) : "";
  }
}
