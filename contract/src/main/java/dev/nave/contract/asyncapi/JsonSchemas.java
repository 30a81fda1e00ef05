package dev.nave.contract.asyncapi;

import dev.nave.contract.model.TypeDefinition;
import dev.nave.contract.model.TypeDefinition.Constant;
import dev.nave.contract.model.TypeDefinition.EnumDefinition;
import dev.nave.contract.model.TypeDefinition.ObjectDefinition;
import dev.nave.contract.model.TypeDefinition.UnionDefinition;
import dev.nave.contract.model.ValueType;
import dev.nave.contract.model.ValueType.AnyOf;
import dev.nave.contract.model.ValueType.Inline;
import dev.nave.contract.model.ValueType.Kind;
import dev.nave.contract.model.ValueType.ListOf;
import dev.nave.contract.model.ValueType.Literal;
import dev.nave.contract.model.ValueType.MapOf;
import dev.nave.contract.model.ValueType.Nullable;
import dev.nave.contract.model.ValueType.Property;
import dev.nave.contract.model.ValueType.Reference;
import dev.nave.contract.model.ValueType.Simple;
import dev.nave.contract.model.ValueType.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types as JSON Schema (draft 7, as AsyncAPI extends it). Pure functions of one hub. */
final class JsonSchemas {
  private final String hub;

  /**
   * Writes the types of a hub.
   *
   * @param hub stands before the names of its types
   */
  JsonSchemas(String hub) {
    this.hub = hub;
  }

  /** Returns the name of a definition in the document. */
  String name(String type) {
    return hub + "." + type;
  }

  /** Returns the schema of a definition. */
  Map<String, Object> of(TypeDefinition definition) {
    if (definition instanceof ObjectDefinition object) {
      return object(object.properties());
    }
    if (definition instanceof UnionDefinition union) {
      Map<String, Object> schema = new LinkedHashMap<>();
      if (!union.discriminator().isEmpty()) {
        schema.put("discriminator", union.discriminator());
      }
      schema.put("oneOf", union.variants().stream().map(this::of).toList());
      return schema;
    }
    List<Constant> constants = ((EnumDefinition) definition).constants();
    Map<String, Object> schema = new LinkedHashMap<>();
    boolean isNumeric = constants.stream().anyMatch(each -> each.value() instanceof Integer);
    schema.put("type", isNumeric ? "integer" : "string");
    if (!constants.isEmpty()) {
      schema.put("enum", constants.stream().map(Constant::value).toList());
    }
    if (isNumeric) {
      schema.put("x-enum-varnames", constants.stream().map(Constant::name).toList());
    }
    return schema;
  }

  /** Returns the schema of values. */
  Map<String, Object> of(ValueType type) {
    if (type instanceof Simple simple) {
      return simple(simple);
    }
    if (type instanceof Literal literal) {
      return map("const", literal.text());
    }
    if (type instanceof ListOf list) {
      return map("type", "array", "items", of(list.item()));
    }
    if (type instanceof Tuple tuple) {
      return tuple(tuple.items());
    }
    if (type instanceof MapOf map) {
      return map("type", "object", "additionalProperties", of(map.value()));
    }
    if (type instanceof Nullable nullable) {
      return nullable(of(nullable.value()));
    }
    if (type instanceof AnyOf any) {
      return map("anyOf", any.variants().stream().map(this::of).toList());
    }
    if (type instanceof Inline object) {
      return object(object.properties());
    }
    return map("$ref", "#/components/schemas/" + name(((Reference) type).name()));
  }

  /** Returns the schema of an array of these values. */
  Map<String, Object> tuple(List<ValueType> items) {
    Map<String, Object> schema = map("type", "array");
    if (!items.isEmpty()) {
      schema.put("items", items.stream().map(this::of).toList());
    }
    schema.put("minItems", items.size());
    schema.put("maxItems", items.size());
    return schema;
  }

  private static Map<String, Object> nullable(Map<String, Object> schema) {
    if (schema.get("type") instanceof String name) {
      Map<String, Object> orNull = new LinkedHashMap<>(schema);
      orNull.put("type", List.of(name, "null"));
      return orNull;
    }
    return map("oneOf", List.of(schema, map("type", "null")));
  }

  private static Map<String, Object> simple(Simple simple) {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (simple.kind()) {
      case TEXT, BINARY, TIMESTAMP -> schema.put("type", "string");
      case NUMBER -> schema.put("type", "number");
      case INTEGER -> schema.put("type", "integer");
      case BOOLEAN -> schema.put("type", "boolean");
      case NULL -> schema.put("type", "null");
      case ANY -> {}
    }
    if (simple.format().equals("byte") && simple.kind() == Kind.TEXT) {
      schema.put("contentEncoding", "base64");
    } else if (!simple.format().isEmpty()) {
      schema.put("format", simple.format());
    }
    if (!simple.note().isEmpty()) {
      schema.put("description", simple.note());
    }
    return schema;
  }

  private Map<String, Object> object(List<Property> properties) {
    Map<String, Object> schema = map("type", "object");
    Map<String, Object> types = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Property each : properties) {
      types.put(each.name(), of(each.type()));
      if (!each.isOptional()) {
        required.add(each.name());
      }
    }
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (!types.isEmpty()) {
      schema.put("properties", types);
    }
    return schema;
  }

  static Map<String, Object> map(String key, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }

  static Map<String, Object> map(String key, Object value, String other, Object otherValue) {
    Map<String, Object> map = map(key, value);
    map.put(other, otherValue);
    return map;
  }
}
