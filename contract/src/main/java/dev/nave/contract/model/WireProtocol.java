package dev.nave.contract.model;

/** The hub protocols of which a contract can be made. */
public enum WireProtocol {
  /** The JSON protocol. */
  JSON,
  /** MessagePack, with names in PascalCase, as .NET clients expect them. */
  MESSAGEPACK,
  /** MessagePack, with the names of the mapper ({@code messagePackPropertyNames} AS_MAPPED). */
  MESSAGEPACK_AS_MAPPED
}
