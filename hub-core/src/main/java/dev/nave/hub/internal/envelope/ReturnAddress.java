package dev.nave.hub.internal.envelope;

import org.jspecify.annotations.Nullable;

/**
 * What an invocation brings along whose result is wanted by another node.
 *
 * @param id pairs it with its answer
 * @param returnTopic where the answer is to be published
 * @param origin the node that asks; null if it is none of ours, which says no such thing
 */
public record ReturnAddress(String id, String returnTopic, @Nullable String origin) {}
