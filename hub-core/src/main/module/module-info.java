/** Hubs, hub protocols, dispatch and fan-out, and the rules of the HTTP endpoint, without a server. */
module dev.nave.hub {
  requires transitive dev.nave.backplane;
  requires transitive tools.jackson.core;
  requires transitive tools.jackson.databind;
  requires org.slf4j;
  requires static com.google.errorprone.annotations;
  requires static jdk.unsupported;
  requires static org.jspecify;

  exports dev.nave.hub;
  exports dev.nave.hub.adapter;
  exports dev.nave.hub.description;
  exports dev.nave.hub.meters;
  exports dev.nave.hub.protocol;
  exports dev.nave.hub.protocol.json;
  exports dev.nave.hub.protocol.messagepack;
  exports dev.nave.hub.testing;
  exports dev.nave.hub.transport;

  uses dev.nave.hub.adapter.HubMethodAdapter;
}
