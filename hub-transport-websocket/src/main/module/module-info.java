/** Hubs over HTTP and WebSockets, on Netty. */
module dev.nave.transport.websocket {
  requires transitive dev.nave.hub;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.classes.kqueue;
  requires io.netty.transport.unix.common;
  requires org.slf4j;
  requires static com.google.errorprone.annotations;
  requires static io.netty.transport.classes.io_uring;
  requires static org.jspecify;

  exports dev.nave.transport.websocket;
}
