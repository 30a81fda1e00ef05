package dev.nave.transport.servlet.internal;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Everything that can be set on the transport, checked by its builder, which documents it.
 *
 * @param subProtocols of WebSockets, the preferred first
 * @param roles that the container is asked for
 */
public record ServletSettings(
    int loops,
    int maxUnreadBytes,
    Duration requestTimeout,
    Duration answerTimeout,
    Duration closeTimeout,
    Duration eventStreamProbeInterval,
    List<String> subProtocols,
    Set<String> roles) {}
