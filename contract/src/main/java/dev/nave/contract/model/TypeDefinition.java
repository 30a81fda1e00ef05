package dev.nave.contract.model;

import java.util.List;

/** A type that has a name in the contract. */
public sealed interface TypeDefinition {
  /** Returns the name, of its own in the contract. */
  String name();

  /** Returns the Java type that it was made of, for readers. */
  String javaType();

  /**
   * An object.
   *
   * @param properties in the order in which they are written
   * @param isOpen whether it may have properties of any other names, too
   */
  record ObjectDefinition(
      String name, String javaType, List<ValueType.Property> properties, boolean isOpen)
      implements TypeDefinition {
    /** Copies the list. */
    public ObjectDefinition {
      properties = List.copyOf(properties);
    }
  }

  /**
   * An enum.
   *
   * @param constants in the order of their declaration
   */
  record EnumDefinition(String name, String javaType, List<Constant> constants)
      implements TypeDefinition {
    /** Copies the list. */
    public EnumDefinition {
      constants = List.copyOf(constants);
    }
  }

  /**
   * One of several types.
   *
   * @param discriminator the property whose value tells them apart; empty if there is none
   */
  record UnionDefinition(
      String name, String javaType, List<ValueType> variants, String discriminator)
      implements TypeDefinition {
    /** Copies the list. */
    public UnionDefinition {
      variants = List.copyOf(variants);
    }
  }

  /**
   * A constant of an enum.
   *
   * @param name in Java
   * @param value on the wire: a {@code String} or an {@code Integer}
   */
  record Constant(String name, Object value) {}
}
