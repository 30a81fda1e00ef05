package dev.nave.hub;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a hub method never blocks and takes no time worth speaking of. It runs on the event
 * loop of its connection, without the hand-over to another thread that other methods have.
 *
 * <p>While it runs, the loop serves none of its other connections. The same holds for what
 * surrounds the method: the {@link HubFactory}, filters, the tracer, and the constructors of its
 * arguments. It must not wait for anything, least of all for a future of this server ({@code
 * join()} of a send, a group change or a client result), which may need the same loop: that would
 * be a deadlock. It may return such a future.
 *
 * <p>Otherwise it is like other methods: it begins when the earlier calls of its connection let it,
 * and may throw. A method that takes longer than {@link HubOptions#nonBlockingGrace} is named in
 * the log, once.
 *
 * <p>A hub is refused when the server is built if such a method takes or returns a stream, or needs
 * a policy; if the application has a {@code hubExecutor}, on which all calls run; and if the
 * annotation stands on a method that clients do not call, such as {@code onConnected}, which may
 * block.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NonBlocking {}
