package dev.nave.contract.model;

import java.util.List;

/** What a value is on the wire, as a client of one hub protocol sees it. */
public sealed interface ValueType {
  /** A value without parts. */
  enum Kind {
    /** Text. */
    TEXT,
    /** A number that may have a fraction. */
    NUMBER,
    /** A number without a fraction. */
    INTEGER,
    /** True or false. */
    BOOLEAN,
    /** Bytes; in MessagePack only. */
    BINARY,
    /** A timestamp; in MessagePack only. */
    TIMESTAMP,
    /** Null. */
    NULL,
    /** Anything: nothing is known of it. */
    ANY
  }

  /**
   * A value without parts.
   *
   * @param kind what it is
   * @param format a format of JSON Schema or OpenAPI that says more, such as {@code date-time} or
   *     {@code int64}; empty if there is none
   * @param note a sentence for readers; empty if there is nothing to say
   */
  record Simple(Kind kind, String format, String note) implements ValueType {}

  /** A text that is always the same. */
  record Literal(String text) implements ValueType {}

  /** An array. */
  record ListOf(ValueType item) implements ValueType {}

  /** An array of so many values. */
  record Tuple(List<ValueType> items) implements ValueType {}

  /** An object with any names. */
  record MapOf(ValueType value) implements ValueType {}

  /** The value or null. */
  record Nullable(ValueType value) implements ValueType {}

  /** One of several. */
  record AnyOf(List<ValueType> variants) implements ValueType {}

  /** An object with these properties, without a name. */
  record Inline(List<Property> properties) implements ValueType {}

  /** One of the {@linkplain TypeDefinition definitions} of the contract. */
  record Reference(String name) implements ValueType {}

  /**
   * A property of an object.
   *
   * @param name on the wire
   * @param type of its values
   * @param isOptional whether it may be missing
   */
  record Property(String name, ValueType type, boolean isOptional) {}

  /** Anything. */
  ValueType ANY = of(Kind.ANY);

  /** Text of no known format. */
  ValueType TEXT = of(Kind.TEXT);

  /** Returns a value without parts, of which nothing more is known. */
  static ValueType of(Kind kind) {
    return new Simple(kind, "", "");
  }

  /** Returns the type or null, once. */
  static ValueType nullable(ValueType type) {
    return type instanceof Nullable || type.equals(ANY) ? type : new Nullable(type);
  }
}
