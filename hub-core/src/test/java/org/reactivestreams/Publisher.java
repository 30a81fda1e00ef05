package org.reactivestreams;

/** Stands for the interface of that name, which Reactor's and RxJava's types implement. */
public interface Publisher<T> {}
