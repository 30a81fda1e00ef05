package dev.nave.backplane.redis.internal.lettuce;

import io.lettuce.core.api.StatefulConnection;
import io.netty.channel.Channel;

/**
 * An open connection of Lettuce's and the channel below it.
 *
 * @param <C> the kind of connection
 */
public record OpenConnection<C extends StatefulConnection<byte[], byte[]>>(
    C connection, Channel channel) {}
