package dev.nave.hub;

import dev.nave.hub.internal.dispatch.HubMethodTable;

/**
 * One hub as the builder was told of it.
 *
 * @param path where clients find it
 * @param name what servers call it
 * @param type its class
 * @param methods what clients may call
 * @param factory makes its objects
 * @param options its options
 */
record MappedHub<H extends Hub>(
    String path,
    String name,
    Class<H> type,
    HubMethodTable methods,
    HubFactory<H> factory,
    HubOptions options) {}
