/** Typed clients and AsyncAPI documents of hub classes. */
module dev.nave.contract {
  requires transitive dev.nave.hub;
  requires com.fasterxml.jackson.annotation;
  requires jdk.compiler;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.nave.contract;
  exports dev.nave.contract.asyncapi;
  exports dev.nave.contract.generate;
  exports dev.nave.contract.mapping;
  exports dev.nave.contract.model;
  exports dev.nave.contract.source;
  exports dev.nave.contract.typescript;
}
