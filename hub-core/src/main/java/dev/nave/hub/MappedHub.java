package dev.nave.hub;

import dev.nave.hub.internal.dispatch.HubMethodTable;
import java.util.List;

/**
 * One hub as the builder was told of it.
 *
 * @param path where clients find it
 * @param name what servers call it
 * @param type its class
 * @param methods what clients may call
 * @param factory makes its objects
 * @param options its options
 * @param filters what stands around its calls, the outermost first
 */
record MappedHub<H extends Hub>(
    String path,
    String name,
    Class<H> type,
    HubMethodTable methods,
    HubFactory<H> factory,
    HubOptions options,
    List<HubFilter> filters) {}
