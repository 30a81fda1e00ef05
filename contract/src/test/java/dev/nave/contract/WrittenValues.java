package dev.nave.contract;

import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.TypeDefinition;
import dev.nave.contract.model.TypeDefinition.EnumDefinition;
import dev.nave.contract.model.TypeDefinition.ObjectDefinition;
import dev.nave.contract.model.TypeDefinition.UnionDefinition;
import dev.nave.contract.model.ValueType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Tells whether a JSON value is of a type of a contract. Pure functions of the contract. */
final class WrittenValues {
  private final HubContract contract;

  WrittenValues(HubContract contract) {
    this.contract = contract;
  }

  boolean fits(ValueType type, JsonNode value) {
    if (type instanceof ValueType.Simple simple) {
      return switch (simple.kind()) {
        case TEXT -> value.isString();
        case NUMBER -> value.isNumber();
        case INTEGER -> value.isIntegralNumber();
        case BOOLEAN -> value.isBoolean();
        case NULL -> value.isNull();
        case ANY -> true;
        default -> false;
      };
    }
    if (type instanceof ValueType.Nullable nullable) {
      return value.isNull() || fits(nullable.value(), value);
    }
    if (type instanceof ValueType.Literal literal) {
      return value.isString() && value.stringValue().equals(literal.text());
    }
    if (type instanceof ValueType.ListOf list) {
      return value.isArray() && value.valueStream().allMatch(each -> fits(list.item(), each));
    }
    if (type instanceof ValueType.Tuple tuple) {
      List<ValueType> items = tuple.items();
      return value.isArray()
          && value.size() == items.size()
          && IntStream.range(0, items.size()).allMatch(i -> fits(items.get(i), value.get(i)));
    }
    if (type instanceof ValueType.MapOf map) {
      return value.isObject() && value.valueStream().allMatch(each -> fits(map.value(), each));
    }
    if (type instanceof ValueType.AnyOf any) {
      return any.variants().stream().anyMatch(each -> fits(each, value));
    }
    if (type instanceof ValueType.Inline object) {
      return fits(object.properties(), false, value);
    }
    return fits(definition(((ValueType.Reference) type).name()), value);
  }

  private TypeDefinition definition(String name) {
    return contract.types().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private boolean fits(TypeDefinition type, JsonNode value) {
    if (type instanceof UnionDefinition union) {
      return union.variants().stream().anyMatch(each -> fits(each, value));
    }
    if (type instanceof ObjectDefinition object) {
      return fits(object.properties(), object.isOpen(), value);
    }
    return ((EnumDefinition) type)
        .constants().stream()
            .map(each -> each.value().toString())
            .anyMatch(value.asString()::equals);
  }

  private boolean fits(List<ValueType.Property> properties, boolean isOpen, JsonNode value) {
    Set<String> rest = new TreeSet<>(value.propertyNames());
    return value.isObject()
        && properties.stream()
            .allMatch(
                each -> {
                  rest.remove(each.name());
                  JsonNode found = value.get(each.name());
                  return found == null ? each.isOptional() : fits(each.type(), found);
                })
        && (isOpen || rest.isEmpty());
  }
}
