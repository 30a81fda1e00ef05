package dev.nave.hub.protocol;

/**
 * The first message of a client: which hub protocol it is going to speak.
 *
 * @param protocol the protocol's name, as the client wrote it
 * @param version the protocol's version
 */
public record HandshakeRequest(String protocol, int version) {}
